"""Keys: read once, passed as objects."""

from conformance.keys.published import published_key
from conformance.keys.reading import (
    PemError,
    is_private_key,
    read_private_key,
    read_public_key,
    read_rsa_public_key,
)
from conformance.keys.signing import SigningKey

__all__ = [
    "PemError",
    "SigningKey",
    "is_private_key",
    "published_key",
    "read_private_key",
    "read_public_key",
    "read_rsa_public_key",
]
