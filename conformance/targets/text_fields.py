"""Plain texts of a target file: names, reasons, durations."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, PlainValidator

from conformance.durations import parse_duration
from conformance.targets.faults import FieldError

_DURATION = "([1-9][0-9]{0,8}) (second|minute|hour|day)s?"
_PATIENCE = "([0-9]{1,8}) ?(s|m|h|d|min|(?:second|minute|hour|day)s?)"


def line(text: str) -> str:
    """Return a text that can be shown on one line; raises FieldError where it is empty or is not one line."""
    if not text.strip() or not text.isprintable():
        raise FieldError("should be a text of one line that is not empty")
    return text


def duration(value: object) -> int:
    """Return the seconds of a duration such as `30 days`; raises FieldError for anything else."""
    if not isinstance(value, str) or not re.fullmatch(_DURATION, value):
        raise FieldError('should be a whole number and a unit, such as "30 days", "10 minutes" or "3600 seconds"')
    return parse_duration(value)


def patience(value: object) -> int:
    """Return the seconds of a patience such as `0 s`, `11m` or `2 hours`; raises FieldError for anything else."""
    if not isinstance(value, str) or not re.fullmatch(_PATIENCE, value):
        raise FieldError('should be a whole number and one of the units s, m, h and d, such as "0 s", "90s" or "11m"')
    return parse_duration(value)


Line = Annotated[str, AfterValidator(line)]
Duration = Annotated[
    int,
    PlainValidator(duration, json_schema_input_type=Annotated[str, Field(pattern=f"^{_DURATION}$")]),
]
Patience = Annotated[
    int,
    PlainValidator(patience, json_schema_input_type=Annotated[str, Field(pattern=f"^{_PATIENCE}$")]),
]
