"""Whatever is changed about the text of a right identity token, it is refused."""

from __future__ import annotations

import base64
import json
import string

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from conformance.clock import VirtualClock
from conformance.minting import Mint
from conformance.protocol import base64url
from conformance.reference.server import CREDENTIALS, ReferenceServer, Request

#: In the order of the values that its characters have.
ALPHABET = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
#: Some that belong into a token, and some that do not.
CHARACTERS = st.sampled_from(ALPHABET + ".=+/ \n\t\x00~%é🦊") | st.characters(codec="utf-8")
ACCEPT = (("Accept", "application/vnd.layer+json; version=2.0"),)

CLOCK = VirtualClock()
SERVER = ReferenceServer(CLOCK)
MINT = Mint(CLOCK, CREDENTIALS.provider_id, CREDENTIALS.key.key_id, CREDENTIALS.key.signing_key)


def right_token():
    """Return a right token with a fresh nonce."""
    nonce = SERVER.handle(Request("POST", "/nonces", ACCEPT)).content["nonce"]
    return MINT.draft(nonce).right()


def presented(token):
    """Return the answer to a request for a session with this token."""
    body = json.dumps({"identity_token": token, "app_id": CREDENTIALS.app_id}).encode()
    return SERVER.handle(Request("POST", "/sessions", ACCEPT, body))


def assert_refused(token):
    answer = presented(token)
    content = answer.content
    assert (answer.status, content["id"], content["code"]) == (422, "invalid_property", 105), token
    assert content["data"]["property"] == "identity_token"
    assert not SERVER.failures


#: A place in a token, as a fraction of its length: tokens differ in length from example to example.
PLACES = st.floats(0, 1, exclude_max=True)


def at(token, place):
    return int(place * len(token))


@given(PLACES, CHARACTERS)
def test_with_one_character_replaced(place, character):
    """Anywhere, by anything: also where the last character of a part says no more than before."""
    token = right_token()
    index = at(token, place)
    assume(token[index] != character)
    assert_refused(token[:index] + character + token[index + 1 :])


@given(PLACES, st.text(CHARACTERS, min_size=1, max_size=4))
def test_with_something_inserted(place, text):
    """Anywhere, the ends included."""
    token = right_token()
    index = at(f"{token} ", place)
    assert_refused(token[:index] + text + token[index:])


@given(PLACES, st.integers(1, 40))
def test_with_something_left_out(place, length):
    """A character, a few, or all that follows."""
    token = right_token()
    index = at(token, place)
    assert_refused(token[:index] + token[index + length :])


@given(PLACES)
def test_cut_off(place):
    """To nothing, at the least."""
    token = right_token()
    assert_refused(token[: at(token, place)])


@given(st.integers(0, 2), PLACES, st.integers(0, 7))
def test_with_one_bit_flipped(which, place, bit):
    """In what one of the parts says."""
    parts = right_token().split(".")
    raw = bytearray(base64url.decode(parts[which]))
    raw[int(place * len(raw))] ^= 1 << bit
    parts[which] = base64url.encode(bytes(raw))
    assert_refused(".".join(parts))


@given(st.lists(st.integers(0, 2), max_size=6))
def test_with_its_parts_put_together_otherwise(order):
    """Swapped, repeated, or left out."""
    assume(order != [0, 1, 2])
    parts = right_token().split(".")
    assert_refused(".".join(parts[index] for index in order))


@given(st.integers(0, 2))
@settings(max_examples=10)
def test_with_a_part_of_another_token(which):
    """Two right tokens make no third; only their headers are alike."""
    one, other = right_token().split("."), right_token().split(".")
    one[which] = other[which]
    assert presented(".".join(one)).status == (201 if which == 0 else 422)


@pytest.mark.parametrize("which", range(3))
def test_with_a_last_character_that_says_the_same(which):
    """The last character of a part may hold bits that belong to no byte: a second spelling of the same bytes."""
    token = right_token()
    parts = token.split(".")
    spare = {0: 0, 2: 4, 3: 2}[len(parts[which]) % 4]
    last = ALPHABET.index(parts[which][-1])
    for value in range(1, 1 << spare):
        changed = [*parts]
        changed[which] = parts[which][:-1] + ALPHABET[last ^ value]
        assert base64.urlsafe_b64decode(f"{changed[which]}==") == base64url.decode(parts[which])
        assert_refused(".".join(changed))


@given(st.text(max_size=80) | st.from_regex(r"\A[\w=-]{0,30}(\.[\w=-]{0,30}){0,4}\Z"))
def test_whatever_it_is(text):
    """A text that was never a token; the empty one is named as missing or invalid, and refused."""
    answer = presented(text)
    assert answer.status == 422
    assert not SERVER.failures


def test_unless_nothing_is_changed():
    """The control: a right token opens a session."""
    assert presented(right_token()).status == 201
