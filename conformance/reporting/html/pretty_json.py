"""Bodies of exchanges, so that people can read them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

#: Deeper than this, indenting helps nobody and takes more room than the body.
_DEEPEST = 24
_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s"\[\]{},:]+')


def readable(body: Mapping[str, Any]) -> str:
    """Return the text of a body: JSON with a member a line, all else as it is.

    Of JSON only the blanks change: numbers, escapes and repeated members stay as they were sent.
    """
    value = str(body["value"])
    if body["encoding"] != "utf8" or body["truncated"] or not _is_json(value):
        return value
    return "".join(_indented(_WORD.findall(value)))


def indent(value: object) -> str:
    """Return a JSON value with a member a line."""
    try:
        return json.dumps(value, ensure_ascii=False, indent=2)
    except RecursionError:
        return "nested too deeply to be shown"


def _is_json(text: str) -> bool:
    if not text.lstrip().startswith(("{", "[")) or text.count("[") + text.count("{") > 2000:
        return False
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return False
    return _depth(text) <= _DEEPEST


def _depth(text: str) -> int:
    depth = deepest = 0
    for word in _WORD.findall(text):
        depth += (word in "[{") - (word in "]}")
        deepest = max(deepest, depth)
    return deepest


def _indented(words: list[str]) -> Iterator[str]:
    depth = 0
    for word, following in zip(words, [*words[1:], ""], strict=True):
        opens, closes = word in "[{", following in ("]", "}")
        depth += opens - (word in "]}")
        if word == ":":
            yield ": "
        elif word == "," or (opens and not closes) or (closes and not opens):
            yield f"{word}\n{'  ' * (depth - closes)}"
        else:
            yield word
