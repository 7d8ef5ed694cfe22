"""Text that a terminal and XML can take, whatever a target has put into it."""

from __future__ import annotations

import json
from typing import Any


def printable(text: str) -> str:
    """Return `text` with an escape in the place of every character that is not printable.

    Line ends and tabs stay. Nothing of what XML 1.0 forbids is left, nor any way to move a terminal's cursor.
    """
    if text.isprintable():
        return text
    return "\n".join(line if line.isprintable() else "".join(map(_escape, line)) for line in text.split("\n"))


def one_line(text: str) -> str:
    """Return `text` printable and in one line; blanks inside of a line stay as they are."""
    return " ".join(line.strip() for line in printable(text).replace("\t", " ").split("\n")).strip()


def printable_json(value: Any) -> str:
    """Return `value` as JSON in one line, with JSON's own escape for every character that is not printable.

    Whoever reads it has the same value, and whoever lets a terminal print it sees what is there, in its order: U+202E
    would turn the rest of a line around.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def _escape(character: str) -> str:
    if character == "\t" or character.isprintable():
        return character
    return character.encode("unicode_escape").decode("ascii")
