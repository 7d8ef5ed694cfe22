"""Identity tokens made readable, right ones and broken ones alike."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

from conformance.protocol import base64url


@dataclass(frozen=True)
class DecodedToken:
    """What could be read of a token's first two parts; None where a part is no JSON.

    It forgives padding and the standard alphabet, and takes any JSON value: it is for people to read, and decides
    nothing.
    """

    header: object
    claims: object


@lru_cache(maxsize=16)
def decode_token(token: str) -> DecodedToken:
    """Return the header and the claims of `token`; they are shared and must not be changed."""
    parts = token.split(".")
    return DecodedToken(_read(parts[0]), _read(parts[1]) if len(parts) > 1 else None)


def _read(part: str) -> object:
    try:
        raw = base64url.decode(part.rstrip("=").replace("+", "-").replace("/", "_"))
        return json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
