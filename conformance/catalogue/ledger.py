"""The ledger: what becomes of every sentence of the three documents, and the page that publishes it.

`python -m conformance.catalogue.ledger` writes docs/requirements.md again.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from conformance.catalogue.requirements import ACTORS, Catalogue, Level, Requirement, load_catalogue
from conformance.catalogue.sources import citations

_FOLDER = Path(__file__).parent / "ledger"

#: Where the page stands in a checkout.
PAGE = Path(__file__).parents[2] / "docs" / "requirements.md"

_PREFACE = """\
# Requirements

Written by `python -m conformance.catalogue.ledger`; do not edit. It holds the counts, the catalogue (every
requirement, by actor and chapter) and the ledger: every sentence of the documents in `docs/protocol`, in
order, with the requirements that test it or the reason why none does. Headings, rows of tables, items of
lists and lines of examples count as sentences. Where many requirements test one, the nearest to it stand
there. [The protocol, weighed](protocol.md) says how the documents are read where they differ or are silent.

A MUST is what a document states, or what, broken, makes a stated sentence false for somebody who does everything
right: its *because* is that sentence. All else that is good practice is a SHOULD, and what is nowhere said is observed.
"""


@dataclass(frozen=True)
class Sentence:
    """One sentence of a document: either requirements test it, or it says why it is untested.

    `section` is the heading that it stands under.
    """

    text: str
    section: str
    requirements: tuple[str, ...] = ()
    untested: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError where a sentence has both requirements and a reason, or neither."""
        if bool(self.requirements) == bool(self.untested):
            raise ValueError(f"{self.text!r} needs either requirements or a reason in `untested`")


@dataclass(frozen=True)
class Document:
    """One document of the protocol, sentence by sentence; `name` is that of its file in docs/protocol."""

    name: str
    title: str
    sentences: tuple[Sentence, ...]

    @property
    def short_title(self) -> str:
        """The title as a source names it, without its section."""
        return self.title.partition(",")[0]

    @property
    def tested(self) -> int:
        """How many of its sentences some requirement tests."""
        return sum(bool(sentence.requirements) for sentence in self.sentences)


def _document(name: str, table: Mapping[str, Any]) -> Document:
    entries = ({**entry, "requirements": tuple(entry.get("requirements", ()))} for entry in table["sentence"])
    return Document(name, table["title"], tuple(Sentence(**entry) for entry in entries))


@cache
def load_ledger() -> tuple[Document, ...]:
    """Return the documents by the names of their files.

    Raises ValueError where a sentence is neither tested nor excused, TypeError for a field that is unknown.
    """
    paths = sorted(_FOLDER.glob("*.toml"))
    return tuple(_document(path.stem, tomllib.loads(path.read_text(encoding="utf-8"))) for path in paths)


def render(catalogue: Catalogue, ledger: Sequence[Document]) -> str:
    """Return docs/requirements.md: counts, catalogue, ledger."""
    parts = [_PREFACE.rstrip(), *_counts(catalogue, ledger), *_chapters(catalogue, ledger)]
    for document in ledger:
        parts += _sentences(document)
    return "\n\n".join(parts) + "\n"


def _counts(catalogue: Catalogue, ledger: Sequence[Document]) -> Iterator[str]:
    yield "## Counts"
    names = [document.title for document in ledger]
    sizes = [(len(doc.sentences), doc.tested, len(doc.sentences) - doc.tested) for doc in ledger]
    totals = [sum(column) for column in zip(*sizes, strict=True)]
    rows = [(name, *size) for name, size in zip([*names, "all"], [*sizes, totals], strict=True)]
    yield _table(("document", "sentences", "tested", "untested"), rows)
    actors = [actor for actor in ACTORS if catalogue.of(actor)]
    levels = {actor: Counter(row.level for row in catalogue.of(actor)) for actor in actors}
    rows = [(f"`{actor}`", *(counts[level] for level in Level)) for actor, counts in levels.items()]
    yield _table(("actor", *(level.value for level in Level)), rows)


def _chapters(catalogue: Catalogue, ledger: Sequence[Document]) -> Iterator[str]:
    """Yield a heading and a table a chapter; an empty list of versions or capabilities shows as a dash."""
    files = {document.short_title: document.name for document in ledger}
    for actor in ACTORS:
        for chapter, rows in groupby(catalogue.of(actor), lambda row: row.chapter):
            yield f"## Catalogue, {actor}: {chapter.replace('_', ' ')}"
            head = ("id", "level", "basis", "title", "versions", "needs", "source", "because")
            yield _table(head, (_row(row, files) for row in rows))


def _row(row: Requirement, files: Mapping[str, str]) -> tuple[str, ...]:
    versions, needs = ", ".join(row.versions) or "-", ", ".join(row.needs) or "-"
    source = "; ".join(citation.as_markdown(files) for citation in citations(row.source))
    anchored = f'<a id="{row.id.lower()}"></a>{row.id}'
    return (anchored, row.level.value, row.basis.value, row.title, versions, needs, source, row.because or "-")


def _sentences(document: Document) -> Iterator[str]:
    yield f"## Ledger: {document.title}"
    yield f"[The document](protocol/{document.name}.md)"
    for section, sentences in groupby(document.sentences, lambda sentence: sentence.section):
        yield f"### {section}"
        rows = ((each.text, ", ".join(each.requirements) or f"untested: {each.untested}") for each in sentences)
        yield _table(("sentence", "tested by"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(value: object) -> str:
    """Return the value so that neither a table nor HTML takes any of it for a mark."""
    return str(value).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def main(page: Path = PAGE) -> None:
    """Write the page again."""
    page.write_text(render(load_catalogue(), load_ledger()), encoding="utf-8")


if __name__ == "__main__":
    main()
