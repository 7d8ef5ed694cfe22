"""Keys in PEM as people hand them over, and what they hand over instead.

The one place that reads PEM: keys of target files, of the command line, of bundles, and of the validator's page.
"""

from __future__ import annotations

import re

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes, PublicKeyTypes

_PRIVATE = re.compile(rb"PRIVATE\s+KEY|PuTTY-User-Key-File", re.IGNORECASE)
_RIGHT = "a public key in PEM would be right (-----BEGIN PUBLIC KEY-----)"
#: The shortest key that Layer's dashboard has made, in bits (docs/protocol.md#keys).
_FEWEST_BITS = 1024


class PemError(ValueError):
    """A text is not the key that was asked for; the message, a predicate, names what it is and never shows it."""


def is_private_key(text: bytes) -> bool:
    """Say whether a private key in PEM, or what is left of one, is anywhere in `text`."""
    return _PRIVATE.search(text) is not None


def read_private_key(pem: bytes, *, trusted: bool = False) -> PrivateKeyTypes:
    """Read PKCS#1 or PKCS#8 in PEM, without a passphrase; raises PemError for anything else.

    `trusted` skips the check of an RSA key's numbers, which costs 35 ms a key: for our own keys only.
    """
    try:
        return serialization.load_pem_private_key(pem, password=None, unsafe_skip_rsa_key_validation=trusted)
    except TypeError as error:
        raise PemError("is protected by a passphrase; give an unprotected key") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        if b"PUBLIC KEY" in pem or b"BEGIN CERTIFICATE" in pem:
            raise PemError("is a public key or a certificate; give the private key") from error
        raise PemError("is not a private key in PEM") from error


def read_public_key(pem: bytes) -> PublicKeyTypes:
    """Read PKCS#1 or SubjectPublicKeyInfo in PEM; raises PemError for anything else.

    Blanks around lines do not matter, nor do line ends that are written out, as many CI systems keep them.
    """
    if is_private_key(pem):
        hint = "give its public half (`openssl pkey -in private.pem -pubout`)"
        raise PemError(f"is a private key, which nobody else should see; {hint}")
    lines = pem.replace(b"\\n", b"\n").splitlines()
    try:
        return serialization.load_pem_public_key(b"\n".join(line.strip() for line in lines))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise PemError(f"is {_kind_of(pem)}") from error


def read_rsa_public_key(pem: bytes) -> RSAPublicKey:
    """Read an RSA key as `read_public_key` does; raises PemError for another kind, and below 1024 bits."""
    key = read_public_key(pem)
    if not isinstance(key, RSAPublicKey):
        raise PemError(f"is a public key of another kind than RSA; {_RIGHT.replace('public key', 'public RSA key')}")
    if key.key_size < _FEWEST_BITS:
        raise PemError(f"has {key.key_size} bits; {_FEWEST_BITS} are the least that a signature can be trusted with")
    return key


def _kind_of(text: bytes) -> str:
    if b"BEGIN CERTIFICATE" in text:
        return "a certificate; give its public key (`openssl x509 -in certificate.pem -pubkey -noout`)"
    if not text.strip():
        return f"empty; {_RIGHT}"
    if b"BEGIN" in text and b"PUBLIC KEY" in text:
        return f"a public key that is damaged or of an unknown kind; {_RIGHT}"
    if text.lstrip().startswith((b"ssh-", b"ecdsa-")):
        return f"a key in the form of OpenSSH; {_RIGHT}"
    return f"no key in PEM; {_RIGHT}"
