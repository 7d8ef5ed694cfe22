"""Finds any of many texts in another one, in time that does not grow with how many they are.

Every text is filed under short pieces of it, so many next to each other that each place where it can stand has one of
them at a multiple of the stride. A search looks up the pieces at those places, and compares whole texts only there.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

#: How many characters a piece has, and how many lie between two that are looked up. A text is filed by the first row
#: that it is long enough for.
_ROWS = ((8, 8), (8, 1), (4, 1))

#: The shortest text that can be filed.
SHORTEST = 4


@dataclass
class _Row:
    """Texts of one length class. `pieces` leads from a piece to what has it: its offset, and the length of the text."""

    piece: int
    stride: int
    pieces: dict[str, dict[tuple[int, int], set[str]]] = field(default_factory=dict)

    @property
    def shortest(self) -> int:
        """The length from which on a text has a piece at every stride."""
        return self.piece + self.stride - 1

    def add(self, text: str) -> None:
        """File a text by those of its pieces that the fewest others share: many tokens begin, or end, alike."""
        last = len(text) - self.shortest
        start = min((last, 0, last // 2), key=lambda at: len(self.pieces.get(text[at : at + self.piece], ())))
        for offset in range(start, start + self.stride):
            places = self.pieces.setdefault(text[offset : offset + self.piece], {})
            places.setdefault((offset, len(text)), set()).add(text)

    def find_in(self, searched: str) -> Iterator[tuple[int, str]]:
        """Yield where each text stands in `searched`, and the text."""
        pieces, piece = self.pieces, self.piece
        places = range(0, len(searched) - piece + 1, self.stride)
        # A comprehension, for this is where a short run spends most of its time.
        for at in [at for at in places if searched[at : at + piece] in pieces]:
            for (offset, length), texts in pieces[searched[at : at + piece]].items():
                begin = at - offset
                if begin >= 0 and (text := searched[begin : begin + length]) in texts:
                    yield begin, text


class TextIndex:
    """A set of texts, each of SHORTEST characters or more.

    `size` is how many characters all of them have; nothing can be found in a text of less than `least` characters.
    """

    def __init__(self) -> None:
        self._rows = [_Row(*row) for row in _ROWS]
        self._texts: set[str] = set()
        self.size = 0
        self.least: float = math.inf

    def add(self, text: str) -> None:
        """Add a text; a second time, nothing changes."""
        if text in self._texts:
            return
        self._texts.add(text)
        self.size += len(text)
        self.least = min(self.least, len(text))
        next(row for row in self._rows if len(text) >= row.shortest).add(text)

    def find_in(self, searched: str) -> Iterator[tuple[int, str]]:
        """Yield where each text stands in `searched`, and the text, in no order."""
        for row in self._rows:
            if row.pieces and len(searched) >= row.shortest:
                yield from row.find_in(searched)
