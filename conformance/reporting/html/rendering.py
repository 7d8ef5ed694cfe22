"""The page: one HTML file that needs nothing else, made of what `verdict.json` says and of nothing else."""

from __future__ import annotations

from collections import Counter
from typing import Any

from conformance.catalogue import ACTORS, Level
from conformance.judging.verdicts import Verdict
from conformance.reporting.html.chapter_table import matrix_of
from conformance.reporting.html.entries import RequirementRow, entries_of
from conformance.reporting.html.escape import MOST
from conformance.reporting.html.labels import HEADLINES, KIND_OF, KINDS, UNTESTED
from conformance.reporting.html.size_limit import SizeBudget
from conformance.reporting.html.templates import render
from conformance.reporting.run import Run

#: So many characters of a text are shown in an entry for which there is little room.
_SHORT = 120
#: So many entries of a section need no folding.
_FEW = 10


def page_of(run: Run) -> str:
    """Return the page of a run.

    It is the same for the same run, less than 2 MiB, and holds no text that is not escaped.
    """
    entries = entries_of(run)
    budget = SizeBudget(len(entries))
    sections = []
    for kind in KINDS:
        own = [entry for entry in entries if entry.kind is kind]
        sections.append((kind, len({entry.id for entry in own}), list(budget.render(own, _render_entry))))
    # These have something to tell even where they have no entry.
    always = {UNTESTED, KIND_OF[Verdict.KNOWN] if run.known else UNTESTED}
    values = {
        "run": run,
        "headline": HEADLINES[run.verdict],
        "sections": [each for each in sections if each[1] or each[0] in always],
        "counts": {kind.id: count for kind, count, _ in sections},
        "common_reasons": {
            kind.id: _common_reason([entry for entry in entries if entry.kind is kind])
            for kind in (KIND_OF[Verdict.INCONCLUSIVE], KIND_OF[Verdict.ERROR])
        },
        "few": _FEW,
        "matrix": matrix_of(entries),
        "choices": _choices(entries),
        "not_examined": [actor for actor in ACTORS if actor not in {entry.row.actor for entry in entries}],
        "known": {entry.id for entry in entries if entry.kind is KIND_OF[Verdict.KNOWN]},
        "room": budget,
    }
    return render("page.html", values)


def _render_entry(entry: RequirementRow, whole: bool) -> str:
    less: dict[str, Any] = {} if whole else {MOST: _SHORT}
    return render("entry.html", {"entry": entry, "whole": whole, **less})


def _common_reason(entries: list[RequirementRow]) -> str:
    """Return the one reason that many entries of a section have; empty where they are few, or have several."""
    reasons = {finding.reason for entry in entries for finding in entry.findings} if len(entries) > _FEW else ()
    return reasons.pop() if len(reasons) == 1 else ""


def _choices(entries: list[RequirementRow]) -> dict[str, list[str]]:
    """Return what can be chosen in each filter, in the order in which the page has it."""
    kinds = Counter(entry.kind.id for entry in entries)
    levels = {entry.row.level for entry in entries}
    return {
        "kind": [kind.id for kind in KINDS if kind.id in kinds],
        "level": [level.value for level in Level if level in levels],
        "chapter": sorted({entry.chapter for entry in entries})[:200],
        "version": sorted({version for entry in entries for version in entry.versions})[:50],
    }
