"""Header and claims of an identity token, for people to read."""

from __future__ import annotations

import pytest

from conformance.evidence.secret_forms import decode_token
from conformance.protocol import base64url

HEADER, CLAIMS = base64url.encode(b'{"alg": "RS256"}'), base64url.encode(b'{"prn": "alice"}')


@pytest.mark.parametrize("text", ["{}.{}.c2ln", "{}.{}", "{}.{}.", "{}.{}.a.b"])
def test_a_token_of_two_parts_or_more_has_header_and_claims(text):
    """Whatever comes behind them."""
    decoded = decode_token(text.format(HEADER, CLAIMS))
    assert (decoded.header, decoded.claims) == ({"alg": "RS256"}, {"prn": "alice"})


def test_a_token_of_one_part_has_no_claims():
    """And its header is read."""
    decoded = decode_token(HEADER)
    assert (decoded.header, decoded.claims) == ({"alg": "RS256"}, None)
