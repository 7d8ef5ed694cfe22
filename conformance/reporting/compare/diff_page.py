"""A comparison as one HTML file that needs nothing else."""

from __future__ import annotations

from conformance.reporting.compare.changes import ChangeKind, Comparison
from conformance.reporting.html.templates import render


def page_of(comparison: Comparison) -> str:
    """Return the page; it is the same for the same two runs."""
    sections = [(kind.value, comparison.of(kind)) for kind in ChangeKind]
    values = {
        "comparison": comparison,
        "runs": (("Then", comparison.old), ("Now", comparison.new)),
        "sections": [each for each in sections if each[1]],
    }
    return render("diff.html", values)
