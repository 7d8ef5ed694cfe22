"""A public RSA key in a target file: what a provider's tokens must verify with."""

from __future__ import annotations

from typing import Annotated

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from pydantic import PlainValidator, ValidationInfo

from conformance.keys import PemError, read_rsa_public_key
from conformance.targets.env_values import EnvValue
from conformance.targets.faults import FieldError
from conformance.targets.key_files import pem_of

#: Beyond this many bits, signing takes longer than anyone waits.
_MOST_BITS = 4096


def public_key(value: object, info: ValidationInfo) -> RSAPublicKey:
    """Return the key in the file, or the environment variable, that `value` names: PKCS#1 or SubjectPublicKeyInfo.

    Raises FieldError, which never shows what was found, where that is no public RSA key of a usual size.
    """
    pem, names = pem_of(value, info)
    try:
        key = read_rsa_public_key(pem)
    except PemError as error:
        raise FieldError(f"{names} {error}") from None
    if key.key_size > _MOST_BITS:
        raise FieldError(f"{names} is an RSA key of {key.key_size} bits; 1024 to {_MOST_BITS} would be right")
    return key


#: A public RSA key: a path, or `{ env = "NAME" }` with the PEM text.
PublicKey = Annotated[RSAPublicKey, PlainValidator(public_key, json_schema_input_type=str | EnvValue)]
