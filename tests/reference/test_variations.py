"""The variations of the server: each is unusual in one way, and signs its users in."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from urllib.parse import quote

import pytest

from conformance.protocol.errors import ErrorId
from conformance.reference.variations import all_variations, variation_named

VARIATIONS = all_variations("server")


def varied(app, name):
    """Return the app at the variation of that name."""
    return app.of(variation_named(name).apply(app.server))


def test_each_signs_its_users_in_and_out(app):
    """Nonce, session, use, deletion and challenge: all of it works, and nothing falls over."""
    answers = {}
    for variation in VARIATIONS:
        unusual = app.of(variation.apply(app.server))
        token = unusual.session_token()
        statuses = [unusual.use(token), unusual.delete(quote(token, safe="")), unusual.use(token)]
        answers[variation.name] = [answer.status for answer in statuses], list(unusual.server.failures)
    assert {name: found for name, found in answers.items() if found != ([200, 204, 401], [])} == {}


def test_each_refuses_what_is_wrong(app, missing):
    """A token without a claim, a nonce that the server did not give, and a request without Accept."""
    answers = {}
    for variation in VARIATIONS:
        unusual = app.of(variation.apply(app.server))
        refusals = [
            unusual.open(unusual.token(unusual.claims(prn=missing))),
            unusual.open(unusual.token(unusual.claims("an unknown nonce"))),
            unusual.ask("POST", "/nonces", accept=""),
        ]
        answers[variation.name] = [answer.status for answer in refusals], refusals[-1].content["id"]
    right = [422, 422, 406], ErrorId.INVALID_HEADER.id
    assert {name: found for name, found in answers.items() if found != right} == {}


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
