"""The ledger: every sentence of the three documents, tested or untested with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.catalogue import Basis, load_catalogue
from conformance.catalogue.ledger import PAGE, Document, Sentence, load_ledger, main
from conformance.catalogue.sources import WEIGHING

_ROOT = Path(__file__).parents[2]
_COPIES = _ROOT / "docs" / "protocol"
_ORIGINALS = _ROOT.parent / "shared" / "protocol"

_TYPOGRAPHY = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "—": "-", "…": "...", "*": "", "`": ""})
_COMMENT = re.compile(r"(//|/\*|\*/|\*)\s*")
_PROSE_MARK = re.compile(r"(#+|>|-)\s*")
_LABEL = re.compile(r"(\*\*\w+:?\*\*)\s+(?=[A-Z])")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_END = re.compile(r"(?<=[A-Za-z)][.!?])\s+(?=[A-Z])")


def plain(text: str) -> str:
    """Return the text without markdown's marks and typographer's signs, its whitespace as single blanks."""
    return " ".join(_LINK.sub(r"\1", text).translate(_TYPOGRAPHY).split())


def _lines(document: str) -> Iterator[tuple[str, bool]]:
    """Yield each line and whether it is code; a fence yields an empty line, a label a line of its own."""
    fenced = False
    for line in document.replace("<b>", "**").replace("</b>", "**").replace("|`", "`").splitlines():
        if line.strip().startswith("```"):
            fenced = not fenced
            yield "", fenced
        elif fenced:
            yield line.strip(), fenced
        else:
            yield from ((part, fenced) for part in _LABEL.sub(r"\1\n", line.strip()).split("\n"))


def _words_of(line: str, fenced: bool) -> str:
    """Return what a line says, without the mark it begins with; empty where it says nothing."""
    text = plain((_COMMENT if fenced else _PROSE_MARK).sub("", line, count=1) if _marked(line, fenced) else line)
    return text.strip("| ") if re.search(r"\w", text) else ""


def _marked(line: str, fenced: bool) -> bool:
    return bool((_COMMENT if fenced else _PROSE_MARK).match(line)) and not line.startswith("**")


def _stands_alone(line: str, fenced: bool) -> bool:
    """Tell a line that is never part of a longer sentence: code, a heading, a table's row."""
    return not _marked(line, fenced) if fenced else line.startswith(("#", "|"))


def sentences_of(document: str) -> list[tuple[str, str]]:
    """Return section and text of every sentence, heading, table row, list item and line of code, in order.

    A line goes on the one before it where that one ends in a comma, or where it does not begin in upper case.
    """
    section, unfinished, found = "", False, list[tuple[str, str]]()
    for line, fenced in _lines(document):
        text = _words_of(line, fenced)
        alone = _stands_alone(line, fenced) or bool(re.match(r"- |\d+\. ", line))
        if line.startswith("#") and not fenced:
            section = text
        if text and unfinished and not alone and (found[-1][1].endswith(",") or not text[0].isupper()):
            found[-1] = (section, f"{found[-1][1]} {text}")
        elif text:
            found.append((section, text))
        unfinished = bool(text) and not _stands_alone(line, fenced)
    return [(section, sentence) for section, text in found for sentence in _END.split(text)]


def _read(document: Document) -> str:
    return (_COPIES / f"{document.name}.md").read_text(encoding="utf-8")


every_document = pytest.mark.parametrize("document", load_ledger(), ids=lambda document: document.name)


def test_every_copied_document_has_a_ledger() -> None:
    """A document cannot come in without its sentences being weighed."""
    assert {path.stem for path in _COPIES.glob("*.md")} == {document.name for document in load_ledger()}


def test_copies_equal_the_originals() -> None:
    """The ledger speaks of the documents as they were handed over."""
    if not _ORIGINALS.is_dir():
        pytest.skip("the original documents are not beside this checkout")
    for copy in _COPIES.glob("*.md"):
        assert copy.read_bytes() == (_ORIGINALS / copy.name).read_bytes(), copy.name


@every_document
def test_splitting_loses_no_word(document: Document) -> None:
    """Whatever a document says is part of one of the sentences it is split into."""
    words = re.findall(r"\w+", _LINK.sub(r"\1", re.sub(r"</?b>|```\w*", " ", _read(document))))
    assert re.findall(r"\w+", " ".join(text for _, text in sentences_of(_read(document)))) == words


@every_document
def test_ledger_holds_every_sentence_in_order(document: Document) -> None:
    """Nothing of a document is left out, invented, moved or put under another heading."""
    assert [(each.section, each.text) for each in document.sentences] == sentences_of(_read(document))


@every_document
def test_every_named_requirement_exists(document: Document) -> None:
    """A sentence is tested by rows that there are."""
    named = {name for sentence in document.sentences for name in sentence.requirements}
    assert named <= set(load_catalogue())


@every_document
def test_observed_rows_alone_test_nothing(document: Document) -> None:
    """A sentence counts as tested only where a verdict can come of it."""
    rows = load_catalogue()
    for sentence in document.sentences:
        bases = {rows[name].basis for name in sentence.requirements}
        assert bases != {Basis.OBSERVED}, sentence.text


def test_every_judged_row_is_named_or_rests_on_the_weighing() -> None:
    """A row that cites documents alone is reached from one of the documents' sentences."""
    named = {name for doc in load_ledger() for sentence in doc.sentences for name in sentence.requirements}
    judged = {row.id: row for row in load_catalogue().values() if row.basis is not Basis.OBSERVED}
    assert not [name for name, row in judged.items() if name not in named and WEIGHING not in row.source]


def test_page_is_current(tmp_path: Path) -> None:
    """docs/requirements.md is what `python -m conformance.catalogue.ledger` would write now."""
    main(tmp_path / "requirements.md")
    assert (tmp_path / "requirements.md").read_text(encoding="utf-8") == PAGE.read_text(encoding="utf-8"), (
        "stale: run `python -m conformance.catalogue.ledger`"
    )


@pytest.mark.parametrize(("requirements", "untested"), [((), ""), (("NONCE-1",), "a reason")], ids=["neither", "both"])
def test_sentence_is_either_tested_or_excused(requirements: tuple[str, ...], untested: str) -> None:
    """An entry with neither requirements nor a reason, or with both, is refused by name."""
    with pytest.raises(ValueError, match="Nonces expire"):
        Sentence("Nonces expire", "Introduction", requirements, untested)


@pytest.mark.parametrize(
    ("document", "sentences"),
    [
        ("One. Two\nThree,\nFour", ["One.", "Two", "Three, Four"]),
        ("- one\n- two", ["one", "two"]),
        ("**Note** It is.\n\nSo", ["Note", "It is.", "So"]),
        ("| a | b |\n|---|---|\n| c. D | e |", ["a | b", "c.", "D | e"]),
        (
            "```js\n/*\n * 1. On this,\n * Do\n * that.\n */\nf(x) {\n}\n```",
            ["1. On this, Do that.", "f(x) {"],
        ),
    ],
    ids=["paragraph", "list", "label", "table", "code"],
)
def test_splitter_on_each_form(document: str, sentences: list[str]) -> None:
    """Paragraphs, lists, labels, tables and code fall into the sentences that a reader sees."""
    assert [text for _, text in sentences_of(document)] == sentences
