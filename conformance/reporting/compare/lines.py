"""A comparison as lines of a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.reporting.compare.changes import Change, ChangeKind, Comparison
from conformance.reporting.text.printable import one_line


def lines_of(comparison: Comparison) -> Iterator[str]:
    """Yield the lines: the two runs, what changed, and the whole in one sentence."""
    yield _run("then", comparison.old)
    yield _run("now", comparison.new)
    yield from (f"note  {note}" for note in comparison.notes())
    for kind in ChangeKind:
        changes = comparison.of(kind)
        if changes:
            yield f"\n{kind.value} ({len(changes)})"
            yield from (_change(change) for change in changes)
    yield f"\n{comparison.sentence()}"


def _run(when: str, verdict: Mapping[str, Any]) -> str:
    suite = f"{verdict['suite']['name']} {verdict['suite']['version']}"
    return one_line(f"{when:<5} {verdict['target']['name']}: {verdict['verdict']}, {verdict['started']}, {suite}")


def _change(change: Change) -> str:
    version = f" [{change.version}]" if change.version else ""
    verdicts = f"{change.old or 'absent'} -> {change.new or 'absent'}"
    said = one_line(f"{change.requirement}{version}  {verdicts}  {change.title}")
    return f"  {said}\n    the {change.cause.value} changed: {one_line(change.why)}"
