"""Plain texts of a target file: names, reasons, durations."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, PlainValidator

from conformance.targets.faults import Fault

_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_DURATION = "([1-9][0-9]{0,8}) (second|minute|hour|day)s?"


def line(text: str) -> str:
    """Return a text that can be shown on one line; raises Fault where it is empty or is not one line."""
    if not text.strip() or not text.isprintable():
        raise Fault("should be a text of one line that is not empty")
    return text


def seconds(value: object) -> int:
    """Return the seconds of a duration such as `30 days`; raises Fault for anything else."""
    match = re.fullmatch(_DURATION, value) if isinstance(value, str) else None
    if match is None:
        raise Fault('should be a whole number and a unit, such as "30 days", "10 minutes" or "3600 seconds"')
    return int(match.group(1)) * _UNITS[match.group(2)]


Line = Annotated[str, AfterValidator(line)]
Duration = Annotated[
    int,
    PlainValidator(seconds, json_schema_input_type=Annotated[str, Field(pattern=f"^{_DURATION}$")]),
]
