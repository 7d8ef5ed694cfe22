"""Finds any of many texts in another one, in time that does not grow with how many they are.

Every text is filed under short pieces of it, so many next to each other that each place where it can stand has one of
them at a multiple of the stride. A search looks up the pieces at those places, and compares whole texts only there.
A piece is one number, of the lowest byte of each of its characters: numbers take less room than texts, and a search has
all those of a text at once.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

#: How many characters a piece has, and how many lie between two that are looked up. A text is filed by the first row
#: that it is long enough for.
_ROWS = ((8, 2), (8, 1), (4, 1))
#: So many characters of a text are looked up at once: all numbers of a megabyte would take seven.
_BLOCK = 1 << 16
#: The format in which so many bytes are one number.
_NUMBERS: dict[int, Literal["Q", "I"]] = {8: "Q", 4: "I"}

#: Of more pieces than this it is worth knowing which of them come too early to be where a text goes on.
_MANY = 1024
#: So many short texts are looked for one by one: that is faster than looking up a piece at every place.
_FEW = 16

#: The shortest text that can be filed.
SHORTEST = 4

#: So many characters are compared for each character of a text that is searched, and so many in any case, where a
#: comparison takes as long as so many characters more: ordinary texts need a tenth of it.
_WORK, _LEAST_WORK, _EACH = 16, 1 << 20, 64


class CrowdedTextError(Exception):
    """A text is so full of what the filed texts begin with that nobody can look for them in a time that is linear."""


#: Where a piece stands in a text, and the length of that.
_Places = tuple[tuple[int, int], ...]


@dataclass
class _Row:
    """Texts of one length class, and where the first piece of each begins by which it is filed.

    A text is known by its hash in `starts`: most are tokens of a kilobyte, and no text is kept that is only looked for,
    but for `few` of the short ones.
    `pieces` leads from a piece to its offset in each text that has it, and the length of that. A run files tens of
    thousands of texts: a place that is a piece's only one stands in memory once, in `alone`. `heads` are what
    the texts begin with: a text that repeats one piece over and over is not compared as a whole at each of them.
    """

    piece: int
    stride: int
    starts: dict[int, int] = field(default_factory=dict)
    few: list[str] = field(default_factory=list)
    pieces: dict[int, _Places] = field(default_factory=dict)
    alone: dict[tuple[int, int], _Places] = field(default_factory=dict)
    heads: set[int] = field(default_factory=set)

    @property
    def shortest(self) -> int:
        """The length from which on a text has a piece at every stride."""
        return self.piece + self.stride - 1

    def add(self, text: str) -> None:
        """File a text by those of its pieces that the fewest others share: many tokens begin, or end, alike."""
        last, raw = len(text) - self.shortest, _bytes_of(text)
        start = min((last, 0, last // 2), key=lambda at: len(self.pieces.get(self._number(raw, at), ())))
        self.starts[hash(text)] = start
        self.heads.add(hash(text[: self.piece]))
        if self.stride == 1 and len(self.few) < _FEW:
            self.few.append(text)
        for offset in range(start, start + self.stride):
            piece, place = self._number(raw, offset), (offset, len(text))
            known = self.pieces.get(piece, ())
            if not known:
                self.pieces[piece] = self.alone.setdefault(place, (place,))
            elif place not in known:
                self.pieces[piece] = (*known, place)

    def _number(self, raw: bytes, at: int) -> int:
        return int.from_bytes(raw[at : at + self.piece], sys.byteorder)

    def _numbers(self, raw: bytes) -> Sequence[int]:
        """Return the pieces that lie end to end from the beginning."""
        return memoryview(raw)[: len(raw) // self.piece * self.piece].cast(_NUMBERS[self.piece]).tolist()

    def find_in(self, searched: str, raw: bytes) -> Iterator[tuple[int, str]]:
        """Yield where each text stands in `searched`, and the text; `raw` are its bytes. Raises CrowdedTextError."""
        if self.stride == 1 and len(self.starts) <= _FEW:
            yield from _find_each(self.few, searched)
            return
        work = max(_WORK * len(searched), _LEAST_WORK)
        firsts = (range(first, len(raw), _BLOCK) for first in range(0, self.piece, self.stride))
        clean = b""
        for first in chain.from_iterable(firsts):
            block = raw[first : first + _BLOCK]
            if block == clean:
                continue  # a megabyte of one letter is looked through once
            numbers = self._numbers(block)
            # This is where a short run spends most of its time: nearly always nothing is found.
            known = self.pieces.keys() & numbers
            clean = clean if known else block
            for at, places in self._known(known, numbers, first) if known else ():
                for offset, length in places:
                    begin = at - offset
                    if begin < 0 or hash(searched[begin : begin + self.piece]) not in self.heads:
                        continue
                    work -= length + _EACH
                    if work < 0:
                        raise CrowdedTextError
                    start = self.starts.get(hash(text := searched[begin : begin + length]))
                    # Of the pieces in a row by which the text is filed, just one is looked up in each place of it.
                    if start is not None and start <= offset < start + self.stride:
                        yield begin, text

    def _known(self, known: Set[int], numbers: Sequence[int], first: int) -> Iterator[tuple[int, _Places]]:
        """Yield where known pieces stand among those from `first` on, and their places in texts.

        Nothing begins before the text that is searched: where one piece fills a megabyte, all but its end is left out.
        """
        start = 0
        if len(numbers) > _MANY:
            least = min(offset for number in known for offset, _ in self.pieces[number])
            start = max(0, -((first - least) // self.piece))
        for index, number in enumerate(numbers[start:], start):
            if number in known:
                yield first + index * self.piece, self.pieces[number]


def _bytes_of(text: str) -> bytes:
    """Return the lowest byte of each character."""
    return text.encode("ascii") if text.isascii() else text.encode("utf-32-le", "surrogatepass")[::4]


def _find_each(texts: Iterable[str], searched: str) -> Iterator[tuple[int, str]]:
    for text in texts:
        at = searched.find(text)
        while at >= 0:
            yield at, text
            at = searched.find(text, at + 1)


class TextIndex:
    """A set of texts, each of SHORTEST characters or more.

    Nothing can be found in a text of less than `least` characters.
    """

    def __init__(self) -> None:
        self._rows: list[_Row] = []  # once there is a text: most of those who could know secrets never learn one
        self.least: float = math.inf

    def add(self, text: str) -> None:
        """Add a text; a second time, nothing changes."""
        self._rows = self._rows or [_Row(*row) for row in _ROWS]
        row = next(row for row in self._rows if len(text) >= row.shortest)
        if hash(text) in row.starts:
            return
        self.least = min(self.least, len(text))
        row.add(text)

    def find_in(self, searched: str) -> Iterator[tuple[int, str]]:
        """Yield where each text stands in `searched`, and the text, in no order; raises CrowdedTextError."""
        raw = _bytes_of(searched)
        for row in self._rows:
            if row.pieces and len(searched) >= row.shortest:
                yield from row.find_in(searched, raw)
