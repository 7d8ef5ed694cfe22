"""Whatever the model of a token accepts comes back as it was."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.clock import VirtualClock
from conformance.evidence.secret_forms import decode_token
from conformance.minting import Mint
from conformance.protocol import base64url
from conformance.protocol.identity_token import compact_json
from conformance.reference.server import CREDENTIALS
from conformance.reference.server.reading import PresentedToken

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
NUMBERS = st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=10,
)
OBJECTS = st.dictionaries(TEXTS, VALUES, max_size=6)

DRAFT = Mint(VirtualClock(), CREDENTIALS.provider_id, CREDENTIALS.key.key_id, CREDENTIALS.key.signing_key).draft(
    "nonce"
)


@given(OBJECTS, OBJECTS, st.binary(max_size=64))
@settings(max_examples=100)
def test_header_claims_and_signature(header, claims, signature):
    """Through compact JSON and base64url, and through both readings of the suite."""
    parts = (compact_json(header), compact_json(claims), signature)
    text = ".".join(map(base64url.encode, parts))
    presented, decoded = PresentedToken.read(text), decode_token(text)
    assert (presented.header, presented.claims, presented.signature) == (header, claims, signature)
    assert (decoded.header, decoded.claims) == (header, claims)
    assert presented.signed == text.rpartition(".")[0].encode("ascii")


@given(OBJECTS, OBJECTS)
@settings(max_examples=100)
def test_a_draft(header, claims):
    """What is signed is what was drafted, whatever a faulty token holds."""
    token = PresentedToken.read(replace(DRAFT, header=header, claims=claims).signed())
    assert (token.header, token.claims) == (header, claims)


@given(OBJECTS)
@settings(max_examples=100)
def test_compact_json_is_json(value):
    """And has no blank that it could do without: it is at most as long as the standard library's."""
    assert json.loads(compact_json(value)) == value
    assert len(compact_json(value)) <= len(json.dumps(value, ensure_ascii=False).encode())


@given(st.binary(max_size=300))
def test_base64url(raw):
    """In the alphabet of URLs, without padding."""
    text = base64url.encode(raw)
    assert base64url.decode(text) == raw
    assert not set(text) & set("+/=\n")
