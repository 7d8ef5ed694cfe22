"""Lines that are no wider than a terminal. How wide a character is, and where a line may break, is rich's to say."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size

#: Where the second column of the summary begins: what is continued stands below it.
INDENT = 13
_CUT = "..."
#: A terminal that is narrower than this is left to wrap lines as it likes.
_NARROWEST = 40


def truncate(text: str, width: int) -> str:
    """Return the text, or as much of its beginning as fits with `...` after it."""
    if cell_len(text) <= width:
        return text
    kept = set_cell_size(text, max(0, width - len(_CUT)))
    return (kept.rstrip() + _CUT)[: max(0, width)]


def wrap(line: str, width: int | None) -> list[str]:
    """Return the line in as many as it needs, the later ones below its second column; `None` is any width.

    A command to repeat is continued as a shell has it, so that it can still be copied whole.
    """
    if width is None or width < _NARROWEST or cell_len(line) <= width:
        return [line]
    label = line[:INDENT]
    if label.strip() == "repeat":
        return _wrap_command(label, line[INDENT:], width)
    if line.startswith("  ") or (len(line) > INDENT and label.endswith(" ")):
        return _hang(label, line[INDENT:], width)
    return _hang("", line, width, indent=2)


def _hang(label: str, text: str, width: int, indent: int = INDENT) -> list[str]:
    """Return the text behind its label, its later lines below its first one."""
    from rich.console import Console
    from rich.text import Text

    lines = Text(text).wrap(Console(width=width), width - indent)
    first, *others = (line.plain.rstrip() for line in lines)
    label = set_cell_size(label, INDENT) if label else ""
    return [f"{label}{first}", *(f"{' ' * indent}{line}" for line in others if line)]


def _wrap_command(label: str, command: str, width: int) -> list[str]:
    lines, now = [], label
    for word in _shell_words(command):
        if now.strip() and now != label and cell_len(now) + cell_len(word) + 2 > width:
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
    if cell_len(before) + cell_len(word) + 2 <= width or word.startswith("# "):
        return [before + word]
    option, blank, value = word.partition(" ") if word.startswith("-") else ("", "", word)
    raw = "".join(shlex.split(value)) if value else ""
    lines, now = [], f"{before}{option}{blank}"
    while raw:
        piece = _quotable_beginning(raw, width - cell_len(now) - 2)
        lines.append(now + shlex.quote(piece))
        raw, now = raw[len(piece) :], ""
    return lines or [before + word]


def _quotable_beginning(raw: str, room: int) -> str:
    """Return as much of the beginning as fits when it is quoted for a shell; one character at least."""
    taken = raw[: max(1, room - 2)]
    while len(taken) > 1 and cell_len(shlex.quote(taken)) > room:
        taken = taken[:-1]
    blank = taken.rfind(" ") + 1
    return taken[:blank] if blank > len(taken) // 2 and len(taken) < len(raw) else taken
