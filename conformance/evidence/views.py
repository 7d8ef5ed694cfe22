"""Text as it reads once its escapes are undone, or its base64 and hex, with the way back to where each part stands."""

from __future__ import annotations

import binascii
import html
import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote

_HEX = "[0-9A-Fa-f]"
_TAIL = f"%[89ABab]{_HEX}"

#: One escaped character: of JSON or JavaScript, of a URL (UTF-8), or of HTML and XML.
_ESCAPE = re.compile(
    rf"\\u[dD][89ABab]{_HEX}{{2}}\\u[dD][C-Fc-f]{_HEX}{{2}}|\\u{_HEX}{{4}}"
    rf"|\\x{_HEX}{{2}}"
    rf"""|\\[nrtbf"'\\/]"""
    rf"|%[0-7]{_HEX}|%[CDcd]{_HEX}{_TAIL}|%[Ee]{_HEX}(?:{_TAIL}){{2}}|%[Ff]{_HEX}(?:{_TAIL}){{3}}"
    r"|&(?:\#(?:[0-9]{1,10}|[xX][0-9A-Fa-f]{1,8});?|(?:amp|lt|gt|quot|apos|plus|equals|sol|lowbar|period|colon);)"
)
#: Escapes inside of escapes are undone this many times.
_DEPTH = 4

#: Words that may be base64, in either alphabet, or hex, of eight bytes or more.
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{11,}", re.ASCII)
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{16,}", re.ASCII)
_STANDARD = str.maketrans("-_", "+/")


@dataclass(frozen=True)
class View:
    """A text in another form; `begin` and `end` lead from its places back to those of the text that it was.

    Where one character of the view is less than one of the text, `begin` is the character's beginning and `end`, for
    the place behind it, its end.
    """

    text: str
    begin: Callable[[int], int]
    end: Callable[[int], int]

    def within(self, outer: View) -> View:
        """Return this view of the text of `outer` as a view of what that is a view of."""
        return View(self.text, lambda at: outer.begin(self.begin(at)), lambda at: outer.end(self.end(at)))


def fold(text: str) -> str:
    """Return the text with the letters of ASCII in lower case, so that every character keeps its place."""
    if text.isascii():
        return text.lower()
    return text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")


def has_escapes(text: str) -> bool:
    """Tell whether `text` may hold an escape: a cheap question, asked of every text."""
    return "\\" in text or "%" in text or "&" in text


def unescaped_views(text: str) -> Iterator[View]:
    """Yield `text` as it is, then with its escapes undone once, twice, and so on, while there are any."""
    view = View(text, int, int)
    yield view
    for _ in range(_DEPTH if has_escapes(text) else 0):
        inner = _unescape_once(view.text)
        if inner is None:
            return
        view = inner.within(view)
        yield view


def words_in(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of `text` that may be base64 or hex."""
    return _BASE64.finditer(text)


def decoded_views(word: re.Match[str]) -> Iterator[View]:
    """Yield what a word says when it is read as base64 or hex, wherever in it that begins, as views of its text.

    Each is yielded as it is, one character a byte, and with its escapes undone.
    """
    text, end = word.string, word.end()
    for start in range(word.start(), word.start() + 4):
        yield from _views_within(_read_base64(text[start:end], start))
    for digits in _HEXADECIMAL.finditer(text, word.start(), end):
        for start in (digits.start(), digits.start() + 1):
            yield from _views_within(_read_hexadecimal(text[start : digits.end()], start))


def unescape(text: str) -> str:
    """Return `text` as its last view reads."""
    *_, last = unescaped_views(text)
    return last.text


def _views_within(outer: View) -> Iterator[View]:
    """Yield the outer view, and what it says with its escapes undone."""
    yield outer
    if has_escapes(outer.text):
        yield from (view.within(outer) for view in islice(unescaped_views(outer.text), 1, None))


def _read_base64(word: str, start: int) -> View:
    word = word[: len(word) - (len(word) % 4 == 1)].translate(_STANDARD)
    raw = binascii.a2b_base64(word + "=" * (-len(word) % 4))
    return View(raw.decode("latin-1"), lambda at: start + at * 4 // 3, lambda at: start - (-at * 4 // 3))


def _read_hexadecimal(word: str, start: int) -> View:
    raw = bytes.fromhex(word[: len(word) // 2 * 2])
    return View(raw.decode("latin-1"), lambda at: start + at * 2, lambda at: start + at * 2)


def _unescape_once(text: str) -> View | None:
    pieces: list[str] = []
    undone: list[int] = []  # where each character stands that an escape was
    missing = [0]  # how many characters fewer there are before that, and at last behind it
    end = 0
    for escape in _ESCAPE.finditer(text):
        pieces += (text[end : escape.start()], _character(escape.group()))
        undone.append(escape.start() - missing[-1])
        missing.append(missing[-1] + len(escape.group()) - 1)
        end = escape.end()
    if end == 0:
        return None
    pieces.append(text[end:])

    def place(at: int) -> int:
        return at + missing[bisect_left(undone, at)]

    return View("".join(pieces), place, place)


def _character(escape: str) -> str:
    """Return the one character that `escape` stands for."""
    if escape[0] == "%":
        character = unquote(escape)
    elif escape[0] == "&":
        character = html.unescape(escape)
    elif escape[1] == "x":
        character = chr(int(escape[2:], 16))
    else:
        character = escape[1] if escape[1] in "'/" else json.loads(f'"{escape}"')
    return character if len(character) == 1 else "\ufffd"
