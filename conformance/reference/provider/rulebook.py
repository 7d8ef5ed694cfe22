"""The sample service as data: pieces by id, and tables that say which pieces follow each other."""

from __future__ import annotations

from dataclasses import replace

from conformance.reference.server.rulebook import Piece, Registrar, Rulebook

#: Every piece of the correct provider.
PIECES: dict[str, Piece] = {}
#: Requirements that are kept by the piece of another one.
SAME_PIECE: dict[str, str] = {}


piece = Registrar(PIECES, SAME_PIECE)


class ProviderRulebook(Rulebook):
    """A rulebook of the provider: it knows the provider's own aliases."""

    def adding(self, function: Piece, *, to: str, before: str | None = None) -> Rulebook:
        """Add a function to the table `to`: at its end, or before one of its pieces."""
        changed = super().adding(function, to=to, before=before)
        return replace(self, pieces=changed.pieces, tables=changed.tables)

    def _resolved(self, name: str) -> str:
        return super()._resolved(SAME_PIECE.get(name, name))
