"""A recorded connection answers what was recorded, in order, and never anything else."""

from __future__ import annotations

import threading

import pytest

from conformance.caller import TargetLostError
from conformance.caller.replay import NotRecordedError, ReplayConnection
from conformance.evidence.exchange import Exchange, Received, Sent
from conformance.evidence.redaction import Redactor
from conformance.evidence.serialize import serialize

URL = "http://a.example/nonces"


def record(status: int, method: str = "POST") -> dict:
    """Return a recorded exchange."""
    return serialize(Exchange(Sent(method, URL, []), 1.0, 0.5, Received(status, "", [], b"")), Redactor())


@pytest.fixture
def connection() -> ReplayConnection:
    """One that has a record of two exchanges."""
    connection = ReplayConnection()
    connection.begin([record(201), record(202)])
    return connection


def test_the_answers_come_in_the_order_of_the_record(connection: ReplayConnection):
    """To the request of today."""
    first, second = (connection.send("POST", "http://b.example:81/nonces", {}, b"now") for _ in range(2))
    assert (first.received.status, second.received.status) == (201, 202)
    assert first.sent.body == b"now"
    assert (connection.why, connection.end()) == ("", 0)


def test_it_sends_nothing(connection: ReplayConnection):
    """It is asked for what any connection is: how much it has sent, and whether it leaves a cookie."""
    connection.send("POST", URL, {})
    assert (connection.requests, connection.leaves_cookies, connection.budget.is_spent) == (0, False, False)


def test_a_request_too_many_is_not_answered(connection: ReplayConnection):
    """Nor any that follow; the reason stays the first."""
    for _ in range(2):
        connection.send("POST", URL, {})
    for _ in range(2):
        with pytest.raises(NotRecordedError, match="more requests today"):
            connection.send("POST", URL, {})
    assert connection.why == "it makes more requests today than were recorded"


def test_another_request_is_not_answered(connection: ReplayConnection):
    """A step that has changed may not have the answer to what it was."""
    with pytest.raises(NotRecordedError, match="other requests today"):
        connection.send("GET", URL, {})
    assert connection.why


def test_requests_at_the_same_moment_are_not_answered(connection: ReplayConnection):
    """Nobody can tell which of them was first."""
    raised = []

    def ask() -> None:
        try:
            connection.send("POST", URL, {})
        except NotRecordedError as error:
            raised.append(str(error))

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert raised == [connection.why] == ["it sends requests at the same moment, which a record cannot repeat"]


def test_beside_a_scenario_nothing_is_answered(connection: ReplayConnection):
    """And nothing is held against the scenario; what it left over is counted."""
    assert connection.end() == 2
    with pytest.raises(TargetLostError):
        connection.send("POST", URL, {})
    assert connection.why == ""
    assert connection.duplicate() is connection
