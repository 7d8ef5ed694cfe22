"""Signing keys: read once, passed as objects."""

from conformance.keys.signing import NotASigningKey, SigningKey
from conformance.keys.published import published_key

__all__ = ["NotASigningKey", "SigningKey", "published_key"]
