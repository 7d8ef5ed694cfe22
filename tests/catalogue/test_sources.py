"""Every source leads somewhere: to a section of a document that quotes it, or to an anchor of docs/protocol.md."""

from __future__ import annotations

import re
from pathlib import Path

from conformance.catalogue import load_catalogue
from conformance.catalogue.ledger import load_ledger
from conformance.catalogue.sources import WEIGHING, Citation, citations

_ROOT = Path(__file__).parents[2]
_ROWS = list(load_catalogue().values())
_PAGE = (_ROOT / WEIGHING).read_text(encoding="utf-8")
_ANCHOR = re.compile(r'<a id="([a-z0-9-]+)"></a>')
_RFC = re.compile(r"RFC [0-9]+")


def _sections() -> dict[Citation, str]:
    """Return the text of every section that a source can name."""
    sections: dict[Citation, str] = {}
    for document in load_ledger():
        for sentence in document.sentences:
            place = Citation(document.short_title, sentence.section)
            sections[place] = f"{sections.get(place, '')} {sentence.text}"
    _, *parts = _ANCHOR.split(_PAGE)
    for anchor, text in zip(parts[::2], parts[1::2], strict=True):
        sections[Citation(WEIGHING, anchor)] = text
    return sections


_SECTIONS = _sections()


def _words(text: str) -> str:
    """Return the words alone, so that punctuation and a table's lines make no difference."""
    return " ".join(["", *re.findall(r"[^\W_]+", text), ""])


def _stands_in(quote: str, text: str) -> bool:
    """Tell whether the text has every part of the quote, in order; [...] leaves something out."""
    place, words = 0, _words(text)
    for part in quote.split("[...]"):
        place = words.find(_words(part), place)
        if place < 0:
            return False
    return True


def test_every_source_names_a_section_that_exists() -> None:
    """A reader who follows a source finds the place, in a document or in the weighing."""
    places = ((row.id, place) for row in _ROWS for place in citations(row.source))
    missing = [(id_, place.text) for id_, place in places if place not in _SECTIONS and not _RFC.match(place.document)]
    assert missing == []


def test_every_sentence_stands_in_a_section_that_its_source_names() -> None:
    """A row quotes word for word what its source says."""
    texts = {row.id: " ".join(_SECTIONS.get(place, "") for place in citations(row.source)) for row in _ROWS}
    assert [(row.id, row.sentence) for row in _ROWS if not _stands_in(row.sentence, texts[row.id])] == []


def test_every_sentence_that_a_row_keeps_true_stands_in_a_document() -> None:
    """A `because` quotes a document, or the published error catalogue, which docs/protocol.md repeats."""
    texts = list(_SECTIONS.values())
    missing = [(row.id, row.because) for row in _ROWS if not any(_stands_in(row.because, text) for text in texts)]
    assert missing == []


def test_quotes_are_found_by_their_words() -> None:
    """Punctuation is free; words, their order and their borders are not."""
    document = "eit_expired | Token expired. A nonce expires after 10 minutes."
    assert _stands_in("eit_expired: Token expired. [...] 10 minutes", document)
    assert not _stands_in("10 minutes [...] Token expired", document)
    assert not _stands_in("Token expire", document)


def test_a_link_leads_to_the_heading() -> None:
    """Pages in docs/ link to the documents beside them; what has no file stays text."""
    files = {"Client API 1.0": "client-api"}
    links = [
        each.as_markdown(files)
        for each in citations("Client API 1.0, Response 422 (X); docs/protocol.md#accept; RFC 1, 2")
    ]
    assert links == [
        "[Client API 1.0, Response 422 (X)](protocol/client-api.md#response-422-x)",
        "[docs/protocol.md#accept](protocol.md#accept)",
        "RFC 1, 2",
    ]
