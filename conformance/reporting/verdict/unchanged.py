"""A verdict that is as its run wrote it, read and checked at once, by a library that takes a third of `json`'s time.

It answers for nothing else. What it does not see to be right, `read` takes apart in its own time, and names the fault.
"""

from __future__ import annotations

import types
from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
from pydantic import TypeAdapter
from typing_extensions import TypedDict

from conformance.reporting.run import Run, RunFinding
from conformance.reporting.run.digest import MEMBER, is_digest_of, quick_pieces
from conformance.reporting.run.exchange import Exchange
from conformance.reporting.run.fields import Moment, Part


def read_unchanged(content: bytes) -> dict[str, Any] | None:
    """Return what a verdict says whose digest is right, no object of which has two members of one name.

    Its exchanges have their shape; the shape of the rest is for the reader to look at. None for any other text.
    """
    try:
        value: dict[str, Any] = _decoder().decode(content)
        pieces = quick_pieces(value)
        if _drops_members(content, pieces) or not is_digest_of(value.get(MEMBER), value, pieces):
            return None
        moments = [exchange["started"] for finding in value["findings"] for exchange in finding["transcript"]]
        _moments().validate_python(moments)
    except (ValueError, RecursionError, KeyError):  # msgspec's and pydantic's own errors are of ValueError
        return None
    return value


def _drops_members(content: bytes, pieces: Sequence[bytes]) -> bool:
    """Say whether a text has members that its pieces lack: unknown ones, and the first of two of one name.

    A member has two quotes about its name, and a quote within a text is one in both, unless it is written as a number.
    """
    kept = sum(piece.count(b'"') for piece in pieces) + f'"{MEMBER}":""'.count('"')
    return content.count(b'"') != kept or b"\\u0022" in content


@cache
def _moments() -> TypeAdapter[list[Moment]]:
    return TypeAdapter(list[Moment])


@cache
def _decoder() -> msgspec.json.Decoder[Any]:
    """Return what reads a verdict's text: of its members, the exchanges alone are looked at."""
    finding = _shape(RunFinding, transcript=list[Exchange])
    return msgspec.json.Decoder(_shape(Run, findings=types.GenericAlias(list, finding)))


def _shape(part: type[Part], **looked_at: Any) -> Any:
    """Return the type of objects with the members of a part, of which most may be anything."""
    members = {field.alias or name: Any for name, field in part.model_fields.items()} | looked_at
    return TypedDict(part.__name__, members, total=False)  # type: ignore[operator] # they are the model's
