"""The table that ends a run: its chapters, and how many requirements of each came to which verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from conformance.judging.verdicts import Verdict
from conformance.reporting.run import RunFinding
from conformance.reporting.text.wrap import truncate

#: The verdicts' own words, in two lines where one would make the table wider than a terminal.
_HEADS: Mapping[str, tuple[str, str]] = {
    Verdict.VIOLATES.value: ("", "VIOLATES"),
    Verdict.ERROR.value: ("", "ERROR"),
    Verdict.INCONCLUSIVE.value: ("INCON-", "CLUSIVE"),
    Verdict.KNOWN.value: ("", "KNOWN"),
    Verdict.FALLS_SHORT.value: ("FALLS_", "SHORT"),
    Verdict.CONFORMS.value: ("", "CONFORMS"),
    Verdict.UNTESTED.value: ("UN-", "TESTED"),
    Verdict.NOT_APPLICABLE.value: ("NOT_APP-", "LICABLE"),
    "observed": ("", "observed"),
}
_LONGEST = 17


def table_lines(findings: Sequence[RunFinding]) -> list[str]:
    """Return a table for each actor, of the verdicts that occur; what is not judged is counted by itself."""
    counts: dict[str, dict[str, Counter[str]]] = {}
    for finding in findings:
        word = "observed" if finding.is_observed else finding.verdict.value
        counts.setdefault(finding.actor, {}).setdefault(finding.chapter, Counter())[word] += 1
    return [line for actor, chapters in counts.items() for line in _table(actor, chapters)]


def _table(actor: str, chapters: Mapping[str, Counter[str]]) -> list[str]:
    total = sum(chapters.values(), Counter[str]())
    words = [word for word in _HEADS if total[word]]
    heads = [_line("", [_HEADS[word][0] for word in words], words), _line(actor, [_HEADS[w][1] for w in words], words)]
    rows = [*chapters.items(), *([("all chapters", total)] if len(chapters) > 1 else [])]
    body = [_line(chapter, [str(count[word] or "-") for word in words], words) for chapter, count in rows]
    return [*(head for head in heads if head), *body, ""]


def _line(first: str, others: Sequence[str], words: Sequence[str]) -> str:
    widths = [max(map(len, _HEADS[word])) for word in words]
    columns = [f"{text:>{width}}" for text, width in zip(others, widths, strict=True)]
    return " ".join([f"{truncate(first, _LONGEST):<{_LONGEST}}", *columns]).rstrip()
