"""Durations in texts: of features, of target files, of options.

What a place may say is its own pattern; what the words mean is said here, once.
"""

from __future__ import annotations

import re

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400, "y": 365 * 86400}
_PART = re.compile(r"(\d+) ?(?:(min|[smhdw])|(second|minute|hour|day|week|year)s?)\b")


def parse_duration(text: str) -> int:
    """Return the seconds of a duration: `30 seconds`, `9 minutes 59 seconds`, `+1 day`, `-30 seconds`, `11m`, `24 h`.

    A sign is that of all parts; a year has 365 days. Raises ValueError for any other text.
    """
    sign, words = (-1, text[1:]) if text.startswith("-") else (1, text.removeprefix("+"))
    parts = _PART.findall(words)
    if not parts or _PART.sub("", words).strip():
        raise ValueError(f"{text!r} is not a duration such as '9 minutes 59 seconds'")
    return sign * sum(int(count) * _SECONDS[(short or long)[0]] for count, short, long in parts)


def shortest_duration(seconds: int) -> str:
    """Return a duration in its largest unit without a rest, as options take it: `11m`, `90s`, `2d`."""
    unit = next(unit for unit in "dhms" if not seconds % _SECONDS[unit])
    return f"{seconds // _SECONDS[unit]}{unit}"


def rough_duration(seconds: float) -> str:
    """Return a duration in the largest unit that it fills twice: `3 days`, `90 minutes`, `45 seconds`."""
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{int(seconds) // size} {unit}"
    return f"{int(seconds)} seconds"


def exact_duration(seconds: float) -> str:
    """Return a duration, whatever its sign, in whole seconds: `45 s`, `5 min 3 s`, `2 h`; from two days on in days."""
    whole = round(abs(seconds))
    if whole >= 2 * 86400:
        return f"{whole // 86400} days"
    units = ((whole // 3600, "h"), (whole % 3600 // 60, "min"), (whole % 60, "s"))
    return " ".join(f"{count} {unit}" for count, unit in units if count) or "0 s"
