"""The provider's rulebook: nothing of the catalogue is forgotten, and every piece is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import conformance.reference.provider as reference
from conformance.catalogue import load_catalogue
from conformance.keys import published_key
from conformance.reference.provider.core import RULES
from conformance.reference.provider.rulebook import PIECES, SAME_PIECE
from conformance.reference.provider.tables import KEPT_BY_SILENCE

FOLDER = Path(reference.__file__).parent
ROWS = [row.id for row in load_catalogue().of("provider")]


@pytest.mark.parametrize("requirement", ROWS)
def test_every_requirement_is_kept_by_a_piece_or_by_silence(requirement):
    """A requirement that the reference does not know of cannot be broken by a mutant."""
    assert requirement in {*PIECES, *SAME_PIECE, *KEPT_BY_SILENCE}


def test_every_requirement_that_is_named_exists():
    """A piece, an alias or a silence under an id that the catalogue does not have is a slip."""
    named = {*PIECES, *SAME_PIECE, *KEPT_BY_SILENCE}
    assert {name for name in named if name.isupper()} <= set(ROWS)


def test_no_requirement_is_kept_twice():
    """One requirement, one piece."""
    assert not set(PIECES) & set(SAME_PIECE)
    assert not (set(PIECES) | set(SAME_PIECE)) & set(KEPT_BY_SILENCE)


def test_every_piece_says_which_requirements_it_keeps():
    """The docstring of a piece names all its ids, so that grep finds them."""
    for name in filter(str.isupper, (*PIECES, *SAME_PIECE)):
        assert name in (RULES[name].__doc__ or ""), name


def test_every_table_holds_known_pieces_once():
    """A table that names a piece that does not exist would fail at the first request."""
    for entries in RULES.tables.values():
        assert set(entries) <= set(PIECES)
        assert len(set(entries)) == len(entries)


def test_every_piece_is_used():
    """A piece that stands in no table is asked for by name somewhere in the source."""
    source = "".join(path.read_text() for path in FOLDER.rglob("*.py"))
    listed = {entry for table in RULES.tables.values() for entry in table}
    for name in set(PIECES) - listed:
        assert re.search(rf'do\("{name}"', source), name


def test_the_published_public_key_is_that_of_the_provider():
    """`serve` prints its path in a target file."""
    assert (FOLDER / "public.pem").read_bytes() == published_key("application").public_pem
