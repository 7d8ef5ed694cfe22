"""A public RSA key in a target file: what a provider's tokens must verify with."""

from __future__ import annotations

from typing import Annotated

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from pydantic import PlainValidator, ValidationInfo

from conformance.targets.env_values import EnvValue
from conformance.targets.faults import FieldError
from conformance.targets.key_files import pem_of

#: Keys of 2014 have 1024 bits (facts 4.3); beyond 4096 signing takes longer than anyone waits.
_BITS = range(1024, 4096 + 1)


def public_key(value: object, info: ValidationInfo) -> RSAPublicKey:
    """Return the key in the file, or the environment variable, that `value` names: PKCS#1 or SubjectPublicKeyInfo.

    Raises Fault, which never shows what was found, where that is no public RSA key of a usual size.
    """
    pem, names = pem_of(value, info)
    what = _what_else(pem)
    if what is not None:
        raise FieldError(f"{names} {what}")
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        raise FieldError(f"{names} is not a public key in PEM; a public RSA key would be right") from None
    if not isinstance(key, RSAPublicKey):
        raise FieldError(f"{names} is a public key of another kind; a public RSA key would be right")
    if key.key_size not in _BITS:
        raise FieldError(f"{names} is an RSA key of {key.key_size} bits; 1024 to 4096 would be right")
    return key


def _what_else(pem: bytes) -> str | None:
    """Return what the text is by its own words, where that is no public key."""
    if b"PRIVATE KEY" in pem:
        return (
            "is a private key, which belongs to the provider alone; give its public half "
            "(`openssl rsa -in private.pem -pubout -out public.pem`)"
        )
    if b"BEGIN CERTIFICATE" in pem:
        return "is a certificate; give its public key (`openssl x509 -in certificate.pem -pubkey -noout`)"
    return None


#: A public RSA key: a path, or `{ env = "NAME" }` with the PEM text.
PublicKey = Annotated[RSAPublicKey, PlainValidator(public_key, json_schema_input_type=str | EnvValue)]
