"""What is said of requests that were sent at the same moment."""

from __future__ import annotations

import json

import pytest

from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind
from conformance.evidence.race import Race
from conformance.judging.outcomes import Inconclusive, Violation
from conformance.judging.simultaneous import (
    expect_no_crash,
    expect_one_session,
    expect_uses_until_the_deletion,
    in_race,
)

REFUSED_TOKEN = {"id": "invalid_property", "code": 105, "data": {"property": "identity_token"}}
CHALLENGED = {"id": "authentication_required", "code": 4, "data": {"nonce": "abc"}}


def answer(status, body=None, method="POST", headers=()):
    """Return an exchange with this answer."""
    raw = b"" if body is None else json.dumps(body).encode()
    return Exchange(Sent(method, "http://layer.example/", ()), 0.0, 0.0, Received(status, "", headers, raw))


OPENED, REFUSED, BROKEN = answer(201, {"session_token": "abc"}), answer(422, REFUSED_TOKEN), answer(500)
BUSY = answer(429)
DELETED, GONE = answer(204, method="DELETE"), answer(404, method="DELETE")
USED, CHALLENGE = answer(200, [], "GET"), answer(401, CHALLENGED, "GET")
SILENT = Exchange(
    Sent("GET", "http://layer.example/", ()), 0.0, 0.0, fault=TransportError(TransportErrorKind.CLOSED, "")
)


def together(*exchanges):
    """Return the race that these came of, all sent within a millisecond."""
    return Race(exchanges, [10.0 + each / 10000 for each in range(len(exchanges))], [10.1] * len(exchanges))


@pytest.mark.parametrize(
    ("expectation", "exchanges"),
    [
        (expect_one_session, [REFUSED, OPENED, REFUSED]),
        (expect_no_crash, [DELETED, GONE]),
        (expect_no_crash, [DELETED, DELETED]),
        (expect_uses_until_the_deletion, [USED, DELETED, CHALLENGE]),
        (expect_uses_until_the_deletion, [CHALLENGE, DELETED, USED]),
    ],
)
def test_what_holds(expectation, exchanges):
    """Whoever comes first may win."""
    expectation(together(*exchanges))


@pytest.mark.parametrize(
    ("expectation", "exchanges", "decisive", "observed"),
    [
        (expect_one_session, [OPENED, answer(201, {"session_token": "d"}), REFUSED], 1, "2 of 3 answered 201"),
        (expect_one_session, [REFUSED, REFUSED], 0, "0 of 2 answered 201"),
        (expect_one_session, [OPENED, BROKEN], 1, "500 without a body"),
        (expect_one_session, [answer(201), REFUSED], 0, "201 with session_token missing or null"),
        (expect_no_crash, [DELETED, BROKEN], 1, "500 without a body"),
        (expect_uses_until_the_deletion, [USED, DELETED, BROKEN], 2, "500 without a body"),
        (expect_uses_until_the_deletion, [USED, GONE], 1, "404 without a body"),
        (expect_uses_until_the_deletion, [answer(401, method="GET"), DELETED], 0, "401 without a body"),
    ],
)
def test_what_is_a_violation(expectation, exchanges, decisive, observed):
    """With the exchange that proves it, and with how close together the requests were."""
    with pytest.raises(Violation) as raised:
        expectation(together(*exchanges))
    assert raised.value.exchange is exchanges[decisive]
    assert raised.value.observed.startswith(observed)
    assert f"({together(*exchanges)})" in raised.value.observed


@pytest.mark.parametrize("exchanges", [[BUSY, BUSY], [BUSY, REFUSED], [OPENED, BUSY]])
def test_a_target_that_is_busy_violates_nothing(exchanges):
    """A 429 says nothing of what would have been."""
    with pytest.raises(Inconclusive, match="the target is busy"):
        expect_one_session(together(*exchanges))


@pytest.mark.parametrize(
    ("expectation", "exchanges"),
    [
        (expect_one_session, [OPENED, SILENT]),
        (expect_one_session, [OPENED, answer(503)]),
        (expect_no_crash, [DELETED, SILENT]),
        (expect_no_crash, [DELETED, answer(502)]),
        (expect_uses_until_the_deletion, [SILENT, DELETED]),
    ],
)
def test_what_was_not_answered_in_a_burst_violates_nothing(expectation, exchanges):
    """A gateway refuses what is too much for it; the setting that helps is named."""
    with pytest.raises(Inconclusive, match=r"^the target stood no burst: .*; http\.burst in the target file"):
        expectation(together(*exchanges))


def test_two_sessions_are_two_however_busy_the_target_is():
    """What was seen was seen."""
    with pytest.raises(Violation, match="2 of 3 answered 201"):
        expect_one_session(together(OPENED, BUSY, answer(201, {"session_token": "d"})))


def test_what_was_no_race_shows_nothing():
    """Whatever came of it looks right."""
    with pytest.raises(Inconclusive, match=r"^there was no race: 1 of 2 requests were sent at the same moment"):
        expect_one_session(Race([OPENED, REFUSED], [10.0, None], [11.0, 12.0]))


def test_what_was_no_race_may_be_a_violation():
    """Two sessions for one nonce are wrong at any distance."""
    with pytest.raises(Violation), in_race(Race("ab", [10.0, 20.0], [11.0, 21.0])):
        raise Violation("one", "two")
