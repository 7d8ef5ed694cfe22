"""Alterations of the JOSE header: parameters, algorithms, keys that a token brings along."""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, utils
from cryptography.x509.oid import NameOID
from jwt.algorithms import RSAAlgorithm

from conformance.keys import published_key
from conformance.minting.drafts import Alteration, Draft
from conformance.protocol import base64url
from conformance.protocol.identity_token import HEADER_PARAMETERS
from conformance.protocol.layer_id import bare

_UNKNOWN_KEY = "layer:///keys/00000000-0000-4000-8000-00000000dead"

_OF_TYPE: Mapping[str, object] = {"null": None, "a number": 1, "a boolean": True}


def _set_header(**changes: Any) -> Alteration:
    return lambda draft, _now: draft.with_header(**changes).signed()


def _drop_header(name: str) -> Alteration:
    return lambda draft, _now: draft.without_header(name).signed()


def _retype_header(name: str, kind: str) -> Alteration:
    def retype(draft: Draft, _now: int) -> str:
        own = draft.header[name]
        value = {"an array": [own], "an object": {"value": own}}.get(kind, _OF_TYPE.get(kind))
        return draft.with_header(**{name: value}).signed()

    return retype


def _leave_unsigned(alg: str) -> Alteration:
    """Name `alg` and leave the signature empty, as libraries write a token of alg none."""
    return lambda draft, _now: ".".join((*draft.with_header(alg=alg).parts(), ""))


def _sign_as(alg: str, sign: Callable[[Draft, bytes], bytes]) -> Alteration:
    def assemble(draft: Draft, _now: int) -> str:
        signing_input = ".".join(draft.with_header(alg=alg).parts())
        return f"{signing_input}.{base64url.encode(sign(draft, signing_input.encode('ascii')))}"

    return assemble


def _rsa(digest: hashes.HashAlgorithm) -> Callable[[Draft, bytes], bytes]:
    return lambda draft, message: draft.key.private.sign(message, padding.PKCS1v15(), digest)


def _pss(digest: hashes.HashAlgorithm) -> Callable[[Draft, bytes], bytes]:
    def sign(draft: Draft, message: bytes) -> bytes:
        # A key of 1024 bits has no room for PS512 with a salt as long as its digest (RFC 7518, 3.5).
        longest = padding.calculate_max_pss_salt_length(draft.key.private, digest)
        scheme = padding.PSS(padding.MGF1(digest), min(digest.digest_size, longest))
        return draft.key.private.sign(message, scheme, digest)

    return sign


@cache
def _curve_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _es256(_draft: Draft, message: bytes) -> bytes:
    r, s = utils.decode_dss_signature(_curve_key().sign(message, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def _hmac_with(secret: Callable[[Draft], bytes]) -> Callable[[Draft, bytes], bytes]:
    return lambda draft, message: hmac.new(secret(draft), message, hashlib.sha256).digest()


def _pkcs1_public_pem(draft: Draft) -> bytes:
    return draft.key.public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.PKCS1)


def _stranger_jwk() -> dict[str, Any]:
    return dict(json.loads(RSAAlgorithm.to_jwk(published_key("stranger").public)))


@cache
def _stranger_certificate() -> str:
    key = published_key("stranger")
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "stranger")])
    day = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    builder = x509.CertificateBuilder(name, name, key.public, 1, day, day + datetime.timedelta(days=36500))
    certificate = builder.sign(key.private, hashes.SHA256())
    return base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode("ascii")


def _sign_as_stranger(**header: Callable[[], object]) -> Alteration:
    def bring_key(draft: Draft, _now: int) -> str:
        brought = {name: value() for name, value in header.items()}
        return replace(draft, key=published_key("stranger")).with_header(**brought).signed()

    return bring_key


def _point_to_stranger(draft: Draft, _now: int) -> str:
    return replace(draft, key=published_key("stranger")).with_header(jku=draft.key_set()).signed()


def stranger_key_set() -> dict[str, Any]:
    """Return the JWK set that the stranger publishes, for a server that follows `jku`."""
    return {"keys": [{**_stranger_jwk(), "use": "sig", "alg": "RS256"}]}


#: Every alteration of the header, by name.
HEADER_ALTERATIONS: Mapping[str, Alteration] = {
    **{f"without {name}": _drop_header(name) for name in HEADER_PARAMETERS},
    **{
        f"whose {name} is {kind}": _retype_header(name, kind)
        for name in HEADER_PARAMETERS
        for kind in (*_OF_TYPE, "an array", "an object")
    },
    "with typ JOSE": _set_header(typ="JOSE"),
    "with an empty typ": _set_header(typ=""),
    "with typ JWS": _set_header(typ="JWS"),
    "with cty layer-eit;v=2": _set_header(cty="layer-eit;v=2"),
    "with cty layer-eit": _set_header(cty="layer-eit"),
    "with cty JWT": _set_header(cty="JWT"),
    "with an empty cty": _set_header(cty=""),
    "with alg none": _leave_unsigned("none"),
    "with alg None": _leave_unsigned("None"),
    "with alg NONE": _leave_unsigned("NONE"),
    "with alg nOnE": _leave_unsigned("nOnE"),
    "with alg none and the right signature": _set_header(alg="none"),
    "signed with RS384": _sign_as("RS384", _rsa(hashes.SHA384())),
    "signed with RS512": _sign_as("RS512", _rsa(hashes.SHA512())),
    "signed with PS256": _sign_as("PS256", _pss(hashes.SHA256())),
    "signed with PS384": _sign_as("PS384", _pss(hashes.SHA384())),
    "signed with PS512": _sign_as("PS512", _pss(hashes.SHA512())),
    "signed with ES256": _sign_as("ES256", _es256),
    "signed with an algorithm that nobody knows": _set_header(alg="XX999"),
    "with an empty alg": _set_header(alg=""),
    "signed with HS256 and the public key as the secret": _sign_as(
        "HS256", _hmac_with(lambda draft: draft.key.public_pem)
    ),
    "signed with HS256 and the public key without its last newline": _sign_as(
        "HS256", _hmac_with(lambda draft: draft.key.public_pem.rstrip(b"\n"))
    ),
    "signed with HS256 and the PKCS#1 public key as the secret": _sign_as("HS256", _hmac_with(_pkcs1_public_pem)),
    "signed with HS256 and an empty secret": _sign_as("HS256", _hmac_with(lambda _draft: b"")),
    "with a kid that nobody registered": _set_header(kid=_UNKNOWN_KEY),
    "with an empty kid": _set_header(kid=""),
    "whose kid is the number zero": _set_header(kid=0),
    "with a kid that is no key id": _set_header(kid="the key from last summer"),
    "with a kid that is a path": _set_header(kid="../../../../dev/null"),
    "with the id of the provider as kid": lambda draft, _now: draft.with_header(kid=draft.claims["iss"]).signed(),
    "with a bare UUID as kid": lambda draft, _now: draft.with_header(kid=bare(draft.header["kid"])).signed(),
    "that brings its own key as jwk": _sign_as_stranger(jwk=_stranger_jwk),
    "that brings its own key as jku": _point_to_stranger,
    "that brings its own key as x5c": _sign_as_stranger(x5c=lambda: [_stranger_certificate()]),
}
