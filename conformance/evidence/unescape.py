"""Text as it reads once its escapes are undone, with the way back to where each character stands."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

_HEX = "[0-9A-Fa-f]"
_TAIL = f"%[89ABab]{_HEX}"

#: One escaped character: of JSON, of a URL (UTF-8), or of HTML and XML.
_ESCAPE = re.compile(
    rf"\\u[dD][89ABab]{_HEX}{{2}}\\u[dD][C-Fc-f]{_HEX}{{2}}|\\u{_HEX}{{4}}"
    rf"""|\\[nrtbf"'\\/]"""
    rf"|%[0-7]{_HEX}|%[CDcd]{_HEX}{_TAIL}|%[Ee]{_HEX}(?:{_TAIL}){{2}}|%[Ff]{_HEX}(?:{_TAIL}){{3}}"
    r"|&(?:\#[0-9]{1,6}|\#x[0-9A-Fa-f]{1,5}|amp|lt|gt|quot|apos);"
)
#: Escapes inside of escapes are undone this many times.
_DEPTH = 3


@dataclass(frozen=True)
class UnescapedView:
    """A text with its escapes undone; `at[i]` is where character `i` begins in the text that it was."""

    text: str
    at: Sequence[int]


def has_escapes(text: str) -> bool:
    """Say whether `text` may hold an escape: a cheap question, asked of every text."""
    return "\\" in text or "%" in text or "&" in text


def unescaped_views(text: str) -> Iterator[UnescapedView]:
    """Yield `text` as it is, then with its escapes undone once, twice and three times, while there are any."""
    view = UnescapedView(text, range(len(text) + 1))
    yield view
    for _ in range(_DEPTH):
        inner = _unescape_once(view.text)
        if inner is None:
            return
        view = UnescapedView(inner.text, [view.at[i] for i in inner.at])
        yield view


def unescape(text: str) -> str:
    """Return `text` as its last view reads."""
    for view in unescaped_views(text):
        text = view.text
    return text


def _unescape_once(text: str) -> UnescapedView | None:
    pieces: list[str] = []
    at: list[int] = []
    end = 0
    for escape in _ESCAPE.finditer(text):
        pieces += (text[end : escape.start()], _character(escape.group()))
        at += range(end, escape.start() + 1)
        end = escape.end()
    if end == 0:
        return None
    pieces.append(text[end:])
    at += range(end, len(text) + 1)
    return UnescapedView("".join(pieces), at)


def _character(escape: str) -> str:
    """Return the one character that `escape` stands for."""
    if escape[0] == "%":
        said = unquote(escape)
    elif escape[0] == "&":
        said = html.unescape(escape)
    else:
        said = escape[1] if escape[1] in "'/" else json.loads(f'"{escape}"')
    return said if len(said) == 1 else "\ufffd"
