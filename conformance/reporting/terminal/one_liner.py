"""A failure in two lines, for whoever watches a run."""

from __future__ import annotations

from rich.cells import cell_len

from conformance.catalogue import Requirement
from conformance.judging.findings import ScenarioResult
from conformance.judging.verdicts import Verdict
from conformance.reporting.text.describe import one_line_reason
from conformance.reporting.text.printable import one_line
from conformance.reporting.text.wrap import truncate

#: What is told at once.
TOLD = (Verdict.VIOLATES, Verdict.ERROR, Verdict.INCONCLUSIVE, Verdict.FALLS_SHORT)


def cause_of(result: ScenarioResult) -> tuple[str, ...]:
    """Return what makes a failure the same as another: one cause is told once, whatever it spoils."""
    if result.verdict in (Verdict.ERROR, Verdict.INCONCLUSIVE):
        return result.verdict.value, result.reason
    return result.verdict.value, result.requirement


def short_form(requirement: Requirement, result: ScenarioResult, width: int) -> list[str]:
    """Return what failed, and what was seen of it, in two lines that are no wider than `width`."""
    word = "" if result.verdict is Verdict.VIOLATES else f"  ({result.verdict.value})"
    head = f"{requirement.id}  {requirement.level.value}  {one_line(requirement.title)}"
    return [f"{truncate(head, width - len(word))}{word}", _seen(result, width)]


def _seen(result: ScenarioResult, width: int) -> str:
    if result.verdict not in (Verdict.VIOLATES, Verdict.FALLS_SHORT) or not result.expected:
        return truncate(f"  {one_line(one_line_reason(result))}", width)
    expected, observed = one_line(result.expected), one_line(result.observed)
    room = width - len("  expected , observed ")
    # Each gets half of the line, and what the other has no use for.
    left = max(room // 2, room - cell_len(observed))
    expected = truncate(expected, left)
    return f"  expected {expected}, observed {truncate(observed, room - cell_len(expected))}"
