"""`summary.md`: the run for the page of a CI job, or a merge request.

What a target has said stands in code spans: there is no markup in them, no link, and nobody is mentioned.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from string import punctuation

from conformance.catalogue import Level
from conformance.judging.verdicts import RunVerdict, Verdict
from conformance.judging.words import ON_WORD
from conformance.reporting.formats.texts import short, target_of
from conformance.reporting.run import Run, RunFinding
from conformance.reporting.text.printable import one_line

#: So many rows a table has, and so many characters a text; `verdict.json` has them all.
ROWS = 50
LONGEST = 300
#: A longer command is left out.
LONGEST_COMMAND = 2000

_MARK = {
    RunVerdict.CONFORMANT: "✅",
    RunVerdict.CONFORMANT_WITH_WARNINGS: "⚠️",
    RunVerdict.NOT_CONFORMANT: "❌",
    RunVerdict.INCOMPLETE: "❔",
    RunVerdict.PARTIAL: "◐",
}
#: The sections, the worst first.
_SECTIONS = {
    Verdict.VIOLATES: "Violated",
    Verdict.ERROR: "In error",
    Verdict.INCONCLUSIVE: "Inconclusive",
    Verdict.FALLS_SHORT: "Falls short",
    Verdict.KNOWN: "Known",
    Verdict.UNTESTED: "Untested",
    Verdict.NOT_APPLICABLE: "Not applicable",
}
_ESCAPED = str.maketrans({mark: f"\\{mark}" for mark in punctuation if mark not in "-,.:;'\"/?%=+()"})


def markdown(run: Run) -> str:
    """Return the summary: the verdict, the counts, and a table for each verdict that needs somebody."""
    return "\n".join([*_head(run), *_counts(run), *_tables(run)]) + "\n"


def _head(run: Run) -> Iterator[str]:
    target = target_of(run)
    yield f"## {_MARK[run.verdict]} {plain(run.claim)}"
    yield ""
    yield f"{plain(run.reason)}."
    yield ""
    yield f"{code(target['name'])} ({plain(target['actor'])}) {code(target['url'])}, "
    yield f"layer-conformance {plain(run.suite.version)}, {run.started}, {run.requests} requests"
    yield ""


def _counts(run: Run) -> Iterator[str]:
    judged = [finding for finding in run.requirements() if not finding.is_observed]
    counts = Counter(finding.verdict for finding in judged)
    verdicts = [verdict for verdict in Verdict if counts[verdict]]
    if not verdicts:
        return
    yield f"{run.count_line()}:"
    yield ""
    yield row(["", *(plain(verdict.value) for verdict in verdicts)])
    yield row(["---"] + ["---:"] * len(verdicts))
    for level in Level:
        found = [finding.verdict for finding in judged if finding.level is level]
        if found:
            yield row([level.value, *(str(found.count(verdict)) for verdict in verdicts)])
    yield ""


def _tables(run: Run) -> Iterator[str]:
    for verdict, heading in _SECTIONS.items():
        found = [finding for finding in run.judged if finding.verdict is verdict]
        if found:
            yield from _table(heading, found)
    on_word = [finding for finding in run.judged if finding.rests_on_word]
    if on_word:
        yield from _table(f"Conforms {ON_WORD}", on_word)


def _table(heading: str, found: Sequence[RunFinding]) -> Iterator[str]:
    """Yield a row a requirement, with its versions; what helps and what repeats it is folded below."""
    groups: dict[str, list[RunFinding]] = {}
    for each in found:
        groups.setdefault(each.requirement, []).append(each)
    listed = list(groups.values())[:ROWS]
    yield from (f"### {heading}", "", row(["requirement", "level", "version", ""]), row(["---"] * 4))
    yield from (_requirement(rows) for rows in listed)
    yield from ([f"\n+{len(groups) - ROWS} more, see `verdict.json`"] if len(groups) > ROWS else [])
    yield ""
    for rows in listed:
        yield from _folded(rows[0])


def _requirement(rows: Sequence[RunFinding]) -> str:
    first = rows[0]
    texts = dict.fromkeys(code(short(each.decisive)) for each in rows)
    return row(
        [
            f"**{plain(first.requirement)}** {plain(first.title)}",
            first.level.value,
            plain(", ".join(each.version for each in rows if each.version)),
            "; ".join(text for text in texts if text),
        ]
    )


def _folded(finding: RunFinding) -> Iterator[str]:
    """Yield what mends a finding and the command that repeats it, where it needs mending."""
    if finding.verdict not in (Verdict.VIOLATES, Verdict.FALLS_SHORT):
        return
    curl = finding.curl if _can_be_repeated(finding.curl) else ""
    if not finding.hint and not curl:
        return
    inside = " and ".join(("what helps",) * bool(finding.hint) + ("a command that repeats it",) * bool(curl))
    title = f"{escape(one_line(finding.requirement))}: {inside}"
    yield from (f"<details><summary>{title}</summary>", "", plain(finding.hint), "")
    if curl:
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", curl)), default=0))
        yield from (f"{fence}sh", curl, fence, "")
    yield from ("</details>", "")


def _can_be_repeated(command: str) -> bool:
    """Say whether a command can stand as it is: one that is cut, or has an escape in it, repeats nothing."""
    return len(command) <= LONGEST_COMMAND and command.replace("\n", "").isprintable()


def row(cells: Iterable[str]) -> str:
    """Return a row of a table."""
    return f"| {' | '.join(cells)} |"


def plain(text: str) -> str:
    """Return a text without any markup in it, in one line."""
    line = _cut(one_line(text)).translate(_ESCAPED)
    return line.replace("://", ":\\/\\/").replace("www.", "www\\.")  # what looks like an address would be a link


def code(text: str) -> str:
    """Return a text as code, in one line, fit for the cell of a table; nothing where there is no text."""
    line = _cut(one_line(text))
    if not line:
        return ""
    if "|" in line:  # it ends a cell even in a code span, and no way to write it there is the same everywhere
        return f"<code>{''.join(each if each.isalnum() else f'&#{ord(each)};' for each in line)}</code>"
    fence = "`" * (max((len(run) for run in re.findall(r"`+", line)), default=0) + 1)
    return f"{fence} {line} {fence}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}... ({len(text)} characters)"
