"""The JSON of a header or a payload, and what is wrong with it."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conformance.validation.formatting import join, kind_of, short_repr

#: No identity token is nested as deep; at some depth, code that reads or prints it would fail.
_DEEPEST = 100
#: Longer numbers stand for no time and no id, and are not read.
_MOST_DIGITS = 400


@dataclass(frozen=True)
class JsonPart:
    """The content of a part: `members` that were read, and `wrong`, a predicate such as "is not JSON"; or both."""

    members: Mapping[str, Any] | None
    wrong: str | None = None


def read_object(raw: bytes) -> JsonPart:
    """Read the JSON object of a part, as far as that goes."""
    if not raw:
        return JsonPart(None, "is empty")
    text, wrong = _text(raw)
    repeated: list[str] = []
    try:
        value = _loads(text, repeated)
    except RecursionError:
        return JsonPart(None, wrong or "is nested too deep")
    except json.JSONDecodeError as error:
        return JsonPart(None, wrong or f"is not JSON: {error.msg}, character {error.pos + 1}")
    except ValueError as error:
        return JsonPart(None, wrong or str(error))
    return _object(value, repeated, wrong)


def _text(raw: bytes) -> tuple[str, str | None]:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return raw.decode("utf-8", "replace"), f"is not UTF-8: byte {error.start + 1} of {len(raw)}"
    if text.startswith("\ufeff"):
        return text[1:], "begins with a byte order mark"
    return text, None


def _loads(text: str, repeated: list[str]) -> object:
    """Return the value of JSON, and note the names that an object has more than once; the last one counts."""

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        unique = dict(pairs)
        if len(unique) < len(pairs):
            repeated.extend(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        return unique

    return json.loads(text, object_pairs_hook=members, parse_int=_int, parse_float=_float, parse_constant=_refuse)


def _object(value: object, repeated: list[str], wrong: str | None) -> JsonPart:
    if not isinstance(value, dict):
        return JsonPart(None, wrong or f"is {kind_of(value)}")
    if _is_deep(value):
        return JsonPart(None, wrong or f"is nested more than {_DEEPEST} deep")
    if repeated:
        wrong = wrong or f"repeats {join([short_repr(name) for name in repeated])}"
    return JsonPart(value, wrong)


def _is_deep(value: object) -> bool:
    level = [value]
    for _ in range(_DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: object) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _int(text: str) -> int:
    if len(text) > _MOST_DIGITS:
        raise ValueError(f"holds a number of {len(text)} digits")
    return int(text)


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("holds a number beyond what programs can read")
    return value


def _refuse(constant: str) -> None:
    raise ValueError(f"is not JSON: {constant} is no value")
