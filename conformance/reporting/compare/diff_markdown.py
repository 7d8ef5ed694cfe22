"""A comparison as Markdown, for the comment of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.reporting.compare.changes import Change, ChangeKind, Comparison, word_of
from conformance.reporting.formats.markdown import code, plain, row
from conformance.reporting.formats.texts import short
from conformance.reporting.run import RunFinding

#: So many changes of a kind have a row.
ROWS = 50


def markdown_of(comparison: Comparison) -> str:
    """Return the comment: the whole in one sentence, and a table for each kind of change; texts make no markup."""
    return "\n".join(_lines(comparison)) + "\n"


def _lines(comparison: Comparison) -> Iterator[str]:
    yield f"### {code(comparison.new.target.name) or 'A target'}: what changed"
    yield ""
    yield f"{plain(comparison.sentence())}."
    for note in comparison.notes():
        yield f"- {plain(note)}"
    for kind in ChangeKind:
        changes = comparison.of(kind)
        if changes:
            yield from ("", f"#### {kind.value.capitalize()} ({len(changes)})", "")
            yield from (row(["requirement", "then", "now", "what changed"]), row(["---"] * 4))
            yield from (_change(comparison, change) for change in changes[:ROWS])
            yield from ([f"\n+{len(changes) - ROWS} more"] if len(changes) > ROWS else [])


def _change(comparison: Comparison, change: Change) -> str:
    old, new = comparison.findings(change)
    name = f"**{plain(change.requirement)}** {plain(change.version or '')}".rstrip()
    cause = f"the {change.cause.value}: {plain(change.why)}"
    return row(
        [f"{name} {plain(change.title)}", _side(word_of(change.old), old), _side(word_of(change.new), new), cause]
    )


def _side(word: str, finding: RunFinding | None) -> str:
    """Return a verdict, with what was expected and observed where it does not conform."""
    texts = code(short(finding.decisive)) if finding and word not in ("CONFORMS", "NOT_APPLICABLE") else ""
    return f"{plain(word) or 'absent'} {texts}".rstrip()
