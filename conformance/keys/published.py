"""Test keys that travel with the suite: published, and therefore worth nothing outside it.

Making a key costs 30-125 ms and every worker would make its own; a key in a file costs nothing, is the same in
every process and every run, and keeps transcripts comparable (docs/decisions/0002-published-keys.md).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from conformance.keys.signing import SigningKey

_FOLDER = Path(__file__).parent / "pem"


@cache
def published_key(name: str) -> SigningKey:
    """Return the test key `name` (a file of `pem/`); raises FileNotFoundError for any other name."""
    return SigningKey.from_pem((_FOLDER / f"{name}.pem").read_bytes(), trusted=True)
