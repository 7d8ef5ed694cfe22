"""base64url without padding, as JWS compact serialisation wants it (RFC 7515, section 2)."""

from __future__ import annotations

import base64
import re

_ALPHABET = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)


def encode(raw: bytes) -> str:
    """Return `raw` as base64url, without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """Return the bytes of `text`.

    Raises ValueError for padding, for any other alphabet, and for a length that no byte string has.
    """
    if not _ALPHABET.fullmatch(text) or len(text) % 4 == 1:
        raise ValueError("not base64url without padding")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
