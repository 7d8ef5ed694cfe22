"""Nonces and session tokens of other forms: both are opaque (docs/protocol.md#nonce-form)."""

from __future__ import annotations

import base64
import itertools
import secrets
import string
import uuid
from collections.abc import Callable, Mapping
from functools import partial

from conformance.reference.server import ReferenceServer, Visit
from conformance.reference.server.nonces import Nonce
from conformance.reference.variations.registry import variation, variation_of_table

_Maker = Callable[[Visit], str]

_LETTERS = string.ascii_letters + string.digits


def _drawn(alphabet: str, length: int) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(length))


_NONCES: Mapping[str, tuple[str, _Maker]] = {
    "uuid_nonces": ("Gives UUIDs as nonces.", lambda _: str(uuid.uuid4())),
    "capital_uuid_nonces": ("Gives UUIDs in capitals as nonces.", lambda _: str(uuid.uuid4()).upper()),
    "base64url_nonces": ("Gives 64 bytes in base64url as nonces.", lambda _: secrets.token_urlsafe(64)),
    "short_nonces": ("Gives nonces of twelve characters.", lambda _: _drawn(_LETTERS, 12)),
    "long_nonces": ("Gives nonces of a thousand characters.", lambda _: _drawn(_LETTERS, 1000)),
    "decimal_nonces": ("Gives numbers of forty digits, as strings, as nonces.", lambda _: _drawn(string.digits, 40)),
    "dotted_nonces": ("Gives nonces with every mark that a URL carries as it is.",
                      lambda _: f"{secrets.token_hex(8)}.{secrets.token_hex(8)}~{secrets.token_hex(8)}_-"),
}  # fmt: skip

_SESSION_TOKENS: Mapping[str, tuple[str, _Maker]] = {
    "dotted_session_tokens": (
        "Gives session tokens in base64url that end in .1-1.", lambda _: f"{secrets.token_urlsafe(63)}.1-1"),
    "long_session_tokens": (
        "Gives session tokens of two hundred characters.", lambda _: _drawn(_LETTERS + "-_.", 200)),
    "padded_session_tokens": (
        "Gives session tokens in base64 that end in two equals signs.",
        lambda _: base64.b64encode(secrets.token_bytes(64)).decode("ascii")),
    "uuid_session_tokens": ("Gives UUIDs as session tokens.", lambda _: str(uuid.uuid4())),
    "decimal_session_tokens": (
        "Gives numbers of forty digits as session tokens.", lambda _: _drawn(string.digits, 40)),
}  # fmt: skip


def _with_maker(server: ReferenceServer, rule: str, maker: _Maker) -> ReferenceServer:
    return server.replacing(rule, maker)


for _name, (_sentence, _maker) in _NONCES.items():
    variation_of_table(_name, _sentence, partial(_with_maker, rule="NONCE-UNIQUE-1", maker=_maker))

for _name, (_sentence, _maker) in _SESSION_TOKENS.items():
    variation_of_table(_name, _sentence, partial(_with_maker, rule="SESSION-UNIQUE-1", maker=_maker))


@variation
def counted_nonces(server: ReferenceServer) -> ReferenceServer:
    """Gives nonces with a running number in front."""
    numbers = itertools.count(1)
    return server.replacing("NONCE-UNIQUE-1", lambda _: f"{next(numbers)}-{secrets.token_hex(16)}")


@variation
def other_nonces_in_challenges(server: ReferenceServer) -> ReferenceServer:
    """Gives nonces of another form with its challenges than to those who ask."""

    def give_nonce(visit: Visit) -> str:
        nonce = Nonce(f"challenge~{uuid.uuid4()}", visit.now, "challenge")
        visit.server.nonces.add(nonce)
        return nonce.value

    return server.replacing("CHALLENGE-1", give_nonce)


@variation
def signed_session_tokens(server: ReferenceServer) -> ReferenceServer:
    """Gives session tokens in three parts that look like a JWT."""
    header = base64.urlsafe_b64encode(b'{"alg":"HS256"}').rstrip(b"=").decode("ascii")
    return server.replacing(
        "SESSION-UNIQUE-1", lambda _: f"{header}.{secrets.token_urlsafe(30)}.{secrets.token_urlsafe(32)}"
    )
