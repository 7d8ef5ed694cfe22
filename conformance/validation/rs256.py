"""The one algorithm of identity tokens: RSASSA-PKCS1-v1_5 with SHA-256."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey


def is_rs256(key: RSAPublicKey, raw: bytes, message: bytes) -> bool:
    """Say whether `raw` is the RS256 signature of `message` by the private half of `key`."""
    try:
        key.verify(raw, message, padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):  # a key of a few bits has no room for the digest
        return False
    return True
