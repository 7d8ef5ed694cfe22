"""Keys in PEM as people hand them over, and what they hand over instead.

The one place that reads PEM: keys of target files, of the command line, of bundles, and of the validator's page.
"""

from __future__ import annotations

import re

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes, PublicKeyTypes

from conformance.keys.kinds import RIGHT_PUBLIC, decoded, is_private_der, kind_of

_PRIVATE = re.compile(rb"PRIVATE\s+KEY|PuTTY-User-Key-File", re.IGNORECASE)
_PRIVATE_LABELS = (b"PRIVATE KEY", b"RSA PRIVATE KEY", b"EC PRIVATE KEY", b"ENCRYPTED PRIVATE KEY")
_PUBLIC_LABELS = (b"PUBLIC KEY", b"RSA PUBLIC KEY")
#: The shortest key that Layer's dashboard has made, in bits (docs/protocol.md#keys).
_FEWEST_BITS = 1024


class PemError(ValueError):
    """A text is not the key that was asked for; the message, a predicate, names what it is and never shows it.

    It says as well what would be right, or which command makes that.
    """


def is_private_key(text: bytes) -> bool:
    """Say whether a private key in PEM, or what is left of one, is anywhere in `text`."""
    return _PRIVATE.search(text) is not None


def read_private_key(pem: bytes, *, trusted: bool = False) -> PrivateKeyTypes:
    """Read PKCS#1 or PKCS#8 in PEM, without a passphrase; raises PemError for anything else.

    `trusted` skips the check of an RSA key's numbers, which costs 35 ms a key: for our own keys only. What stands
    around the key, such as its certificate, does not matter, nor how it is broken into lines.
    """
    try:
        return serialization.load_pem_private_key(
            _block(pem, _PRIVATE_LABELS), password=None, unsafe_skip_rsa_key_validation=trusted
        )
    except TypeError as error:
        command = "`openssl pkey -in key.pem -out plain.pem` takes it off"
        raise PemError(f"is protected by a passphrase; {command}") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        kind = kind_of(pem)
        raise PemError(f"is {kind.name}; {kind.for_private}") from error


def read_public_key(pem: bytes) -> PublicKeyTypes:
    """Read PKCS#1 or SubjectPublicKeyInfo in PEM; raises PemError for anything else.

    What stands around the key does not matter, nor how it is broken into lines.
    """
    if is_private_key(pem) or is_private_der(pem) or is_private_der(decoded(pem)):
        hint = "give its public half (`openssl pkey -in private.pem -pubout`)"
        raise PemError(f"is a private key, which nobody else should see; {hint}")
    try:
        return serialization.load_pem_public_key(_block(pem, _PUBLIC_LABELS))
    except (ValueError, UnsupportedAlgorithm) as error:
        if b"BEGIN" in pem and b"PUBLIC KEY" in pem:
            raise PemError(f"is a public key that is damaged or of an unknown kind; {RIGHT_PUBLIC}") from error
        kind = kind_of(pem)
        raise PemError(f"is {kind.name}; {kind.for_public}") from error


def read_rsa_public_key(pem: bytes) -> RSAPublicKey:
    """Read an RSA key as `read_public_key` does; raises PemError for another kind, and below 1024 bits."""
    key = read_public_key(pem)
    if not isinstance(key, RSAPublicKey):
        right = RIGHT_PUBLIC.replace("public key", "public RSA key")
        raise PemError(f"is a public key of another kind than RSA; {right}")
    if key.key_size < _FEWEST_BITS:
        raise PemError(f"has {key.key_size} bits; {_FEWEST_BITS} are the least that a signature can be trusted with")
    return key


def _block(text: bytes, labels: tuple[bytes, ...]) -> bytes:
    """Return the first block of PEM that has one of these labels, in lines as PEM has them; the text where it has none.

    Line ends may be written out, as many CI systems keep them, or be lost.
    """
    text = text.replace(b"\\r", b"\n").replace(b"\\n", b"\n")
    for label in labels:
        _, begin, rest = text.partition(b"-----BEGIN " + label + b"-----")
        body, end, _ = rest.partition(b"-----END " + label + b"-----")
        if end and b":" not in body:  # a header in a block tells of its passphrase
            return b"\n".join((begin, *body.split(), end, b""))
    return text
