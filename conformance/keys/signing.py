"""An RSA key that signs identity tokens, and its public half."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from conformance.keys.reading import PemError, read_private_key


@dataclass(frozen=True)
class SigningKey:
    """A private RSA key. Its representation never shows it."""

    private: RSAPrivateKey = field(repr=False)

    @classmethod
    def from_pem(cls, pem: bytes, *, trusted: bool = False) -> SigningKey:
        """Return the RSA key of `read_private_key`; raises PemError as that does, and for a key of another kind."""
        key = read_private_key(pem, trusted=trusted)
        if not isinstance(key, RSAPrivateKey):
            raise PemError("is a private key of another kind than RSA; `openssl genrsa -out key.pem 2048` makes one")
        return cls(key)

    @property
    def public(self) -> RSAPublicKey:
        """The public half."""
        return self.private.public_key()

    @cached_property
    def public_pem(self) -> bytes:
        """The public half as PEM, `SubjectPublicKeyInfo`."""
        return self.public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)

    @cached_property
    def private_pem(self) -> bytes:
        """The key itself as PEM, PKCS#8, for a file that a person asked for."""
        return self.private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    def sign(self, message: bytes) -> bytes:
        """Return the RS256 signature of `message`."""
        return self.private.sign(message, padding.PKCS1v15(), hashes.SHA256())
