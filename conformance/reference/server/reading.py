"""What a request says, read as far as it can be read.

Reading refuses nothing. Every fault is refused by a check of its own, under the id of its requirement, and a
server that lacks one check must still be able to go on: that is what a mutant is.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_FOREIGN = re.compile(r"[^A-Za-z0-9_-]")


@dataclass(frozen=True)
class Accept:
    """The first media range of an `Accept` header, and its version without quotes."""

    media_type: str
    version: str | None

    @classmethod
    def read(cls, header: str) -> Accept:
        """Read a header value."""
        media_type, *parameters = header.partition(",")[0].split(";")
        values = dict(map(_parameter, parameters))
        return cls(media_type.strip().lower(), values.get("version"))


def _parameter(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name.strip().lower(), value.strip().strip('"')


@dataclass(frozen=True)
class PresentedToken:
    """An identity token as it came: its parts, and what they say where they say anything.

    `header` and `claims` are empty where the part is not a JSON object. `signed` is what the signature is over.
    """

    parts: tuple[str, ...]
    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    signature: bytes
    signed: bytes

    @classmethod
    def read(cls, text: str) -> PresentedToken:
        """Read the compact form."""
        parts = tuple(text.split("."))
        header, payload, signature = (*parts, "", "")[:3]
        return cls(
            parts=parts,
            header=json_object(lenient_bytes(header)) or {},
            claims=json_object(lenient_bytes(payload)) or {},
            signature=lenient_bytes(signature),
            signed=f"{header}.{payload}".encode("utf-8", "surrogatepass"),
        )


def lenient_bytes(part: str) -> bytes:
    """Return the bytes of base64 in either alphabet, skipping padding and whatever does not belong."""
    text = _FOREIGN.sub("", part.replace("+", "-").replace("/", "_"))
    text = text[:-1] if len(text) % 4 == 1 else text
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def json_object(raw: bytes, errors: str = "replace") -> dict[str, Any] | None:
    """Return the JSON object of `raw`, or None where it is anything else.

    `errors` is what happens to bytes that are not UTF-8, as for `bytes.decode`.
    """
    try:
        value = json.loads(raw.decode("utf-8", errors), parse_constant=_no_json)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _no_json(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
