"""The digest that `verdict.json` carries of itself.

It finds accidents and careless edits: a file that was cut short, merged by a tool, or corrected by hand. It finds no
forger, who can compute it again: signed bundles are for that.
"""

from __future__ import annotations

import codecs
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

#: The member that holds the digest; the digest is that of all others.
MEMBER = "digest"

_PREFIX = "sha256:"


def digest_of(verdict: Mapping[str, Any]) -> str:
    """Return the digest of every other member, as ``sha256:`` and 64 hexadecimal digits.

    It is that of the values and not of the bytes: a file that was only indented or sorted has the same one.
    """
    # ASCII, so that a lone surrogate has a form, and the same one as the pair that it may become in a file.
    canonical = json.dumps(_others(verdict), ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return _PREFIX + hashlib.sha256(canonical.encode("ascii")).hexdigest()


def is_digest_of(digest: object, verdict: Mapping[str, Any], pieces: Sequence[bytes]) -> bool:
    """Say whether it is the verdict's digest; `pieces` are its quick form, which is nearly always the canonical one."""
    quick = hashlib.sha256()
    for piece in pieces:
        quick.update(piece if piece.isascii() else piece.decode().encode("ascii", _ESCAPES))
    return digest == _PREFIX + quick.hexdigest() or digest == digest_of(verdict)


def quick_pieces(verdict: Mapping[str, Any]) -> list[bytes]:
    """Return every other member in canonical JSON, but in UTF-8, and with a few numbers in another spelling.

    That takes a fifth of the time, and no two values have the same. Raises ValueError for half of a surrogate pair.
    """
    return list(_pieces(_others(verdict)))


def _pieces(members: Mapping[str, Any]) -> Iterator[bytes]:
    start = b"{"
    for name, value in sorted(members.items()):
        yield b"%b%b:" % (start, _ENCODER.encode(name))
        yield from _items(value) if isinstance(value, list) else (_ENCODER.encode(value),)
        start = b","
    yield b"}"


def _items(values: Sequence[Any]) -> Iterator[bytes]:
    """Yield an array, item by item: most of a run's findings are ASCII alone."""
    yield b"["
    for number, value in enumerate(values):
        yield b"," * bool(number) + _ENCODER.encode(value)
    yield b"]"


def _others(verdict: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in verdict.items() if name != MEMBER}


def _escape(error: UnicodeError) -> tuple[str, int]:
    """Return JSON's escapes for the characters that ASCII has not; `codecs` calls it for each row of them."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


_ENCODER = msgspec.json.Encoder(order="sorted")
_ESCAPES = "json-escapes"
codecs.register_error(_ESCAPES, _escape)
