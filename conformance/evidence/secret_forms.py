"""What is secret about a secret: its kind, its mark, its parts, and the ways in which it is written."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from conformance.evidence.views import has_escapes, unescape
from conformance.protocol import base64url

#: What a secret may be. One that is learnt as two kinds keeps the one that stands first.
KINDS = (
    "private key",
    "identity token",
    "identity token payload",
    "identity token signature",
    "session token",
    "nonce",
    "password",
    "header",
)

#: A secret of at least this many characters is found in any case of letters, and within base64 and hex.
LONG = 8

#: A longer token is read again each time: sixteen of a megabyte would stay for the rest of a run.
_REMEMBERED = 64 * 1024

#: The frame of a private key in PEM, also as URLs write it.
ARMOUR = r"-----(?:BEGIN|END)[A-Z0-9 +%]{1,40}PRIVATE(?:%20|[ +])KEY-----"
_AROUND_KEY = re.compile(rf"{ARMOUR}|\s", re.ASCII)
_WORDING = re.compile(r"[a-z]+(?:[ _-][a-z]+)*|[0-9]", re.ASCII)


@dataclass(frozen=True)
class DecodedToken:
    """What can be read of a token's first two parts; None where a part is no JSON.

    It forgives padding and the standard alphabet, and takes any JSON value: it is for people to read, and decides
    nothing.
    """

    header: object
    claims: object


def decode_token(token: str) -> DecodedToken:
    """Return the header and the claims of `token`; they are shared and must not be changed."""
    return _decode_again(token) if len(token) <= _REMEMBERED else _decode(token)


def _decode(token: str) -> DecodedToken:
    parts = token.split(".", 2)
    return DecodedToken(_read_part(parts[0]), _read_part(parts[1]) if len(parts) > 1 else None)


_decode_again = lru_cache(maxsize=16)(_decode)


def _read_part(part: str) -> object:
    try:
        raw = base64url.decode(part.rstrip("=").replace("+", "-").replace("/", "_"))
        return json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        return None


def fingerprint(kind: str, value: str) -> str:
    """Return the mark of a secret: its kind, and the first eight hexadecimal digits of its SHA-256."""
    if kind == "private key":
        value = _key_body(value)
    return f"[{kind} {hashlib.sha256(value.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}]"


def is_known_text(value: str) -> bool:
    """Tell whether `value` is plain words, such as ``not-a-token``, or a digit: a scenario's own text, and no secret.

    A mark for a nonce of `0` would stand for every length and count in a report.
    """
    return _WORDING.fullmatch(value) is not None


def parts_of(kind: str, value: str) -> Iterator[tuple[str, str]]:
    """Yield what is a secret by itself within a secret.

    An identity token brings its payload, its signature and its nonce along, and its first part where that is no
    header; a private key its PEM without frame and line ends.
    """
    if kind == "private key":
        yield kind, _key_body(value)
    if kind != "identity token":
        return
    first, *others = value.split(".", 16)
    decoded = decode_token(value)
    if others and decoded.header is None:
        yield "identity token payload", first
    for index, part in enumerate(others):
        yield ("identity token signature" if index else "identity token payload"), part
    nonces = decoded.claims.get("nce") if isinstance(decoded.claims, dict) else None
    for nonce in nonces if isinstance(nonces, list) else [nonces]:
        if isinstance(nonce, str):
            yield "nonce", nonce


def forms_of(value: str) -> Iterator[str]:
    """Yield the ways in which a secret is written that no view of a text undoes (views.py undoes the others).

    A short one is not looked for within base64 and hex, so its own base64 and hex are forms of it.
    """
    yield value
    if has_escapes(value):
        yield unescape(value)
    if " " in value:
        yield value.replace(" ", "+")
    raw = value.encode("utf-8", "surrogatepass")
    if not value.isascii():
        yield raw.decode("latin-1")
    if len(value) < LONG:
        yield from (value.upper(), value.lower(), raw.hex(), raw.hex().upper())
        yield from (
            encoded.decode("ascii").rstrip("=") for encoded in (base64.b64encode(raw), base64.urlsafe_b64encode(raw))
        )


def _key_body(pem: str) -> str:
    """Return the base64 of a PEM: what is the same however its lines are broken, escaped or framed."""
    return _AROUND_KEY.sub("", unescape(pem))
