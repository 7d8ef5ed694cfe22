"""Who signs a bundle, and who checks that: RS256 with an RSA key, EdDSA with an Ed25519 key, as a compact JWS."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from jwt.utils import base64url_decode, base64url_encode

from conformance.keys import PemError, read_private_key, read_public_key

#: The type that the header of the JWS says, so that no other signature by the same key is taken for one of a bundle.
TYPE = "layer-conformance-manifest+jws"
#: RSA keys are at least so long, in bits (RFC 7518, 3.3).
_SHORTEST = 2048

_Private = RSAPrivateKey | Ed25519PrivateKey
_Public = RSAPublicKey | Ed25519PublicKey


@dataclass(frozen=True)
class Signer:
    """Signs with a private key, which its representation never shows."""

    _key: _Private = field(repr=False)

    @classmethod
    def from_pem(cls, pem: bytes) -> Signer:
        """Read an RSA or Ed25519 key in PEM without a passphrase; raises PemError for anything else."""
        key = read_private_key(pem)
        if not isinstance(key, RSAPrivateKey | Ed25519PrivateKey):
            raise PemError("is a private key of another kind than RSA or Ed25519")
        _check_length(key)
        return cls(key)

    @property
    def algorithm(self) -> str:
        """The name of the algorithm, as JOSE has it."""
        return _algorithm(self._key)

    def sign(self, payload: bytes) -> bytes:
        """Return the compact JWS of these bytes."""
        return jwt.PyJWS().encode(payload, self._key, self.algorithm, {"typ": TYPE}).encode("ascii")


@dataclass(frozen=True)
class Verifier:
    """Checks signatures with a public key."""

    key: _Public

    @classmethod
    def from_pem(cls, pem: bytes) -> Verifier:
        """Read an RSA or Ed25519 key in PEM; raises PemError for anything else, such as a private key."""
        key = read_public_key(pem)
        if not isinstance(key, RSAPublicKey | Ed25519PublicKey):
            raise PemError("is a public key of another kind than RSA or Ed25519")
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
        raise PemError(f"is an RSA key of {key.key_size} bits, and should have {_SHORTEST} at least")
