"""Excerpts of what a target has written: none ends in half a secret, which nothing would recognize as one any more."""

from __future__ import annotations

import re

#: What no blank, quote or bracket interrupts: secrets stand in such words.
_WORD = re.compile(r"""[^\s"'<>(){}\[\],;]*""")
_CUT = "…"


def beginning(text: str, most: int) -> str:
    """Return the first `most` characters of a text; where that cuts a word, an ellipsis stands for it."""
    if len(text) <= most:
        return text
    return text[: most - _first_word(text[:most][::-1])] + _CUT


def ending(text: str, most: int) -> str:
    """Return the last `most` characters of a text; where that cuts a word, an ellipsis stands for it."""
    if len(text) <= most:
        return text
    begin = len(text) - most
    return _CUT + text[begin + _first_word(text[begin:]) :]


def _first_word(text: str) -> int:
    """Return where the word ends that a text begins with."""
    word = _WORD.match(text)
    return word.end() if word else 0
