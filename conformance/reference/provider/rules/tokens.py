"""How a token is made of its members: encoded, signed, put together (Client API 2.0, "Identity token")."""

from __future__ import annotations

from conformance.protocol import base64url
from conformance.protocol.identity_token import ALG, CTY, TYP, compact_json
from conformance.reference.provider.rules import rule
from conformance.reference.provider.visit import TokenVisit


@rule("LIFETIME-CACHE-1", "ISSUE-NCE-2")
def makes_a_token(visit: TokenVisit) -> str:
    """LIFETIME-CACHE-1: every request gets a token of its own; ISSUE-NCE-2: so does every nonce."""
    header, claims = (visit.apply_rule("part", visit.members(table)) for table in ("header", "claims"))
    signature = visit.apply_rule("ISSUE-SIG-1", f"{header}.{claims}".encode("ascii"))
    token: str = visit.apply_rule("ISSUE-PARTS-1", header, claims, visit.apply_rule("ISSUE-BASE64-1", signature))
    return token


@rule("part")
def part(visit: TokenVisit, members: dict[str, object]) -> str:
    """Encode the members of a header, or of the claims."""
    encoded: str = visit.apply_rule("ISSUE-BASE64-1", visit.apply_rule("ISSUE-JSON-1", members))
    return encoded


@rule("ISSUE-JSON-1")
def json_of(_: TokenVisit, members: dict[str, object]) -> bytes:
    """ISSUE-JSON-1: header and payload are JSON objects in UTF-8."""
    return compact_json(members)


@rule("ISSUE-BASE64-1")
def base64_of(_: TokenVisit, raw: bytes) -> str:
    """ISSUE-BASE64-1: every part is base64url without padding."""
    return base64url.encode(raw)


@rule("ISSUE-SIG-1")
def signature_of(visit: TokenVisit, signed: bytes) -> bytes:
    """ISSUE-SIG-1: header and payload are signed with the provider's own key, RS256."""
    return visit.provider.signing_key.sign(signed)


@rule("ISSUE-PARTS-1")
def parts_joined(_: TokenVisit, header: str, claims: str, signature: str) -> str:
    """ISSUE-PARTS-1: a token has three parts."""
    return f"{header}.{claims}.{signature}"


@rule("ISSUE-TYP-1")
def typ(_: TokenVisit) -> dict[str, object]:
    """ISSUE-TYP-1: typ is JWT."""
    return {"typ": TYP}


@rule("ISSUE-ALG-1")
def alg(_: TokenVisit) -> dict[str, object]:
    """ISSUE-ALG-1: alg is RS256."""
    return {"alg": ALG}


@rule("ISSUE-CTY-1")
def cty(_: TokenVisit) -> dict[str, object]:
    """ISSUE-CTY-1: cty names version 1 of Layer's identity tokens."""
    return {"cty": CTY}


@rule("ISSUE-KID-1", "ISSUE-KID-2")
def kid(visit: TokenVisit) -> dict[str, object]:
    """ISSUE-KID-1: kid is the key that signs; ISSUE-KID-2: with its prefix."""
    return {"kid": visit.provider.credentials.key.key_id}
