"""Text that a terminal and XML can take, whatever a target has put into it."""

from __future__ import annotations


def printable(text: str) -> str:
    """Return `text` with an escape in the place of every character that is not printable.

    Line ends and tabs stay. Nothing of what XML 1.0 forbids is left, nor any way to move a terminal's cursor.
    """
    return "\n".join(line if line.isprintable() else _escaped(line) for line in text.split("\n"))


def one_line(text: str) -> str:
    """Return `text` printable and in one line; blanks inside of a line stay as they are."""
    return " ".join(line.strip() for line in printable(text).replace("\t", " ").split("\n")).strip()


def _escaped(line: str) -> str:
    return "".join(c if c == "\t" or c.isprintable() else _escape(c) for c in line)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
