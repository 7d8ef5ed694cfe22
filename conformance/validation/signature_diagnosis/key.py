"""Signatures by other keys: those of the caller, those in the token itself, and the suite's published ones."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers

from conformance.keys import published_key
from conformance.validation.encoding import decode_leniently
from conformance.validation.rs256 import is_rs256
from conformance.validation.signature_diagnosis.rejected import RejectedSignature


def other_key_clue(rejected: RejectedSignature) -> str | None:
    """Say whose key made the signature, where that key is known."""
    for words, key in _candidates(rejected):
        if is_rs256(key, rejected.raw, rejected.message):
            return f"{words} made it"
    return None


def _candidates(rejected: RejectedSignature) -> Iterator[tuple[str, RSAPublicKey]]:
    yield from rejected.others.items()
    header = rejected.token.header.members if rejected.token.header else None
    yield from (("the key that the token brings along itself", key) for key in _brought(header or {}))
    pems = (entry.name for entry in (files("conformance.keys") / "pem").iterdir())
    names = sorted(name.removesuffix(".pem") for name in pems if name.endswith(".pem"))
    yield from ((f'the published test key "{name}" of this suite', published_key(name).public) for name in names)


def _brought(header: Mapping[str, Any]) -> Iterator[RSAPublicKey]:
    for read in (_of_jwk, _of_certificate):
        try:
            key = read(header)
        except (ValueError, TypeError, LookupError):  # whatever else stands there is no key
            continue
        if isinstance(key, RSAPublicKey):
            yield key


def _of_jwk(header: Mapping[str, Any]) -> object:
    exponent, modulus = (int.from_bytes(decode_leniently(header["jwk"][name]) or b"", "big") for name in ("e", "n"))
    return RSAPublicNumbers(exponent, modulus).public_key()


def _of_certificate(header: Mapping[str, Any]) -> object:
    return x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0])).public_key()
