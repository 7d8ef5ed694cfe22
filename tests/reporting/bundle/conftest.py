"""A run that can be bundled, and keys to sign it with."""

from functools import cache

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from conformance.reporting.bundle import Signer, Verifier, bundle_of
from conformance.reporting.write_all import write_reports


@cache
def _private(kind):
    if kind == "EdDSA":
        return ed25519.Ed25519PrivateKey.generate()
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def keys():
    """Return the PEM of the private and of the public key for an algorithm."""

    def pems(algorithm="EdDSA"):
        key = _private(algorithm)
        plain = serialization.NoEncryption()
        public = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain), public

    return pems


@pytest.fixture
def folder(report, one_of_each, tmp_path):
    """The reports of a run with hostile texts in it."""
    write_reports(report(*one_of_each), tmp_path / "reports")
    return tmp_path / "reports"


@pytest.fixture
def signer(keys):
    """Who signs with an Ed25519 key."""
    return Signer.from_pem(keys()[0])


@pytest.fixture
def verifier(keys):
    """Who checks that."""
    return Verifier.from_pem(keys()[1])


@pytest.fixture
def signed(folder, signer):
    """A signed bundle of that run."""
    return bundle_of(folder, signer)
