"""Who signs a bundle, and who checks that: RS256 with an RSA key, EdDSA with an Ed25519 key, as a compact JWS."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from jwt.utils import base64url_decode, base64url_encode

#: The type that the header of the JWS says, so that no other signature by the same key is taken for one of a bundle.
TYPE = "layer-conformance-manifest+jws"
#: RSA keys are at least so long, in bits (RFC 7518, 3.3).
_SHORTEST = 2048

_Private = RSAPrivateKey | Ed25519PrivateKey
_Public = RSAPublicKey | Ed25519PublicKey


class SigningKeyError(ValueError):
    """A key that cannot be used for that; the message goes on after its name, and never shows it."""


@dataclass(frozen=True)
class Signer:
    """Signs with a private key, which its representation never shows."""

    _key: _Private = field(repr=False)

    @classmethod
    def from_pem(cls, pem: bytes) -> Signer:
        """Read a private key in PEM without a passphrase; raises UnfitKey for anything else."""
        if b"PRIVATE KEY" not in pem:
            raise SigningKeyError("is no private key in PEM; whoever signs needs the private one")
        try:
            key = serialization.load_pem_private_key(pem, password=None)
        except TypeError as error:
            raise SigningKeyError("is protected by a passphrase; give an unprotected key") from error
        except (ValueError, UnsupportedAlgorithm) as error:
            raise SigningKeyError("is no private key that can be read") from error
        if not isinstance(key, RSAPrivateKey | Ed25519PrivateKey):
            raise SigningKeyError("is a private key of another kind than RSA or Ed25519")
        _check_length(key)
        return cls(key)

    @property
    def algorithm(self) -> str:
        """The name of the algorithm, as JOSE has it."""
        return _algorithm(self._key)

    def signed(self, payload: bytes) -> bytes:
        """Return the compact JWS of these bytes."""
        return jwt.PyJWS().encode(payload, self._key, self.algorithm, {"typ": TYPE}).encode("ascii")


@dataclass(frozen=True)
class Verifier:
    """Checks signatures with a public key."""

    key: _Public

    @classmethod
    def from_pem(cls, pem: bytes) -> Verifier:
        """Read a public key in PEM; raises UnfitKey for anything else, and for a private key without showing it."""
        if b"PRIVATE KEY" in pem:
            raise SigningKeyError("holds a private key, and only whoever signs may have that; give the public one")
        try:
            key = serialization.load_pem_public_key(pem)
        except (ValueError, UnsupportedAlgorithm) as error:
            raise SigningKeyError("is no public key in PEM") from error
        if not isinstance(key, RSAPublicKey | Ed25519PublicKey):
            raise SigningKeyError("is a public key of another kind than RSA or Ed25519")
        _check_length(key)
        return cls(key)

    @property
    def algorithm(self) -> str:
        """The name of the algorithm, as JOSE has it: the key decides it, whatever a signature says."""
        return _algorithm(self.key)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the key (`SubjectPublicKeyInfo` in DER), by which two people can compare it."""
        kind = serialization.PublicFormat.SubjectPublicKeyInfo
        return hashlib.sha256(self.key.public_bytes(serialization.Encoding.DER, kind)).hexdigest()

    def verify_signature(self, signature: bytes, payload: bytes) -> bool:
        """Say whether the compact JWS is that of these bytes, by this key, in the one way to write it."""
        try:
            found = jwt.PyJWS().decode_complete(signature, self.key, algorithms=[self.algorithm])
        except (jwt.InvalidTokenError, ValueError):
            return False
        canonical = b".".join(base64url_encode(base64url_decode(part)) for part in signature.split(b"."))
        is_ours = found["header"] == {"alg": self.algorithm, "typ": TYPE}
        return bool(is_ours and found["payload"] == payload and canonical == signature)


def _algorithm(key: _Private | _Public) -> str:
    return "RS256" if isinstance(key, RSAPrivateKey | RSAPublicKey) else "EdDSA"


def _check_length(key: _Private | _Public) -> None:
    if isinstance(key, RSAPrivateKey | RSAPublicKey) and key.key_size < _SHORTEST:
        raise SigningKeyError(f"is an RSA key of {key.key_size} bits, and should have {_SHORTEST} at least")
