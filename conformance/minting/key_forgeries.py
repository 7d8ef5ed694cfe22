"""Tokens that say where their key is: as a path, in a query, at an address, or in the token itself.

CVE-2018-0114 and CVE-2026-27962 (`jwk`), CVE-2021-41106 (a kid as a path), queries in `kid` in the languages of many
databases, `x5u` and `jku` that are followed (RFC 8725, 2.9 and 3.10), keys found by a thumbprint that the token names
itself, members that every object of JavaScript has.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

from conformance.keys import SigningKey, published_key
from conformance.minting.drafts import Alteration, Draft
from conformance.minting.hmac_forgeries import keyed
from conformance.protocol import base64url

_LONG = 5000

#: What MongoDB takes for a query that everything answers, where an object goes into it as it is.
OPERATOR: Mapping[str, str] = {"$ne": ""}


def _kid(kid: Callable[[Draft], str]) -> Alteration:
    """The right signature under another kid."""
    return lambda draft, _now: draft.with_header(kid=kid(draft)).signed()


def _after_kid(more: str) -> Alteration:
    return _kid(lambda draft: f"{draft.header['kid']}{more}")


def _by_stranger(header: Callable[[Draft], Mapping[str, Any]], *without: str) -> Alteration:
    """Signed by a stranger, whose key the header leads to."""

    def alter(draft: Draft, _now: int) -> str:
        led = replace(draft, key=published_key("stranger")).with_header(**header(draft))
        for name in without:
            led = led.without_header(name)
        return led.signed()

    return alter


def jwk_of(key: SigningKey) -> dict[str, Any]:
    """Return the public half of a key as a JWK."""
    return dict(json.loads(RSAAlgorithm.to_jwk(key.public)))


def _thumbprint(key: SigningKey) -> str:
    """Return the thumbprint of a key by RFC 7638."""
    members = {name: jwk_of(key)[name] for name in ("e", "kty", "n")}
    text = json.dumps(members, separators=(",", ":"), sort_keys=True)
    return base64url.encode(hashlib.sha256(text.encode("ascii")).digest())


def _stranger_pem() -> str:
    public = published_key("stranger").public
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def _stranger_jwk(_draft: Draft) -> Mapping[str, Any]:
    return {"jwk": jwk_of(published_key("stranger"))}


def _stranger_key_in_a_query(_draft: Draft) -> Mapping[str, Any]:
    return {"kid": f"x' UNION SELECT '{_stranger_pem()}"}


def _own_oct(draft: Draft, now: int) -> str:
    secret = b"a secret of the token's own, of 32+ bytes"
    jwk = {"kty": "oct", "k": base64url.encode(secret)}
    return keyed("HS256", lambda _draft: secret, jwk=jwk)(draft, now)


def _in_the_claims(draft: Draft, _now: int) -> str:
    stranger = replace(draft, key=published_key("stranger"))
    return stranger.with_claims(jwk=jwk_of(stranger.key)).signed()


def _without_kid(header: Callable[[Draft], Mapping[str, Any]]) -> Alteration:
    """The right signature, and the right key by another name than kid."""
    return lambda draft, _now: draft.without_header("kid").with_header(**header(draft)).signed()


def _data_url(_draft: Draft) -> Mapping[str, Any]:
    keys = json.dumps({"keys": [jwk_of(published_key("stranger"))]}).encode("ascii")
    return {"jku": f"data:application/json;base64,{base64.b64encode(keys).decode('ascii')}"}


_PATHS: Mapping[str, Alteration] = {
    "whose kid is the path of an empty file, which keys an HMAC": keyed(
        "HS256", lambda _draft: b"", kid="../../../../../../dev/null"
    ),
    "whose kid is the address of an empty file, which keys an HMAC": keyed(
        "HS256", lambda _draft: b"", kid="file:///dev/null"
    ),
    "whose kid is the path of a file of zeros, which key an HMAC": keyed(
        "HS256", lambda _draft: b"\0", kid="/dev/zero"
    ),
    "whose kid is the path of a file that is the same everywhere, which keys an HMAC": keyed(
        "HS256", lambda _draft: b"2\n", kid="/proc/sys/kernel/randomize_va_space"
    ),
    "whose kid climbs out of a folder and back": _kid(lambda draft: f"../keys/{draft.header['kid']}"),
    "whose kid is a path after its own id": _after_kid("/../../../../dev/null"),
}


def _by_own_key_under_the_right_id(draft: Draft, now: int) -> str:
    jwk = {**jwk_of(published_key("stranger")), "kid": draft.header["kid"], "use": "sig", "alg": "RS256"}
    return _by_stranger(lambda _draft: {"jwk": jwk})(draft, now)


_QUERIES: Mapping[str, Alteration] = {
    "whose kid brings a key along in a query": _by_stranger(_stranger_key_in_a_query),
    "whose kid brings a secret along in a query": keyed(
        "HS256", lambda _draft: b"secret", kid="x' UNION SELECT 'secret"
    ),
    "whose kid is a query that is always true": _kid(lambda _draft: "x' OR '1'='1"),
    "whose kid is its own id and a comment of SQL": _after_kid("' --"),
    "whose kid is a wildcard of SQL": _kid(lambda _draft: "%"),
    "whose kid is a wildcard": _kid(lambda _draft: "*"),
    "whose kid is a filter of LDAP": _kid(lambda _draft: "*)(kid=*"),
    "whose kid is a command": _kid(lambda draft: f"{draft.header['kid']}|cat"),
    "whose kid is an operator of MongoDB": lambda draft, _now: draft.with_header(kid=OPERATOR).signed(),
    "whose kid is the prototype of all objects, which keys an HMAC": keyed(
        "HS256", lambda _draft: b"", kid="__proto__"
    ),
    "whose kid is the constructor of all objects": _kid(lambda _draft: "constructor"),
}

_TEXTS: Mapping[str, Alteration] = {
    "whose kid ends in a single quote": _after_kid("'"),
    "whose kid ends in a double quote": _after_kid('"'),
    "whose kid ends in a backslash": _after_kid("\\"),
    "whose kid ends in a zero byte": _after_kid("\0"),
    "whose kid ends in a line break": _after_kid("\r\n"),
    "whose kid is longer by thousands of characters": _after_kid("0" * _LONG),
    "whose kid is of thousands of characters": _kid(lambda _draft: "a" * _LONG),
    "whose kid holds placeholders": _kid(lambda _draft: "%s%n${x}{{x}}"),
    "whose kid is beyond ASCII": _kid(lambda _draft: "鍵🔑"),
}

#: Every forgery that leads to a key, by name.
KEY_FORGERIES: Mapping[str, Alteration] = {
    **_PATHS,
    **_QUERIES,
    **_TEXTS,
    "whose kid is the address of its own key": _by_stranger(lambda draft: {"kid": draft.key_set()}),
    "whose kid is its own key": _by_stranger(lambda _draft: {"kid": _stranger_pem()}),
    "that brings its own key as jwk, without kid": _by_stranger(_stranger_jwk, "kid"),
    "that brings its own key as jwk, under a kid of its own": _by_stranger(
        lambda _draft: {"kid": "own", "jwk": {**jwk_of(published_key("stranger")), "kid": "own"}}
    ),
    "that brings its own key as jwk, under the id of the right one": _by_own_key_under_the_right_id,
    "that brings its own secret as jwk": _own_oct,
    "that brings its own key as a claim": _in_the_claims,
    "that brings the address of its own key as x5u": _by_stranger(lambda draft: {"x5u": draft.key_set()}),
    "that brings its own key as jku, without kid": _by_stranger(lambda draft: {"jku": draft.key_set()}, "kid"),
    "that brings its own key as jku within the address": _by_stranger(_data_url),
    "that brings its own key as PEM": _by_stranger(lambda _draft: {"key": _stranger_pem(), "pem": _stranger_pem()}),
    "that names the right key by its thumbprint, without kid": _without_kid(
        lambda draft: {"jkt": _thumbprint(draft.key), "x5t#S256": _thumbprint(draft.key)}
    ),
    "that brings the right key as jwk, without kid": _without_kid(lambda draft: {"jwk": jwk_of(draft.key)}),
    "that names the right key by key_id, without kid": _without_kid(lambda draft: {"key_id": draft.header["kid"]}),
    "whose kid stands in the claims alone": lambda draft, _now: (
        draft.with_claims(kid=draft.header["kid"]).without_header("kid").signed()
    ),
}
