"""A draft of a right identity token, and a reading of tokens that shares no code with the mint."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from conformance.clock import VirtualClock
from conformance.keys import SigningKey
from conformance.minting import Mint
from conformance.reference.server import CREDENTIALS

NONCE = "b7a5fba5ad402d072013c1949481c1080860ff32"
KEY_SET = "http://127.0.0.1:9/jwks.json"


@pytest.fixture
def clock():
    return VirtualClock()


@pytest.fixture
def mint(clock):
    """The mint of the reference's provider."""
    known = CREDENTIALS
    return Mint(clock, known.provider_id, known.key.key_id, known.key.signing_key, lambda: KEY_SET)


@pytest.fixture
def draft(mint):
    return mint.draft(NONCE)


@cache
def _key(bits):
    private = rsa.generate_private_key(65537, bits)
    encoding, formats = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return SigningKey.from_pem(private.private_bytes(encoding, formats, serialization.NoEncryption()))


@pytest.fixture
def draft_by(draft):
    """Return what gives the draft with a key of so many bits."""
    return lambda bits: replace(draft, key=_key(bits))
