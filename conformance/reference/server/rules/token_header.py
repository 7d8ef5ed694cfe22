"""The JOSE header of an identity token: typ, alg, cty, kid (Client API 2.0, "Identity token")."""

from __future__ import annotations

from conformance.protocol import identity_token as documented
from conformance.protocol.layer_id import bare
from conformance.reference.server.directory import Key, KeyState
from conformance.reference.server.reading import PresentedToken
from conformance.reference.server.rules import rule
from conformance.reference.server.rules.identity_token import token_refusal
from conformance.reference.server.visit import Visit

_HMAC = ("HS256", "HS384", "HS512")


def _must_be_there(token: PresentedToken, name: str) -> None:
    if name not in token.header:
        raise token_refusal("eit_header_param_not_found", f"{name} is missing")


def _must_be_a_string(token: PresentedToken, name: str) -> None:
    if not isinstance(token.header.get(name, ""), str):
        raise token_refusal("eit_header_param_wrong_type", f"{name} must be a string")


def _string(token: PresentedToken, name: str) -> str | None:
    value = token.header.get(name)
    return value if isinstance(value, str) else None


@rule("TOKEN-TYP-1")
def typ_is_there(token: PresentedToken, _: Visit) -> None:
    """TOKEN-TYP-1: the header has a typ."""
    _must_be_there(token, "typ")


@rule("TOKEN-TYP-2")
def typ_is_a_string(token: PresentedToken, _: Visit) -> None:
    """TOKEN-TYP-2: typ is a string."""
    _must_be_a_string(token, "typ")


@rule("TOKEN-TYP-3")
def typ_is_jwt(token: PresentedToken, _: Visit) -> None:
    """TOKEN-TYP-3: typ is JWT."""
    if _string(token, "typ") not in (None, documented.TYP, "JWS"):
        raise token_refusal("eit_header_param_wrong_value", "typ must be JWT")


@rule("TOKEN-TYP-4")
def typ_is_not_jws(token: PresentedToken, _: Visit) -> None:
    """TOKEN-TYP-4 (observed): the JWS of older documents is refused too."""
    if _string(token, "typ") == "JWS":
        raise token_refusal("eit_header_param_wrong_value", "typ must be JWT, no longer JWS")


@rule("TOKEN-ALG-1")
def alg_is_there(token: PresentedToken, _: Visit) -> None:
    """TOKEN-ALG-1: the header has an alg."""
    _must_be_there(token, "alg")


@rule("TOKEN-ALG-2")
def alg_is_a_string(token: PresentedToken, _: Visit) -> None:
    """TOKEN-ALG-2: alg is a string."""
    _must_be_a_string(token, "alg")


@rule("TOKEN-ALG-3", "FORGE-ALG-1")
def alg_is_rs256(token: PresentedToken, _: Visit) -> None:
    """TOKEN-ALG-3: alg is RS256 and nothing else that signs.

    FORGE-ALG-1: to the letter.
    """
    alg = _string(token, "alg")
    if alg not in (None, documented.ALG, *_HMAC) and not _is_none(alg):
        raise token_refusal("eit_header_param_wrong_value", "alg must be RS256")


@rule("TOKEN-ALG-4", "FORGE-NONE-1")
def alg_is_not_none(token: PresentedToken, _: Visit) -> None:
    """TOKEN-ALG-4: alg none is refused in any spelling.

    FORGE-NONE-1: so is any token without a signature, by this check or the next ones.
    """
    if _is_none(_string(token, "alg")):
        raise token_refusal("eit_header_param_wrong_value", "alg must be RS256, not none")


@rule("TOKEN-ALG-5", "FORGE-HMAC-1", "FORGE-HMAC-2")
def alg_is_no_hmac(token: PresentedToken, _: Visit) -> None:
    """TOKEN-ALG-5: a token keyed with the public key as an HMAC secret is refused, as is any HMAC.

    FORGE-HMAC-1, FORGE-HMAC-2: whatever its secret is.
    """
    if _string(token, "alg") in _HMAC:
        raise token_refusal("eit_header_param_wrong_value", "alg must be RS256, not an HMAC")


def _is_none(alg: str | None) -> bool:
    return alg is not None and alg.lower() == "none"


@rule("TOKEN-CTY-1")
def cty_is_there(token: PresentedToken, _: Visit) -> None:
    """TOKEN-CTY-1: the header has a cty."""
    _must_be_there(token, "cty")


@rule("TOKEN-CTY-2")
def cty_is_a_string(token: PresentedToken, _: Visit) -> None:
    """TOKEN-CTY-2: cty is a string."""
    _must_be_a_string(token, "cty")


@rule("TOKEN-CTY-3", "HEADER-ODD-3")
def cty_is_layers(token: PresentedToken, _: Visit) -> None:
    """TOKEN-CTY-3: cty is layer-eit;v=1.

    HEADER-ODD-3: and nothing that only begins or ends so.
    """
    if _string(token, "cty") not in (None, documented.CTY):
        raise token_refusal("eit_header_param_wrong_value", "cty must be layer-eit;v=1")


@rule("TOKEN-KID-1", "FORGE-KEY-2")
def kid_is_there(token: PresentedToken, _: Visit) -> None:
    """TOKEN-KID-1: the header has a kid.

    FORGE-KEY-2: nothing else stands in for it.
    """
    _must_be_there(token, "kid")


@rule("TOKEN-KID-2")
def kid_is_a_string(token: PresentedToken, _: Visit) -> None:
    """TOKEN-KID-2: kid is a string."""
    _must_be_a_string(token, "kid")


@rule("TOKEN-KID-4", "TOKEN-KID-5", "FORGE-KID-1", "FORGE-KID-2", "FORGE-KID-3", "SAME-KEY-1", "SAME-KEY-2")
def kid_is_well_formed(token: PresentedToken, _: Visit) -> None:
    """TOKEN-KID-4: a malformed kid is refused. TOKEN-KID-5 (observed): a bare UUID is well formed.

    FORGE-KID-1, FORGE-KID-2, FORGE-KID-3: it is no path and no query, and has no odd signs.

    SAME-KEY-1, SAME-KEY-2: a part of an id, or a word for nothing, names no key.
    """
    kid = _string(token, "kid")
    if kid is not None and key_uuid(kid) is None:
        raise token_refusal("eit_key_malformed", "kid must be layer:///keys/UUID")


@rule("TOKEN-KID-3")
def kid_names_a_known_key(token: PresentedToken, visit: Visit) -> None:
    """TOKEN-KID-3: kid names a key that the server knows."""
    kid = _string(token, "kid")
    uuid = key_uuid(kid) if kid is not None else None
    if uuid is not None and uuid not in visit.server.directory.keys:
        raise token_refusal("eit_key_not_found", "kid names no key")


@rule("TOKEN-KEY-1", "FORGE-KEY-1")
def registered_key(visit: Visit, token: PresentedToken) -> Key | None:
    """TOKEN-KEY-1: a key that the token brings along is not trusted: kid alone says which key it is.

    FORGE-KEY-1: neither in the header, nor in the claims, nor at an address.
    """
    kid = _string(token, "kid")
    uuid = key_uuid(kid) if kid is not None else None
    return visit.server.directory.keys.get(uuid) if uuid is not None else None


@rule("KEY-DISABLED-1")
def key_is_not_disabled(_: PresentedToken, visit: Visit) -> None:
    """KEY-DISABLED-1: a disabled key signs nothing."""
    if visit.key is not None and visit.key.state is KeyState.DISABLED:
        raise token_refusal("eit_key_disabled", "the key has been disabled")


@rule("KEY-DELETED-1")
def key_is_not_deleted(_: PresentedToken, visit: Visit) -> None:
    """KEY-DELETED-1: a deleted key signs nothing."""
    if visit.key is not None and visit.key.state is KeyState.DELETED:
        raise token_refusal("eit_key_deleted", "the key has been deleted")


@rule("crit")
def no_crit(token: PresentedToken, _: Visit) -> None:
    """Refuse extensions that must be understood: this server understands no extension (RFC 7515, 4.1.11)."""
    if "crit" in token.header:
        raise token_refusal("eit_header_param_wrong_value", "crit names extensions that this server does not know")


def key_uuid(kid: str) -> str | None:
    """Return the UUID of `layer:///keys/UUID` or of a bare UUID, or None for anything else."""
    return None if kid.startswith("layer:///providers/") else bare(kid)
