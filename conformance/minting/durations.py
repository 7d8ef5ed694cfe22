"""Durations as features write them: `30 seconds`, `9 minutes 59 seconds`, `+1 day`, `-30 seconds`."""

from __future__ import annotations

import re

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "year": 365 * 86400}
_PART = re.compile(r"(\d+) (second|minute|hour|day|year)s?")


def seconds(text: str) -> int:
    """Return the signed number of seconds that `text` says.

    Raises ValueError where it says none.
    """
    sign, words = (-1, text[1:]) if text.startswith("-") else (1, text.removeprefix("+"))
    parts = _PART.findall(words)
    if not parts or _PART.sub("", words).strip():
        raise ValueError(f"{text!r} is not a duration such as '9 minutes 59 seconds'")
    return sign * sum(int(count) * _SECONDS[unit] for count, unit in parts)
