"""A comparison as one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from conformance.reporting.compare.changes import Change, ChangeKind, Comparison
from conformance.reporting.html.escape import fragment
from conformance.reporting.html.templates import render
from conformance.reporting.run import RunFinding


@dataclass(frozen=True)
class _Side:
    """What one of the two runs has found, and the address of its entry in that run's page, empty without one."""

    finding: RunFinding | None
    link: str


def page_of(comparison: Comparison, links: tuple[str, str] = ("", "")) -> str:
    """Return the page; it is the same for the same two runs.

    `links` are the addresses of the two runs' pages as seen from this one, empty for a run that has none.
    """
    sections = [
        (kind.value, [(change, *_sides(comparison, change, links)) for change in comparison.of(kind)])
        for kind in ChangeKind
    ]
    values = {
        "comparison": comparison,
        "runs": (("Then", comparison.old, links[0]), ("Now", comparison.new, links[1])),
        "sections": [each for each in sections if each[1]],
        "name": comparison.new.target.name.strip() or comparison.new.target.url or "A target",
    }
    return render("diff.html", values)


def _sides(comparison: Comparison, change: Change, links: tuple[str, str]) -> Iterator[_Side]:
    """Yield both sides; an anchor of the page is the id and the version."""
    anchor = fragment(f"{change.requirement}-{change.version}" if change.version else change.requirement)
    for finding, link in zip(comparison.findings(change), links, strict=True):
        yield _Side(finding, f"{link}{anchor}" if link and finding else "")
