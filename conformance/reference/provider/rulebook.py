"""The sample service as data: pieces by id, and tables that say which pieces follow each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from conformance.reference.server.rulebook import Piece, Rulebook

_Function = TypeVar("_Function", bound=Piece)

#: Every piece of the correct provider; each module of `rules` adds its own when it is imported.
PIECES: dict[str, Piece] = {}
#: Requirements that are kept by the piece of another one.
SAME_PIECE: dict[str, str] = {}


def piece(name: str, *also: str) -> Callable[[_Function], _Function]:
    """Register a function as the piece `name`; `also` are requirements that the same function keeps.

    Names in capitals are requirements of the catalogue; the others are doings that no requirement pins down.
    """

    def register(function: _Function) -> _Function:
        PIECES[name] = function
        SAME_PIECE.update(dict.fromkeys(also, name))
        return function

    return register


class ProviderRulebook(Rulebook):
    """A rulebook of the provider: it knows the provider's own aliases."""

    def adding(self, function: Piece, *, to: str, before: str | None = None) -> Rulebook:
        """Add a function to the table `to`: at its end, or before one of its pieces."""
        changed = super().adding(function, to=to, before=before)
        return replace(self, pieces=changed.pieces, tables=changed.tables)

    def _resolved(self, name: str) -> str:
        return super()._resolved(SAME_PIECE.get(name, name))
