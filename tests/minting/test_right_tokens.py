"""A right token is right for other libraries too, by the target's clock."""

from __future__ import annotations

import json

import jwt
import pytest
from joserfc import jws
from joserfc.jwk import RSAKey
from joserfc.registry import HeaderParameter
from token_reading import departures

from conformance.clock import VirtualClock
from conformance.minting import Mint
from conformance.reference.server import CREDENTIALS

REGISTRY = jws.JWSRegistry({"cty": HeaderParameter("Content Type", "str")}, algorithms=["RS256"])
FORMS = ("right", "signed")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("user", ["alice", "zoë 王 🦊", 'quote " and \\', ""])
def test_joserfc_verifies_it(mint, form, user):
    """Signature, header and claims."""
    draft = mint.draft("a-nonce", user=user)
    key = RSAKey.import_key(CREDENTIALS.key.signing_key.public_pem)
    found = jws.deserialize_compact(getattr(draft, form)(), key, registry=REGISTRY)
    assert found.headers() == draft.header
    assert json.loads(found.payload) == draft.claims


@pytest.mark.parametrize("form", FORMS)
def test_pyjwt_verifies_it(draft, form):
    """With the same claims; the clock is the target's, so that times are not looked at."""
    options = {"verify_exp": False, "verify_iat": False}
    public = CREDENTIALS.key.signing_key.public
    assert jwt.decode(getattr(draft, form)(), public, algorithms=["RS256"], options=options) == draft.claims
    assert jwt.get_unverified_header(getattr(draft, form)()) == draft.header


def test_both_forms_say_the_same(draft):
    """Assembled here or by the library, it is the same token to a reader."""
    assert departures(draft.right(), draft) == departures(draft.signed(), draft) == set()


def test_a_draft_knows_the_token_that_it_is_signed_as(draft):
    """And no other: neither one of other claims, nor one whose signature alone is another."""
    token = draft.signed()
    assert draft.is_signed_as(token)
    assert not draft.is_signed_as(draft.with_claims(prn="another").signed())
    assert not draft.is_signed_as(f"{token}A")


def test_header_and_claims_are_the_documents(draft):
    """Client API 2.0, Identity token: four parameters, five claims, and nothing else."""
    assert draft.header == {"typ": "JWT", "alg": "RS256", "cty": "layer-eit;v=1", "kid": CREDENTIALS.key.key_id}
    assert list(draft.claims) == ["iss", "prn", "iat", "exp", "nce"]
    assert {name: type(value) for name, value in draft.claims.items()} == {
        **dict.fromkeys(("iss", "prn", "nce"), str),
        **dict.fromkeys(("iat", "exp"), int),
    }


class TestTimes:
    def test_it_was_made_a_moment_ago_and_is_good_for_five_minutes(self, draft, mint):
        """So that a clock that is a little behind does not see the future."""
        assert (draft.claims["iat"], draft.claims["exp"]) == (mint.now() - 5, mint.now() + 300)

    def test_it_goes_by_the_targets_clock(self, mint, clock):
        """Whatever the time is here."""
        clock.advance(86400)
        assert mint.draft("n").claims["exp"] == VirtualClock.START + 86400 + 300

    def test_it_is_good_for_as_long_as_is_wanted(self, mint):
        """In seconds from now."""
        assert mint.draft("n", good_for=30).claims["exp"] == mint.now() + 30

    def test_times_are_whole_seconds(self):
        """Also where the clock's are not."""
        mint = Mint(VirtualClock(1000.9), "iss", "kid", CREDENTIALS.key.signing_key)
        assert (mint.now(), mint.draft("n").claims["exp"]) == (1000, 1300)


class TestDrafts:
    def test_a_change_makes_another_draft(self, draft):
        """The right one stays right."""
        draft.with_claims(prn="x").with_header(typ="x").without_claim("iss").without_header("kid")
        assert draft.claims["prn"] != "x"
        assert {"iss", "prn"} <= draft.claims.keys()
        assert {"typ", "kid"} <= draft.header.keys()

    def test_a_key_set_that_nobody_serves_has_a_name_that_nobody_has(self):
        """RFC 6761: `invalid` resolves nowhere."""
        draft = Mint(VirtualClock(), "iss", "kid", CREDENTIALS.key.signing_key).draft("n")
        assert draft.key_set().startswith("https://keys.invalid/")
