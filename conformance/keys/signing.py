"""An RSA key that signs identity tokens, and its public half."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey


class NotASigningKey(ValueError):
    """Something that was given as a private RSA key and is none; the message never shows it."""


@dataclass(frozen=True)
class SigningKey:
    """A private RSA key. Its representation never shows it."""

    private: RSAPrivateKey = field(repr=False)

    @classmethod
    def from_pem(cls, pem: bytes, *, trusted: bool = False) -> SigningKey:
        """Read PKCS#1 or PKCS#8 in PEM, without a passphrase.

        `trusted` skips the check of the key's numbers, which costs 35 ms a key: for our own keys only.
        Raises NotASigningKey with what was found instead.
        """
        try:
            key = serialization.load_pem_private_key(pem, password=None, unsafe_skip_rsa_key_validation=trusted)
        except TypeError as error:
            raise NotASigningKey("is protected by a passphrase; give an unprotected key") from error
        except (ValueError, UnsupportedAlgorithm) as error:
            raise NotASigningKey(_what_it_is(pem)) from error
        if not isinstance(key, RSAPrivateKey):
            raise NotASigningKey("is a private key of another kind than RSA")
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


def _what_it_is(pem: bytes) -> str:
    if b"PUBLIC KEY" in pem or b"BEGIN CERTIFICATE" in pem:
        return "is a public key or a certificate; give the private key"
    return "is not a private key in PEM"
