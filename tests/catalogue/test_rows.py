"""The rows of the catalogue: complete, distinct, and quoting what the documents say."""

from __future__ import annotations

import re
from collections import Counter

from conformance.catalogue import Basis, Level, load_catalogue
from conformance.catalogue.ledger import load_ledger

_ID = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*-\d+")
_DOCUMENT = re.compile(r"Client API 1\.0 and 2\.0|Client API (?:1|2)\.0|Android")

_ROWS = list(load_catalogue().values())
_QUOTING = [row for row in _ROWS if not row.source.startswith("facts")]


def _words(text: str) -> str:
    """Return the words alone, so that punctuation and a table's lines make no difference."""
    return " ".join(["", *re.findall(r"[^\W_]+", text), ""])


def _stands_in(quote: str, document: str) -> bool:
    """Tell whether the document has every part of the quote, in order; [...] leaves something out."""
    place, text = 0, _words(document)
    for part in quote.split("[...]"):
        place = text.find(_words(part), place)
        if place < 0:
            return False
    return True


def _cited(source: str) -> list[str]:
    """Return the texts of the documents that a source names."""
    names = " ".join(_DOCUMENT.findall(source))
    titles = [document for document in load_ledger() if document.title.split(",")[0].split()[-1] in names]
    return [" ".join(sentence.text for sentence in document.sentences) for document in titles]


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


def test_sources_name_a_document_or_facts() -> None:
    """A source begins with facts where the sentence comes from there, and names a document otherwise."""
    assert [(row.id, row.source) for row in _QUOTING if not _cited(row.source)] == []


def test_quoted_sentences_stand_in_their_document() -> None:
    """A row that names a document quotes it word for word."""
    wrong = [row for row in _QUOTING if not any(_stands_in(row.sentence, text) for text in _cited(row.source))]
    assert [(row.id, row.sentence) for row in wrong] == []


def test_quotes_are_found_by_their_words() -> None:
    """Punctuation is free; words, their order and their borders are not."""
    document = "eit_expired | Token expired. A nonce expires after 10 minutes."
    assert _stands_in("eit_expired: Token expired. [...] 10 minutes", document)
    assert not _stands_in("10 minutes [...] Token expired", document)
    assert not _stands_in("Token expire", document)
