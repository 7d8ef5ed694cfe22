"""Lines that are no wider than a terminal."""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Iterator

#: Where the second column of the summary begins: what is continued stands below it.
INDENT = 13
_CUT = "..."
#: A terminal that is narrower than this is left to wrap lines as it likes.
_NARROWEST = 40


def cells(text: str) -> int:
    """Return how many columns a terminal gives to a printable text."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(each) in "WF" for each in text)
    return len(text) + wide - sum(unicodedata.combining(each) > 0 for each in text)


def truncate(text: str, width: int) -> str:
    """Return the text, or as much of its beginning as fits with `...` after it."""
    if cells(text) <= width:
        return text
    kept = _beginning(text, max(0, width - len(_CUT)))
    return (kept.rstrip() + _CUT)[: max(0, width)]


def wrap(line: str, width: int | None) -> list[str]:
    """Return the line in as many as it needs, the later ones below its second column; `None` is any width.

    A command to repeat is continued as a shell has it, so that it can still be copied whole.
    """
    if width is None or width < _NARROWEST or cells(line) <= width:
        return [line]
    label = line[:INDENT]
    if label.strip() == "repeat":
        return _command(label, line[INDENT:], width)
    hanging = line.startswith("  ") or (len(line) > INDENT and label.endswith(" "))
    return _wrapped(line, width, " " * (INDENT if hanging else 2))


def _wrapped(line: str, width: int, indent: str) -> list[str]:
    lines, now = [], ""
    for word in re.findall(r"\s*\S+", line):
        rest = word
        if now.strip() and cells(now) + cells(word) > width:
            lines.append(now)
            now, rest = indent, word.lstrip()
        while cells(now) + cells(rest) > width:
            piece = _beginning(rest, width - cells(now))
            lines.append(now + piece)
            now, rest = indent, rest[len(piece) :]
        now += rest
    return [*lines, now]


def _command(label: str, command: str, width: int) -> list[str]:
    lines, now = [], label
    for word in _shell_words(command):
        if now.strip() and now != label and cells(now) + cells(word) + 2 > width:
            lines.append(f"{now}\\")
            now = " " * INDENT
        pieces = _pieces(word, now, width)
        lines += [f"{each}\\" for each in pieces[:-1]]
        now = f"{pieces[-1]} "
    return [*lines, now.rstrip()]


def _shell_words(command: str) -> Iterator[str]:
    """Yield the words as they are quoted; an option stays beside its value."""
    words = re.findall(r"""#\s.*|(?:[^\s'"]|'[^']*'|"[^"]*")+|['"].*""", command, re.DOTALL)
    taken = iter(words)
    for word in taken:
        follows = next(taken, "") if re.fullmatch(r"-[A-Za-z]|--data-raw|--data-binary", word) and word != "-i" else ""
        yield f"{word} {follows}".rstrip()


def _pieces(word: str, before: str, width: int) -> list[str]:
    """Return the lines of a word after what stands before it: one that no line can hold goes on at the margin."""
    if cells(before) + cells(word) + 2 <= width or word.startswith("# "):
        return [before + word]
    option, blank, value = word.partition(" ") if word.startswith("-") else ("", "", word)
    raw = "".join(shlex.split(value)) if value else ""
    lines, now = [], f"{before}{option}{blank}"
    while raw:
        piece = _beginning_quoted(raw, width - cells(now) - 2)
        lines.append(now + shlex.quote(piece))
        raw, now = raw[len(piece) :], ""
    return lines or [before + word]


def _beginning_quoted(raw: str, room: int) -> str:
    """Return as much of the beginning as fits when it is quoted for a shell; one character at least."""
    taken = _beginning(raw, max(1, room - 2))
    while len(taken) > 1 and cells(shlex.quote(taken)) > room:
        taken = taken[:-1]
    blank = taken.rfind(" ") + 1
    return taken[:blank] if blank > len(taken) // 2 and len(taken) < len(raw) else taken


def _beginning(text: str, width: int) -> str:
    taken = text[: max(1, width)]
    while len(taken) > 1 and cells(taken) > width:
        taken = taken[:-1]
    return taken
