"""Every forgery is what its name says: one thing about it departs, and it is signed as the attack signs."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import Counter
from contextlib import suppress

import pytest
from token_reading import departures, is_signed_by, lenient, members

from conformance.minting.alterations import ALTERATIONS
from conformance.minting.forgeries import FORGERIES
from conformance.minting.form_forgeries import FORM_FORGERIES
from conformance.minting.hmac_forgeries import HMAC_FORGERIES, KEY_FORMS
from conformance.minting.identifiers import ALTERED_IDENTIFIERS
from conformance.minting.json_forgeries import JSON_FORGERIES
from conformance.minting.key_forgeries import KEY_FORGERIES
from conformance.minting.odd_values import ODD_VALUES
from conformance.minting.signature_forgeries import SIGNATURE_FORGERIES
from conformance.minting.spellings import SPELLED_TOKENS
from conformance.minting.unsigned_forgeries import UNSIGNED_FORGERIES

FAMILIES = (
    SPELLED_TOKENS,
    HMAC_FORGERIES,
    UNSIGNED_FORGERIES,
    SIGNATURE_FORGERIES,
    KEY_FORGERIES,
    FORM_FORGERIES,
    JSON_FORGERIES,
    ODD_VALUES,
    ALTERED_IDENTIFIERS,
)


@pytest.fixture
def make(draft, mint):
    """Return what makes the token of a name."""
    return lambda name: FORGERIES[name](draft, mint.now())


def test_every_name_stands_once():
    """Of two that share a name, one would silently never be tried."""
    counts = Counter(name for table in (ALTERATIONS, *FAMILIES) for name in table)
    assert [name for name, count in counts.items() if count > 1] == []
    assert set(FORGERIES) == {name for table in FAMILIES for name in table}


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: next(iter(family)))
def test_no_two_of_a_family_are_one_token(family, draft, mint):
    """Nor is any of them the right token: each tries something of its own."""
    tokens = {name: alter(draft, mint.now()) for name, alter in family.items()}
    alike = [name for name, token in tokens.items() if token == draft.signed() or [*tokens.values()].count(token) > 1]
    assert alike == []


def test_another_spelling_says_the_same(draft, make, subtests):
    """Header and claims are those of the draft, and the signature is right over what is sent."""
    for name in SPELLED_TOKENS:
        with subtests.test(name):
            token = make(name)
            assert departures(token, draft) == {"payload.display_name"}
            assert members(token.split(".")[1])["display_name"] == "Zoë <b> & 'Ko' = 太郎/🦊"


def test_a_public_key_is_the_secret_of_the_hmac_that_alg_names(draft, make, subtests):
    """A server that verifies with that form of its key would accept it."""
    for name in (name for name in HMAC_FORGERIES if " the public key in " in name):
        with subtests.test(name):
            token = make(name)
            words = name.removeprefix("signed with ").split(" and the public key in ")
            signed, _, signature = token.rpartition(".")
            digest = getattr(hashlib, words[0].replace("HS", "sha"))
            assert (
                lenient(signature) == hmac.new(KEY_FORMS[words[1]](draft.key.public), signed.encode(), digest).digest()
            )
            assert departures(token, draft) == {"header.alg", "signature"}


def test_a_token_without_a_signature_is_signed_by_nobody(draft, make, subtests):
    """Its claims are right."""
    for name in UNSIGNED_FORGERIES:
        with subtests.test(name):
            token = make(name)
            assert not is_signed_by(draft.key.public, f"{token}." if token.count(".") == 1 else token)
            assert members(token.split(".")[1]) == draft.claims


def test_a_forged_signature_is_all_that_departs(draft, make, subtests):
    """Header and claims are right, but where alg has to be another one."""
    for name in SIGNATURE_FORGERIES:
        with subtests.test(name):
            assert departures(make(name), draft) - {"header.alg"} == {"signature"}
            assert ("header.alg" in departures(make(name), draft)) == ("ES256 as alg" in name)


def test_a_block_of_our_own_with_everything_right_is_a_signature(draft):
    """The forged blocks are raised as a signature is: only what is forged about them is wrong."""
    from conformance.minting.signature_forgeries import _of_block, _padded, _right

    token = _of_block(lambda digest, size: _padded(_right(digest), size))(draft, 0)
    assert token == draft.signed()


def test_a_library_that_pads_makes_the_same_signatures(draft, make, monkeypatch):
    """It is asked where it can make a block, because it is quick: numbers of our own come to the same."""
    names = [name for name in SIGNATURE_FORGERIES if "PS256" not in name]
    quickly = [make(name) for name in names]
    monkeypatch.setattr("conformance.minting.signature_forgeries._AS_IT_IS", None)
    assert [make(name) for name in names] == quickly


def test_a_forged_kid_leaves_the_claims_alone(draft, make, subtests):
    """Only the header and the signature by another key or secret depart."""
    for name in (name for name in KEY_FORGERIES if "kid" in name and "its own key" not in name):
        with subtests.test(name):
            found = departures(make(name), draft)
            assert {place for place in found if place.startswith("payload.")} <= {"payload.kid"}


def test_an_identifier_is_all_that_departs(draft, make, subtests):
    """The signature is right, so that nothing else can be the reason of a refusal."""
    for name in ALTERED_IDENTIFIERS:
        with subtests.test(name):
            (place,) = departures(make(name), draft)
            assert place.partition(".")[2] == name.split()[1]


def test_an_odd_value_is_signed_over(draft, make, subtests):
    """The signature is right over what is sent, and at most one member departs."""
    for name in ODD_VALUES:
        with subtests.test(name):
            token = make(name)
            assert is_signed_by(draft.key.public, token)
            assert len(departures(token, draft)) == 1


def test_json_that_is_none_is_read_by_no_strict_parser(draft, make, subtests):
    """Or it says something else: what is refused is refused for its JSON."""
    for name in (name for name in JSON_FORGERIES if " is written " in name or " is named " in name):
        with subtests.test(name):
            token = make(name)
            assert is_signed_by(draft.key.public, token)
            part = 0 if members(token.split(".")[1]) == draft.claims else 1
            with suppress(ValueError):
                read = json.loads(lenient(token.split(".")[part]), parse_constant=pytest.fail)
                assert read != (draft.header, draft.claims)[part]
