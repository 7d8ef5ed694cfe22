"""The table that ends a run: its chapters, and how many requirements of each came to which verdict."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from conformance.judging.verdicts import Verdict
from conformance.reporting.run import RunFinding

#: The verdicts' own words, in two lines where one would make the table wider than a terminal.
_HEADS: Mapping[str, str] = {
    Verdict.VIOLATES.value: "VIOLATES",
    Verdict.ERROR.value: "ERROR",
    Verdict.INCONCLUSIVE.value: "INCON-\nCLUSIVE",
    Verdict.KNOWN.value: "KNOWN",
    Verdict.FALLS_SHORT.value: "FALLS_\nSHORT",
    Verdict.CONFORMS.value: "CONFORMS",
    Verdict.UNTESTED.value: "UN-\nTESTED",
    Verdict.NOT_APPLICABLE.value: "NOT_APP-\nLICABLE",
    "observed": "observed",
}
#: The columns of a terminal that nobody has made wider.
_WIDTH = 80
#: The first column has one width in the tables of all actors.
_CHAPTER_WIDTH = 17


def table_lines(findings: Sequence[RunFinding]) -> list[str]:
    """Return a table for each actor, of the verdicts that occur; what is not judged is counted by itself."""
    counts: dict[str, dict[str, Counter[str]]] = {}
    for finding in findings:
        word = "observed" if finding.is_observed else finding.verdict.value
        counts.setdefault(finding.actor, {}).setdefault(finding.chapter, Counter())[word] += 1
    return [line for actor, chapters in counts.items() for line in _render(_table(actor, chapters))]


def _table(actor: str, chapters: Mapping[str, Counter[str]]) -> Table:
    total = sum(chapters.values(), Counter[str]())
    words = [word for word in _HEADS if total[word]]
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(actor, width=_CHAPTER_WIDTH, no_wrap=True, vertical="bottom")
    for word in words:
        table.add_column(_HEADS[word], justify="right", no_wrap=True)
    for chapter, count in (*chapters.items(), *([("all chapters", total)] if len(chapters) > 1 else [])):
        table.add_row(chapter, *(str(count[word] or "-") for word in words))
    return table


def _render(table: Table) -> list[str]:
    console = Console(file=io.StringIO(), width=_WIDTH, color_system=None, legacy_windows=False)
    with console.capture() as capture:
        console.print(table)
    return [*(line.rstrip() for line in capture.get().splitlines()), ""]
