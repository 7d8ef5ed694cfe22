"""A recorded connection answers what was recorded, in order, and never anything else."""

from __future__ import annotations

import threading

import pytest

from conformance.caller import TargetLost
from conformance.caller.recorded import NotRecorded, RecordedConnection
from conformance.evidence.exchange import Exchange, Received, Sent
from conformance.evidence.redaction import Redactor
from conformance.evidence.shown import shown

URL = "http://a.example/nonces"


def record(status: int, method: str = "POST") -> dict:
    """Return a recorded exchange."""
    return shown(Exchange(Sent(method, URL, []), 1.0, 0.5, Received(status, "", [], b"")), Redactor())


@pytest.fixture
def connection() -> RecordedConnection:
    """One that has a record of two exchanges."""
    connection = RecordedConnection()
    connection.begin([record(201), record(202)])
    return connection


def test_the_answers_come_in_the_order_of_the_record(connection: RecordedConnection):
    """To the request of today."""
    first, second = (connection.send("POST", "http://b.example:81/nonces", {}, b"now") for _ in range(2))
    assert (first.received.status, second.received.status) == (201, 202)
    assert first.sent.body == b"now"
    assert (connection.why, connection.end()) == ("", 0)


def test_a_request_too_many_is_not_answered(connection: RecordedConnection):
    """Nor any that follow; the reason stays the first."""
    for _ in range(2):
        connection.send("POST", URL, {})
    for _ in range(2):
        with pytest.raises(NotRecorded, match="more requests today"):
            connection.send("POST", URL, {})
    assert connection.why == "it makes more requests today than were recorded"


def test_another_request_is_not_answered(connection: RecordedConnection):
    """A step that has changed may not have the answer to what it was."""
    with pytest.raises(NotRecorded, match="other requests today"):
        connection.send("GET", URL, {})
    assert connection.why


def test_requests_at_the_same_moment_are_not_answered(connection: RecordedConnection):
    """Nobody can tell which of them was first."""
    raised = []

    def ask() -> None:
        try:
            connection.send("POST", URL, {})
        except NotRecorded as error:
            raised.append(str(error))

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert raised == [connection.why] == ["it sends requests at the same moment, which a record cannot repeat"]


def test_beside_a_scenario_nothing_is_answered(connection: RecordedConnection):
    """And nothing is held against the scenario; what it left over is counted."""
    assert connection.end() == 2
    with pytest.raises(TargetLost):
        connection.send("POST", URL, {})
    assert connection.why == ""
    assert connection.anew() is connection
