"""Signing keys: read once, passed as objects."""

from conformance.keys.published import published_key
from conformance.keys.signing import NotASigningKey, SigningKey

__all__ = ["NotASigningKey", "SigningKey", "published_key"]
