"""JSON for the suite's own eyes: what is counted, or crosses from one process to another, and is in no report."""

from __future__ import annotations

import json

import msgspec

_ENCODER = msgspec.json.Encoder()


def to_text(value: object) -> str:
    """Return a JSON value as compact JSON, which takes a tenth of the library's time.

    Half of a surrogate pair, which UTF-8 has not, stands there as an escape, and all else beyond ASCII with it.
    """
    try:
        return _ENCODER.encode(value).decode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
