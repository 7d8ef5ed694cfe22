"""Servers that take a token which they should not: what most mutants of forged tokens are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from conformance.keys import SigningKey
from conformance.protocol import base64url
from conformance.protocol.identity_token import ALG, CTY, TYP, compact_json
from conformance.reference.mutants.server.departures import Change
from conformance.reference.server import ReferenceServer, Visit
from conformance.reference.server.reading import PresentedToken

#: Whether the server takes a token, whatever else is wrong with its header and signature.
Takes = Callable[[Visit, PresentedToken], bool]
#: The claims that the server reads in a token, or None for a token that it reads as others do.
Reads = Callable[[Visit, PresentedToken], Mapping[str, Any] | None]


def own_key(visit: Visit) -> SigningKey:
    """Return the registered key, with its private half: RS256 makes one signature of a text only."""
    return visit.server.credentials.key.signing_key


def taking(takes: Takes) -> Change:
    """What `takes` holds for is judged by its claims alone, as if header and signature were right."""
    return reading(lambda visit, token: token.claims if takes(visit, token) else None)


def reading(reads: Reads) -> Change:
    """What `reads` finds claims in is judged by them, as if header and signature were right."""

    def change(server: ReferenceServer) -> ReferenceServer:
        judge = server.rules["identity-token"]

        def lenient(visit: Visit) -> None:
            claims = reads(visit, visit.token) if visit.token is not None else None
            if claims is not None:
                vars(visit)["token"] = _as_it_should_be(visit, claims)
            judge(visit)

        return server.replacing("identity-token", lenient)

    return change


def _as_it_should_be(visit: Visit, claims: Mapping[str, Any]) -> PresentedToken:
    header = {"typ": TYP, "alg": ALG, "cty": CTY, "kid": visit.server.credentials.key.key_id}
    signed = ".".join(base64url.encode(compact_json(part)) for part in (header, dict(claims)))
    return PresentedToken.read(f"{signed}.{base64url.encode(own_key(visit).sign(signed.encode('ascii')))}")


def is_signed(visit: Visit, token: PresentedToken, signature: bytes | None = None) -> bool:
    """Say whether the token has the registered key's signature, or `signature` is it."""
    return own_key(visit).sign(token.signed) == (token.signature if signature is None else signature)


def header_of(token: PresentedToken, name: str) -> str:
    """Return a parameter of the header as text; empty where it is none."""
    value = token.header.get(name)
    return value if isinstance(value, str) else ""
