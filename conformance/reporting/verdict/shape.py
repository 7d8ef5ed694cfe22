"""Whether JSON can be what a run writes: how much it holds, and where it has not the shape of a model."""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from conformance.reporting.text.printable import one_line

#: A run writes fewer values than this: more would only fill the memory of whoever parses them.
MOST_VALUES = 2_000_000
#: So many characters of a value are shown.
_EXCERPT = 60


def has_too_many_values(content: bytes) -> bool:
    """Say whether a text of JSON holds more than MOST_VALUES, by the commas and brackets before them, unparsed.

    Those within its strings count too: a run of 900 scenarios has 260,000. A text that is too short for twice as many
    is not counted.
    """
    return len(content) > 4 * MOST_VALUES and sum(map(content.count, (b",", b"[", b"{"))) > MOST_VALUES


def shape_fault(error: ValidationError) -> str:
    """Return the first fault with its place, as in ``findings[3].verdict is "GREEN" and should be ...``."""
    fault = error.errors(include_url=False)[0]
    *outer, last = fault["loc"] or ("",)
    if fault["type"] == "missing":
        return f"{_place(outer)} has no member {_short_json(last)}"
    if fault["type"] == "extra_forbidden":
        return f"{_place(outer)} has a member {_short_json(last)} that is not known"
    should = fault["msg"].removeprefix("Value error, ").removeprefix("Input ").removeprefix("String ")
    return f"{_place(fault['loc'])} is {_short_json(fault['input'])} and {should}"


def _place(path: Any) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{one_line(str(step))}" for step in path)
    return "".join(steps).removeprefix(".") or "the whole"


def _short_json(value: object) -> str:
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "an array"
    text = one_line(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}..."
