"""Tokens that are right, in all the ways in which they may be."""

from __future__ import annotations

import json

import jwt
import pytest
from joserfc import jws
from joserfc.jwk import RSAKey
from joserfc.registry import HeaderParameter

from conformance.keys import published_key
from conformance.validation import CHECKS, Expected, Keys, Outcome, check_token

UUID = b"cd8c286e-f2e4-11e5-99fe-eecb000000b0"
HEADER = {
    "typ": "JWT",
    "alg": "RS256",
    "cty": "layer-eit;v=1",
    "kid": f"layer:///keys/{UUID.decode()}",
}


def test_every_check_of_a_right_token_is_ok(bench):
    """All of them were made, in the order of the table."""
    validation = bench.check(bench.token())
    assert [check.id for check in validation.checks] == list(CHECKS)
    assert {check.outcome for check in validation.checks} == {Outcome.OK}
    assert not any(check.cause for check in validation.checks)
    assert validation.ok


def by_pyjwt(claims, key):
    return jwt.encode(claims, key.private, algorithm="RS256", headers=HEADER)


def by_joserfc(claims, key):
    registry = jws.JWSRegistry({"cty": HeaderParameter("Content Type", "str")}, algorithms=["RS256"])
    return jws.serialize_compact(HEADER, json.dumps(claims), RSAKey.import_key(key.private_pem), registry=registry)


@pytest.mark.parametrize("make", [by_pyjwt, by_joserfc])
@pytest.mark.parametrize("key", ["application", "short", "long"])
def test_the_token_of_another_library_is_right(bench, make, key):
    """A fault that our own minting and checking share would show; keys have 1024 to 4096 bits."""
    signing = published_key(key)
    claims = {
        "iss": bench.expected.provider_id,
        "prn": "alice",
        "iat": bench.moment.now - 1,
        "exp": bench.moment.now + 60,
        "nce": bench.expected.nonce,
        "display_name": "Zoë 🦊",
    }
    assert not bench.of(key=signing).check(make(claims, signing)).with_outcome(Outcome.FAILED)


@pytest.mark.parametrize(
    "header",
    [
        rb'{"typ":"JWT","\u0061lg":"RS256","cty":"layer-eit;v\u003d1","kid":"layer:\/\/\/keys\/%s"}' % UUID,
        b'{"kid":"layer:///keys/%s","cty":"layer-eit;v=1","alg":"RS256","typ":"JWT"}' % UUID.upper(),
        b' {\n "typ" : "JWT" , "alg": "RS256",\r\n\t"cty": "layer-eit;v=1", "kid": "%s" } \n' % UUID,
    ],
    ids=["escapes", "another order and capitals in the UUID", "blanks and a bare UUID"],
)
def test_json_may_be_spelt_in_any_way(bench, header):
    """What is compared is what the JSON says."""
    assert bench.check(bench.token(header)).ok


def test_bare_uuids_are_accepted_and_noted(bench):
    """Samples and official clients have them, the documents the prefixed form."""
    bare = {"kid": bench.expected.key_id[-36:]}, {"iss": bench.expected.provider_id[-36:]}
    validation = bench.check(bench.token(*bare))
    assert validation.ok
    assert "a bare UUID" in validation.check("kid").reason
    assert "a bare UUID" in validation.check("iss").reason


def test_unknown_claims_and_null_optional_claims_are_tolerated(bench):
    """Wild tokens have both."""
    validation = bench.check(bench.token(claims={"sub": "alice", "first_name": None, "last_name": "Liddell"}))
    assert validation.check("optional claims").outcome is Outcome.OK
    assert validation.check("optional claims").reason == 'last_name; null and so left out: first_name; ignored: "sub"'


def test_what_is_not_known_is_compared_with_nothing(bench):
    """Without key, expectations and a moment, signature and times are not checked, and nothing fails."""
    validation = check_token(bench.token())
    assert validation.ok
    unchecked = [check.id for check in validation.with_outcome(Outcome.NOT_CHECKED)]
    assert unchecked == ["signature", *(check for check in CHECKS if check.startswith("time: "))]
    compared = [check.id for check in validation.checks if "compared with nothing" in check.reason]
    assert compared == ["kid", "iss", "prn", "nce"]


def test_header_and_claims_are_shown_decoded(bench):
    """Also to whoever asks for a single check."""
    validation = bench.check(bench.token(claims={"prn": "zoë"}))
    assert validation.header["typ"] == "JWT"
    assert validation.claims["prn"] == "zoë"
    assert len(validation.parts) == 3
    with pytest.raises(KeyError):
        validation.check("nonsense")


def test_the_token_is_not_in_the_representation(bench):
    """A traceback or a log shows what was found, and no token."""
    token = bench.token()
    for text in (repr(bench.check(token)), repr(Expected(nonce=bench.expected.nonce)), repr(Keys(bench.key.public))):
        assert token.split(".")[1] not in text
        assert bench.expected.nonce not in text
