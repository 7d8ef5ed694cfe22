"""Tokens keyed with what everybody knows, above all the public key, as the secret of an HMAC.

A library that lets the token choose its algorithm verifies these (CVE-2015-9235, CVE-2016-10555, CVE-2017-11424,
CVE-2022-29217, CVE-2023-48223, CVE-2024-54150, CVE-2026-34950, GHSA-ww5h-9m49-7xx4). Which bytes stand for the key
depends on how the server keeps it: each form is tried under each HMAC.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

from conformance.minting.drafts import Alteration, Draft
from conformance.protocol import base64url

_DIGESTS = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}


def keyed(alg: str, secret: Callable[[Draft], bytes], **header: object) -> Alteration:
    """The token says `alg`, and its signature is that HMAC with the secret."""

    def alter(draft: Draft, _now: int) -> str:
        key = secret(draft)
        return draft.with_header(alg=alg, **header).signed_by(lambda message: hmac_of(alg, key, message))

    return alter


def hmac_of(alg: str, secret: bytes, message: bytes) -> bytes:
    """Return the HMAC that `alg` names."""
    return hmac.new(secret, message, getattr(hashlib, _DIGESTS[alg])).digest()


def _written(encoding: Encoding, form: PublicFormat) -> Callable[[RSAPublicKey], bytes]:
    return lambda public: public.public_bytes(encoding, form)


_PEM = _written(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
_DER = _written(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _modulus(public: RSAPublicKey) -> bytes:
    return public.public_numbers().n.to_bytes(public.key_size // 8, "big")


#: The public key as servers keep it.
KEY_FORMS: Mapping[str, Callable[[RSAPublicKey], bytes]] = {
    "PEM": _PEM,
    "PEM without its last line break": lambda public: _PEM(public).rstrip(b"\n"),
    "PEM with line breaks as Windows has them": lambda public: _PEM(public).replace(b"\n", b"\r\n"),
    "PEM with its line breaks written out": lambda public: _PEM(public).replace(b"\n", b"\\n"),
    "PEM without its first and last line": lambda public: b"".join(_PEM(public).splitlines()[1:-1]),
    "PEM with a blank before it": lambda public: b" " + _PEM(public),
    "PEM with a comment before it": lambda public: b"# the key of our provider\n" + _PEM(public),
    "DER": _DER,
    "PKCS#1 PEM": _written(Encoding.PEM, PublicFormat.PKCS1),
    "PKCS#1 DER": _written(Encoding.DER, PublicFormat.PKCS1),
    "the form of OpenSSH": _written(Encoding.OpenSSH, PublicFormat.OpenSSH),
    "the form of a JWK": lambda public: str(RSAAlgorithm.to_jwk(public)).encode("ascii"),
    "the form of its modulus": _modulus,
    "the form of its modulus in base64url": lambda public: base64url.encode(_modulus(public)).encode("ascii"),
    "the form of its modulus in hexadecimal": lambda public: _modulus(public).hex().encode("ascii"),
    "base64 twice": lambda public: base64.b64encode(_PEM(public)),
}

_GUESSED: Mapping[str, Callable[[Draft], bytes]] = {
    "nothing as the secret": lambda _draft: b"",
    "the word secret as the secret": lambda _draft: b"secret",
    "the kid as the secret": lambda draft: str(draft.header["kid"]).encode("utf-8"),
    "the iss as the secret": lambda draft: str(draft.claims["iss"]).encode("utf-8"),
    "the nonce as the secret": lambda draft: str(draft.claims["nce"]).encode("utf-8"),
}

#: Every forgery with an HMAC, by name.
HMAC_FORGERIES: Mapping[str, Alteration] = {
    **{
        f"signed with {alg} and the public key in {form}": keyed(alg, lambda draft, form=write: form(draft.key.public))  # type: ignore[misc]
        for alg in _DIGESTS
        for form, write in KEY_FORMS.items()
    },
    **{f"signed with {alg} and {words}": keyed(alg, secret) for alg in _DIGESTS for words, secret in _GUESSED.items()},
}
