"""Signatures of other algorithms that can be told with the public key alone: PSS, and HMAC keyed with it."""

from __future__ import annotations

import hmac
from collections.abc import Iterator

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from conformance.validation.signature_diagnosis.rejected import RejectedSignature

_HASHES: tuple[hashes.HashAlgorithm, ...] = (hashes.SHA256(), hashes.SHA384(), hashes.SHA512())


def pss_clue(rejected: RejectedSignature) -> str | None:
    """Say which of PS256, PS384 and PS512 the signature is, where it is one by the key in question."""
    for algorithm in _HASHES:
        if _is_pss(rejected, algorithm):
            return f"it does as PS{algorithm.digest_size * 8}; it should be RS256"
    return None


def hmac_clue(rejected: RejectedSignature) -> str | None:
    """Say with what the signature was keyed, where it is an HMAC and anybody could have made it."""
    for words, secret in _secrets(rejected.key):
        for name in ("sha256", "sha384", "sha512"):
            digest = hmac.digest(secret, rejected.message, name)
            if hmac.compare_digest(digest, rejected.raw):
                kind = f"it is an HMAC (HS{len(digest) * 8}) keyed with {words}"
                return f"{kind}, which anybody can make; it should be RS256"
    return None


def _is_pss(rejected: RejectedSignature, algorithm: hashes.HashAlgorithm) -> bool:
    scheme = padding.PSS(padding.MGF1(algorithm), padding.PSS.AUTO)
    try:
        rejected.key.verify(rejected.raw, rejected.message, scheme, algorithm)
    except (InvalidSignature, ValueError):  # a short key has no room for a long digest
        return False
    return True


def _secrets(key: RSAPublicKey) -> Iterator[tuple[str, bytes]]:
    """Yield what libraries use as a secret when they are configured with the public key."""
    yield "an empty secret", b""
    for form in (PublicFormat.SubjectPublicKeyInfo, PublicFormat.PKCS1):
        pem = key.public_bytes(Encoding.PEM, form)
        yield from (("the public key", each) for each in (pem, pem.rstrip(b"\n"), pem.replace(b"\n", b"\r\n")))
        yield "the public key", key.public_bytes(Encoding.DER, form)
