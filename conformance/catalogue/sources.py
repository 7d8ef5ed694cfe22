"""Where a requirement comes from: sections of the documents, and of the page that weighs them.

A source is such as ``Client API 2.0, Identity token; docs/protocol.md#nonce-form``: a document and a heading in it,
an anchor of the page, or a section of an RFC.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: The page that weighs the documents, by its path in the repository.
WEIGHING = "docs/protocol.md"


@dataclass(frozen=True)
class Citation:
    """One place that a source names: a `section` of a `document`; of the weighing, it is an anchor."""

    document: str
    section: str

    @property
    def text(self) -> str:
        """The citation as a source writes it."""
        return f"{self.document}#{self.section}" if self.document == WEIGHING else f"{self.document}, {self.section}"

    def as_markdown(self, files: Mapping[str, str]) -> str:
        """Return a link for a page in `docs/`; `files` has the documents' files by their titles."""
        if self.document == WEIGHING:
            return f"[{self.text}](protocol.md#{self.section})"
        if self.document not in files:
            return self.text
        return f"[{self.text}](protocol/{files[self.document]}.md#{_slug(self.section)})"


def citations(source: str) -> list[Citation]:
    """Return the places that a source names, in order; a section that is missing is empty."""
    return [_citation(text.strip()) for text in source.split(";")]


def _citation(text: str) -> Citation:
    if text.startswith(f"{WEIGHING}#"):
        return Citation(WEIGHING, text.removeprefix(f"{WEIGHING}#"))
    document, _, section = text.partition(", ")
    return Citation(document, section)


def _slug(heading: str) -> str:
    """Return the anchor that markdown renderers give a heading."""
    return re.sub(r"[^\w\s-]", "", heading.lower()).replace(" ", "-")
