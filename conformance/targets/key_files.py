"""The files that a target file names, relative to it: keys, certificates, CA bundles."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Annotated

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from pydantic import PlainValidator, ValidationInfo

from conformance.keys import PemError, SigningKey, read_rsa_public_key
from conformance.targets.env_values import EnvValue, environment_of, resolve
from conformance.targets.faults import AbsentError, FieldError, path_fault, short_repr

#: Keys have a few KiB; more than this is another file, and is not read.
_LARGEST_KEY = 64 * 1024
#: Beyond this many bits, signing takes longer than anyone waits.
_MOST_BITS = 4096


def existing_file(value: object, info: ValidationInfo) -> Path:
    """Return the path of a file beside the target file; raises AbsentError where no such file exists."""
    if not isinstance(value, str):
        raise FieldError("should be the path of a file, in quotes")
    if fault := path_fault(value):
        raise FieldError(fault)
    if not value or not value.isprintable():
        raise FieldError("should be the path of a file, relative to this one")
    path = environment_of(info).folder / value
    try:
        is_file, exists = path.is_file(), path.exists()
    except OSError:  # a name that is too long, a folder that may not be entered
        is_file, exists = False, False
    if not is_file:
        state = "is not a regular file" if exists else "does not exist"
        kind = FieldError if exists else AbsentError
        raise kind(f'names "{short_repr(value)}", which {state}; give the path of a file, relative to this one')
    references = environment_of(info).references
    if references is not None:
        references.files.add(path)
    return path


def private_key(value: object, info: ValidationInfo) -> SigningKey:
    """Return the key in the file, or the environment variable, that `value` names.

    Raises FieldError, which never shows what was found, where that is no private RSA key.
    """
    pem, names = pem_of(value, info)
    try:
        return SigningKey.from_pem(pem)
    except PemError as error:
        raise FieldError(f"{names} {error}") from None


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


def pem_of(value: object, info: ValidationInfo) -> tuple[bytes, str]:
    """Return what stands in the file or the variable that `value` names, and how a sentence about it begins.

    Raises FieldError where there is no such file or variable, and where `value` is the key itself.
    """
    source = resolve(value, info)
    if source.variable is None:
        return _read_key_file(source.text, info), f'names "{short_repr(source.text)}", which'
    names = f"names the environment variable {short_repr(source.variable)}, which"
    return source.text.encode("utf-8", "surrogateescape"), names


def verification(value: object, info: ValidationInfo) -> bool | str:
    """Return true, false, or the path of a CA bundle; raises FieldError for anything else."""
    if isinstance(value, bool):
        return value
    try:
        path = existing_file(value, info) if isinstance(value, str) else None
    except AbsentError as absent:  # a CA bundle is no secret, and belongs beside the file
        raise FieldError(str(absent)) from None
    try:
        if path is None:
            raise ValueError("neither a path nor a truth value")
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=path)
    except (OSError, ValueError) as error:
        raise FieldError("should be true, false, or the path of a CA bundle in PEM") from error
    return str(path)


def check_client_certificate(certificate: Path, key: Path | None) -> None:
    """Raise FieldError where the two files are not a certificate in PEM and its own private key."""
    try:
        # Without a password given, OpenSSL would ask the person at the terminal for one.
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(certificate, key, password="")
    except (OSError, ValueError) as error:
        if key is None:
            content = "a certificate and its private key in PEM (or give the key in client_key)"
            raise FieldError(f"should hold {content}, without a passphrase", at="client_cert") from error
        content = "the private key of the certificate in client_cert, in PEM"
        raise FieldError(f"should hold {content}, without a passphrase", at="client_key") from error


def _read_key_file(text: str, info: ValidationInfo) -> bytes:
    if "-----BEGIN" in text:
        raise FieldError('holds the key itself; give the path of a file beside this one, or { env = "NAME" }')
    path = existing_file(text, info)
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST_KEY)
    except OSError as error:
        raise FieldError(f'names "{short_repr(text)}", which cannot be read: {error.strerror}') from None


#: The path of a file that exists.
ExistingFile = Annotated[Path, PlainValidator(existing_file, json_schema_input_type=str)]
#: Whether, and against which CA bundle, the target's certificate is checked.
Verification = Annotated[bool | str, PlainValidator(verification, json_schema_input_type=bool | str)]
#: A private RSA key: a path, or `{ env = "NAME" }` with the PEM text.
PrivateKey = Annotated[SigningKey, PlainValidator(private_key, json_schema_input_type=str | EnvValue)]
#: A public RSA key: a path, or `{ env = "NAME" }` with the PEM text.
PublicKey = Annotated[RSAPublicKey, PlainValidator(public_key, json_schema_input_type=str | EnvValue)]
