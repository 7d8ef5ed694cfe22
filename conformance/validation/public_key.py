"""Reading the public half of a provider's key, as people give it."""

from __future__ import annotations

import re

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

_PRIVATE = re.compile(rb"PRIVATE\s+KEY|PuTTY-User-Key-File", re.IGNORECASE)
#: The shortest that Layer's dashboard has made (facts 4.3).
_LEAST_BITS = 1024
_RIGHT = "a public RSA key in PEM would be right (-----BEGIN PUBLIC KEY-----)"


class PublicKeyError(ValueError):
    """Something that was given as a public RSA key and is none; the message, a predicate, never shows it."""


def is_private_key(text: bytes) -> bool:
    """Say whether a private key in PEM, or what is left of one, is anywhere in `text`."""
    return _PRIVATE.search(text) is not None


def read_public_key(pem: bytes) -> RSAPublicKey:
    """Read PKCS#1 or SubjectPublicKeyInfo in PEM.

    Blanks around lines do not matter, nor do line ends that are written out, as many CI systems keep them.
    Raises NotAPublicKey with what was found instead.
    """
    if is_private_key(pem):
        raise PublicKeyError("is a private key, which nobody else should see; give its public half")
    if not pem.strip():
        raise PublicKeyError(f"is empty; {_RIGHT}")
    lines = pem.replace(b"\\n", b"\n").splitlines()
    try:
        key = load_pem_public_key(b"\n".join(line.strip() for line in lines))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise PublicKeyError(f"is {_what_it_is(pem)}; {_RIGHT}") from error
    if not isinstance(key, RSAPublicKey):
        raise PublicKeyError(f"is a public key of another kind than RSA; {_RIGHT}")
    if key.key_size < _LEAST_BITS:
        raise PublicKeyError(
            f"has {key.key_size} bits; {_LEAST_BITS} are the least that a signature can be trusted with"
        )
    return key


def _what_it_is(text: bytes) -> str:
    if b"BEGIN CERTIFICATE" in text:
        return "a certificate"
    if b"BEGIN" in text and b"PUBLIC KEY" in text:
        return "a public key that is damaged or of an unknown kind"
    if text.lstrip().startswith((b"ssh-", b"ecdsa-")):
        return "a key in the form of OpenSSH"
    return "no key in PEM"
