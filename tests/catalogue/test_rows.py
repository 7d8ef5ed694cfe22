"""The rows of the catalogue: complete and distinct."""

from __future__ import annotations

import re
from collections import Counter

from conformance.catalogue import Basis, Level, load_catalogue

_ID = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*-\d+")

_ROWS = list(load_catalogue().values())


def test_ids_have_the_form() -> None:
    """An id is words in capitals and a number, so that a Gherkin tag and a grep can carry it."""
    assert [row.id for row in _ROWS if not _ID.fullmatch(row.id)] == []


def test_rows_say_everything() -> None:
    """A stranger who reads a failure finds every part of the explanation."""
    fields = ("title", "sentence", "source", "why", "hint")
    assert [(row.id, field) for row in _ROWS for field in fields if not getattr(row, field).strip()] == []


def test_titles_are_unique() -> None:
    """Two requirements never look alike in a report."""
    counts = Counter(row.title for row in _ROWS)
    assert [title for title, count in counts.items() if count > 1] == []


def test_observed_rows_and_only_those_are_may() -> None:
    """What is reported and never judged is a MAY, and a MAY is never judged."""
    assert [row.id for row in _ROWS if (row.level is Level.MAY) != (row.basis is Basis.OBSERVED)] == []


def test_a_must_that_follows_from_the_documents_names_the_sentence_that_it_keeps_true() -> None:
    """A MUST is what a document states, or what makes a stated sentence false for somebody who does all right."""
    implied = [row for row in _ROWS if row.basis is Basis.IMPLIED]
    assert [row.id for row in implied if (row.level is Level.MUST) != bool(row.because)] == []
    assert [row.id for row in _ROWS if row.because and row.basis is not Basis.IMPLIED] == []
