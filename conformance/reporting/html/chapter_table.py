"""The table of chapters and versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from conformance.catalogue import ACTORS
from conformance.reporting.html.entries import RequirementRow, chapter_of
from conformance.reporting.html.labels import KINDS, OBSERVED, Section
from conformance.reporting.run import LeftOut, RunFinding

#: No target has as many; a file that was made by hand may.
_MOST_COLUMNS = 8
_MOST_ROWS = 80

Row = tuple[str, str]


@dataclass
class Cell:
    """What was seen of a chapter in a version: how many of each kind, and the link to the first of the worst."""

    counts: Counter[Section] = field(default_factory=Counter)
    links: dict[Section, str] = field(default_factory=dict)

    @property
    def worst(self) -> Section:
        """The kind that gives the cell its colour: it is only as good as the worst in it."""
        return next(kind for kind in KINDS if kind in self.counts)

    @property
    def link(self) -> str:
        """The fragment of the first entry of that kind."""
        return self.links[self.worst]

    @property
    def parts(self) -> list[tuple[Section, int]]:
        """The kinds that are there and how many of each, the worst first."""
        return [(kind, self.counts[kind]) for kind in KINDS if kind in self.counts]


@dataclass(frozen=True)
class Matrix:
    """`rows` are actor and chapter, `columns` versions; the empty one is that of actors without versions."""

    columns: Sequence[str]
    rows: Sequence[Row]
    cells: Mapping[tuple[Row, str], Cell]


def matrix_of(entries: Iterable[RequirementRow]) -> Matrix:
    """Return the table of what was judged, or was to be; observed behaviour has no place in it."""
    cells: dict[tuple[Row, str], Cell] = {}
    rows: dict[Row, None] = {}
    for entry in entries:
        for judged, anchor in _judged(entry):
            row = (judged.actor, chapter_of(judged))
            rows[row] = None
            cell = cells.setdefault((row, judged.version or ""), Cell())
            cell.counts[entry.kind] += 1
            cell.links.setdefault(entry.kind, anchor)
    columns = sorted({version for _, version in cells}, key=lambda version: (not version, version))
    return Matrix(columns[:_MOST_COLUMNS], sorted(rows, key=_order)[:_MOST_ROWS], cells)


def _judged(entry: RequirementRow) -> Iterator[tuple[RunFinding | LeftOut, str]]:
    if entry.kind is OBSERVED:
        return
    rows = [*entry.findings, *(each for each in entry.missing if not each.seen)]
    yield from zip(rows, (anchor for anchor, _ in entry.anchors), strict=False)


def _order(row: Row) -> tuple[int, str]:
    return ACTORS.index(row[0]), row[1]
