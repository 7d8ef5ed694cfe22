"""The protocol as data: pieces by id, and tables that say which pieces follow each other."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, TypeVar

#: What a piece makes: its caller knows the type, the rulebook does not.
Made: TypeAlias = Any
#: A function that keeps a requirement. What it is called with depends on the table it stands in.
Piece: TypeAlias = Callable[..., Made]
_Function = TypeVar("_Function", bound=Piece)

#: Every piece of the correct server.
PIECES: dict[str, Piece] = {}
#: Requirements that are kept by the piece of another one.
SAME_PIECE: dict[str, str] = {}


class Registrar:
    """Keeps the pieces of a correct actor; each module of its `rules` adds its own when it is imported."""

    def __init__(self, pieces: dict[str, Piece], same_piece: dict[str, str]) -> None:
        self._pieces = pieces
        self._same_piece = same_piece

    def __call__(self, name: str, *also: str) -> Callable[[_Function], _Function]:
        """Register a function as the piece `name`; `also` are requirements that the same function keeps.

        Names in capitals are requirements of the catalogue; the others are doings that no requirement pins down.
        """

        def register(function: _Function) -> _Function:
            self._pieces[name] = function
            self._same_piece.update(dict.fromkeys(also, name))
            return function

        return register


piece = Registrar(PIECES, SAME_PIECE)


@dataclass(frozen=True)
class Rulebook:
    """Pieces and tables; every method that changes something returns a changed copy."""

    pieces: Mapping[str, Piece]
    tables: Mapping[str, tuple[str, ...]]

    def __getitem__(self, name: str) -> Piece:
        """Return the piece that is in force under `name`; raises LookupError with the nearest names."""
        return self.pieces[self._resolved(name)]

    def table(self, name: str) -> list[Piece]:
        """Return the pieces of a table, in order."""
        return [self.pieces[entry] for entry in self.tables[name]]

    def without(self, *names: str, on: str | None = None) -> Rulebook:
        """Take pieces out of every table, or out of the table `on` alone.

        Raises LookupError for a name that stands in no such table: a doing is replaced, not removed.
        """
        dropped = {self._resolved(name) for name in names}
        places = self._tables_of(*dropped, on=on)
        kept = {place: tuple(e for e in self.tables[place] if e not in dropped) for place in places}
        return replace(self, tables={**self.tables, **kept})

    def replacing(self, name: str, function: Piece) -> Rulebook:
        """Put another function in the place of a piece."""
        return replace(self, pieces={**self.pieces, self._resolved(name): function})

    def adding(self, function: Piece, *, to: str, before: str | None = None) -> Rulebook:
        """Add a function to the table `to`: at its end, or before one of its pieces."""
        name = f"{getattr(function, '__name__', 'piece')} #{len(self.pieces)}"
        entries = self._inserted(name, self._table(to), before)
        return Rulebook({**self.pieces, name: function}, {**self.tables, to: entries})

    def moving(self, name: str, *, on: str, before: str | None = None) -> Rulebook:
        """Move a piece of the table `on`: to its end, or before another of its pieces."""
        entry = self._resolved(name)
        left = self.without(entry, on=on)
        return replace(left, tables={**left.tables, on: self._inserted(entry, left.tables[on], before)})

    def _inserted(self, entry: str, entries: tuple[str, ...], before: str | None) -> tuple[str, ...]:
        if before is None:
            return (*entries, entry)
        at = entries.index(self._resolved(before))
        return (*entries[:at], entry, *entries[at:])

    def _tables_of(self, *entries: str, on: str | None) -> list[str]:
        places = [on] if on else list(self.tables)
        for entry in entries:
            if not any(entry in self._table(place) for place in places):
                raise LookupError(f"{entry} stands in no table{f' {on}' if on else ''}: replace it instead")
        return places

    def _table(self, name: str) -> tuple[str, ...]:
        if name not in self.tables:
            raise LookupError(_unknown("table", name, self.tables))
        return self.tables[name]

    def _resolved(self, name: str) -> str:
        entry = SAME_PIECE.get(name, name)
        if entry not in self.pieces:
            raise LookupError(_unknown("piece", name, [*self.pieces, *SAME_PIECE]))
        return entry


def _unknown(kind: str, name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=3, cutoff=0.5)
    return f"no {kind} is called {name}" + (f"; did you mean {', '.join(near)}?" if near else "")
