"""Plain texts of a target file: names, reasons, durations."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, PlainValidator

from conformance.targets.faults import FieldError

_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_DURATION = "([1-9][0-9]{0,8}) (second|minute|hour|day)s?"
_PATIENCE_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_PATIENCE = "([0-9]{1,8}) ?(s|m|h|d|min|(?:second|minute|hour|day)s?)"


def line(text: str) -> str:
    """Return a text that can be shown on one line; raises Fault where it is empty or is not one line."""
    if not text.strip() or not text.isprintable():
        raise FieldError("should be a text of one line that is not empty")
    return text


def seconds(value: object) -> int:
    """Return the seconds of a duration such as `30 days`; raises Fault for anything else."""
    match = re.fullmatch(_DURATION, value) if isinstance(value, str) else None
    if match is None:
        raise FieldError('should be a whole number and a unit, such as "30 days", "10 minutes" or "3600 seconds"')
    return int(match.group(1)) * _UNITS[match.group(2)]


def patience(value: object) -> int:
    """Return the seconds of a patience such as `0 s`, `11m` or `2 hours`; raises Fault for anything else."""
    match = re.fullmatch(_PATIENCE, value) if isinstance(value, str) else None
    if match is None:
        raise FieldError('should be a whole number and one of the units s, m, h and d, such as "0 s", "90s" or "11m"')
    return int(match.group(1)) * _PATIENCE_UNITS[match.group(2)[0]]


Line = Annotated[str, AfterValidator(line)]
Duration = Annotated[
    int,
    PlainValidator(seconds, json_schema_input_type=Annotated[str, Field(pattern=f"^{_DURATION}$")]),
]
Patience = Annotated[
    int,
    PlainValidator(patience, json_schema_input_type=Annotated[str, Field(pattern=f"^{_PATIENCE}$")]),
]
