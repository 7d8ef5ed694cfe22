"""Texts that are known to hold no secret, so that one that comes again and again is not searched again.

Nine texts of ten that a run redacts are names of headers, addresses and answers that it has met before. The others,
such as the id of a request, never come again, and are not worth remembering: what was met once is only noted.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from conformance.evidence.secret_forms import LONG
from conformance.evidence.views import decoded_views, fold, unescaped_views, words_in

#: How many characters a text has at most that is remembered, how many pieces all of them have, and how many are noted.
_LENGTH, _MOST, _MOST_MET = 1024, 50_000, 10_000


class CleanTexts:
    """The texts in which none of the secrets stands that were learnt so far, once they were added twice."""

    def __init__(self) -> None:
        #: By their hashes, which take less room: whoever shares one with another is remembered a time earlier.
        self._met: set[int] = set()
        self._texts: set[str] = set()
        #: What a secret that stands in one of them, in whatever way it is written there, begins with.
        self._pieces: set[str] = set()

    def __contains__(self, text: str) -> bool:
        """Tell whether the text is known to be clean."""
        return text in self._texts

    def add(self, text: str) -> None:
        """Remember a text that was searched for all secrets, and holds none."""
        if len(text) > _LENGTH:
            return
        if hash(text) not in self._met:
            self._note(text)
            return
        if len(self._pieces) > _MOST:
            self._forget()
        self._texts.add(text)
        self._pieces.update(_pieces_of(text))

    def learn(self, form: str) -> None:
        """Forget the texts where `form`, a way in which a new secret is written, may stand in one of them."""
        if len(form) < LONG or fold(form[:LONG]) in self._pieces:
            self._forget()

    def _note(self, text: str) -> None:
        if len(self._met) >= _MOST_MET:
            self._met.clear()
        self._met.add(hash(text))

    def _forget(self) -> None:
        self._texts.clear()
        self._pieces.clear()


def _pieces_of(text: str) -> Iterator[str]:
    for view in chain(unescaped_views(text), *map(decoded_views, words_in(text))):
        folded = fold(view.text)
        yield from (folded[at : at + LONG] for at in range(len(folded) - LONG + 1))
