"""The variations of the server: each is unusual in one way, and signs its users in."""

from __future__ import annotations

import re
from dataclasses import fields
from email.utils import parsedate_to_datetime
from urllib.parse import quote

import pytest

from conformance.clock import VirtualClock
from conformance.protocol.errors import ErrorId
from conformance.reference.server import ReferenceServer
from conformance.reference.variations import all_variations, variation_named
from conformance.reference.variations.registry import variation

VARIATIONS = all_variations("server")

by_name = pytest.mark.parametrize("each", VARIATIONS, ids=lambda each: each.name)


def varied(app, name):
    """Return the app at the variation of that name."""
    return app.of(variation_named(name).apply(app.server))


def test_there_are_enough():
    """Twenty-five is the least that a suite without false alarms has to pass."""
    assert len(VARIATIONS) >= 25


@by_name
def test_it_says_in_one_sentence_what_is_unusual(each):
    """A capital, a full stop, and no other sentence between them."""
    assert re.fullmatch(r"[A-Z][^\n]*[^.]\.", each.docstring)
    assert ". " not in each.docstring
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", each.name)
    assert (each.apply.__name__, each.apply.__doc__) == (each.name, each.docstring)


def test_no_two_say_the_same():
    """Two variations with one sentence would be one."""
    sentences = [each.docstring for each in VARIATIONS]
    assert sorted(sentences) == sorted(set(sentences))


@by_name
def test_it_differs_from_the_reference(each):
    """Something about it is another than usual."""
    usual = ReferenceServer(VirtualClock())
    changed = each.apply(usual)
    parts = [part.name for part in fields(usual) if part.init]
    assert any(getattr(changed, part) != getattr(usual, part) for part in parts)


@by_name
def test_it_signs_its_users_in_and_out(each, app):
    """Nonce, session, use, deletion and challenge: all of it works, and nothing falls over."""
    unusual = app.of(each.apply(app.server))
    token = unusual.session_token()
    assert unusual.use(token).status == 200
    assert unusual.delete(quote(token, safe="")).status == 204
    assert unusual.use(token).status == 401
    assert not unusual.server.failures


@by_name
def test_it_refuses_what_is_wrong(each, app, missing):
    """A token without a claim, a nonce that nobody gave, and a request without Accept."""
    unusual = app.of(each.apply(app.server))
    assert unusual.open(unusual.token(unusual.claims(prn=missing))).status == 422
    assert unusual.open(unusual.token(unusual.claims("a nonce that nobody gave"))).status == 422
    assert unusual.ask("POST", "/nonces", accept="").content["id"] == ErrorId.INVALID_HEADER.id


@pytest.mark.parametrize(("name", "ahead"), [("clock_ahead", 3), ("clock_behind", -3)])
def test_a_clock_that_is_off_shows_in_the_date(app, name, ahead):
    """Date is the only way for an examiner to learn of it."""
    answer = varied(app, name).ask("POST", "/nonces")
    assert parsedate_to_datetime(answer.header("Date")).timestamp() == app.clock.now() + ahead


@pytest.mark.parametrize("name", ["clock_ahead_unseen", "clock_behind_unseen"])
def test_a_clock_that_is_off_can_be_hidden(app, name):
    """A proxy in front writes the Date of its own clock."""
    unusual = varied(app, name)
    answer = unusual.ask("POST", "/nonces")
    assert parsedate_to_datetime(answer.header("Date")).timestamp() == app.clock.now()
    assert abs(unusual.server.clock.now() - app.clock.now()) == 3


@pytest.mark.parametrize(("name", "bits"), [("short_key", 1024), ("long_key", 4096)])
def test_keys_of_other_sizes_are_registered(app, name, bits):
    """The provider signs with the key whose public half the server has."""
    unusual = varied(app, name)
    assert unusual.server.credentials.key.signing_key.private.key_size == bits


def test_an_unknown_name_is_refused_with_the_nearest():
    """A slip of the finger is told, with what was probably meant."""
    with pytest.raises(LookupError, match=r"no variation is called .* did you mean uuid_nonces"):
        variation_named("uuid_nonce")


def test_a_name_can_be_taken_once():
    """A second function of the same name would hide the first."""

    def slow(server):
        """Stands in the way."""
        return server

    with pytest.raises(ValueError, match="two changes are called slow"):
        variation(slow)
