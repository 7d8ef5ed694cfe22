"""Signatures of other algorithms that can be told with the public key alone: PSS, and HMAC keyed with it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from conformance.validation.expected import Keys
from conformance.validation.reading import TokenText

_HASHES: tuple[hashes.HashAlgorithm, ...] = (hashes.SHA256(), hashes.SHA384(), hashes.SHA512())


def pss_clue(token: TokenText, raw: bytes, keys: Keys) -> str | None:
    """Say which of PS256, PS384 and PS512 the signature is, where it is one by the key in question."""
    for algorithm in _HASHES:
        if keys.right is not None and _is_pss(keys.right, raw, token.signing_input, algorithm):
            return f"it does as PS{algorithm.digest_size * 8}; it should be RS256"
    return None


def hmac_clue(token: TokenText, raw: bytes, keys: Keys) -> str | None:
    """Say with what the signature was keyed, where it is an HMAC and anybody could have made it."""
    for words, secret in _secrets(keys):
        for name in ("sha256", "sha384", "sha512"):
            if hmac.compare_digest(hmac.digest(secret, token.signing_input, name), raw):
                bits = hashlib.new(name).digest_size * 8
                return f"it is an HMAC (HS{bits}) keyed with {words}, which anybody can make; it should be RS256"
    return None


def _is_pss(key: RSAPublicKey, raw: bytes, message: bytes, algorithm: hashes.HashAlgorithm) -> bool:
    try:
        key.verify(raw, message, padding.PSS(padding.MGF1(algorithm), padding.PSS.AUTO), algorithm)
    except (InvalidSignature, ValueError):  # a short key has no room for a long digest
        return False
    return True


def _secrets(keys: Keys) -> Iterator[tuple[str, bytes]]:
    """Yield what libraries take for a secret when they are handed the public key."""
    yield "an empty secret", b""
    if keys.right is None:
        return
    for form in (PublicFormat.SubjectPublicKeyInfo, PublicFormat.PKCS1):
        pem = keys.right.public_bytes(Encoding.PEM, form)
        yield from (("the public key", each) for each in (pem, pem.rstrip(b"\n"), pem.replace(b"\n", b"\r\n")))
        yield "the public key", keys.right.public_bytes(Encoding.DER, form)
