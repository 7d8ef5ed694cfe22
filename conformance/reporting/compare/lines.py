"""A comparison as lines of a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.reporting.compare.changes import Change, ChangeKind, Comparison, word_of
from conformance.reporting.run import Run
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


def _run(when: str, run: Run) -> str:
    suite = f"{run.suite.name} {run.suite.version}"
    return one_line(f"{when:<5} {run.target.name}: {run.claim}, {run.started}, {suite}")


def _change(change: Change) -> str:
    version = f" [{change.version}]" if change.version else ""
    verdicts = f"{word_of(change.old) or 'absent'} -> {word_of(change.new) or 'absent'}"
    line = one_line(f"{change.requirement}{version}  {verdicts}  {change.title}")
    return f"  {line}\n    the {change.cause.value} changed: {one_line(change.why)}"
