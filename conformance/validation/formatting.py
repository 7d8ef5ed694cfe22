"""Formats values of a token for messages."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST = 80
_MOST_LISTED = 8

_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "a truth value"),  # before int, of which Python thinks it is one
    (int, "a number"),
    (float, "a number with a fraction or an exponent"),
    (str, "a string"),
    (list, "an array"),
    (dict, "an object"),
)


def kind_of(value: object) -> str:
    """Return what JSON calls the kind of `value`."""
    return next((words for kind, words in _KINDS if isinstance(value, kind)), "null")


def short_repr(value: object) -> str:
    """Return `value` as JSON in one line; only its kind and length where that would be long."""
    text = _printable(json.dumps(value, ensure_ascii=False))
    length = len(value) if isinstance(value, str) else len(text)
    return text if len(text) <= _LONGEST else f"{kind_of(value)} of {length} characters"


def describe(value: object) -> str:
    """Return the kind of `value`, and the value where it is short: ``an array, ["JWT"]``."""
    kind, text = kind_of(value), short_repr(value)
    return text if text.startswith(kind) else f"{kind}, {text}"


def pretty(value: object) -> str:
    """Return `value` as JSON over several lines, with an escape for whatever is not printable."""
    return "\n".join(map(_printable, json.dumps(value, ensure_ascii=False, indent=2).split("\n")))


def format_time(seconds: float) -> str | None:
    """Return a time since the epoch as ``2016-04-18 23:47:34 UTC``, or None where no calendar has it."""
    try:
        return f"{_EPOCH + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S} UTC"
    except OverflowError:
        return None


def join(words: list[str]) -> str:
    """Return words as an enumeration, ``a, b and c``; of many, the first ones and how many more there are."""
    if len(words) > _MOST_LISTED:
        words = [*words[:_MOST_LISTED], f"{len(words) - _MOST_LISTED} more"]
    return " and ".join([*([", ".join(words[:-1])] if words[1:] else []), *words[-1:]])


def _printable(text: str) -> str:
    """Return JSON with an escape instead of every character that moves a cursor or hides another."""
    return text if text.isprintable() else re.sub(r"[^ -~]", _escape, text)


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return character if character.isprintable() else json.dumps(character)[1:-1]
