"""Requests that are released at the same moment, and what keeps them from that."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from raw_server import answering, saying

from conformance.caller import TargetLostError
from conformance.caller.http import last_byte
from conformance.caller.http.last_byte import MOST, send_simultaneously
from conformance.evidence.exchange import TransportErrorKind

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
BUSY = b"HTTP/1.1 429 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture
def race(connect):
    """Return what sends one request to each URL, all at the same moment."""

    def send(*urls, body=b'{"a": 1}', **settings):
        connection = connect(**{"timeout": 5.0, **settings})
        return send_simultaneously([partial(connection.send, "POST", url, {}, body) for url in urls])

    return send


def statuses(race):
    return [exchange.received and exchange.received.status for exchange in race.results]


def test_no_request_is_complete_before_all_others_are_but_for_a_byte(serve, race, certificate):
    """The slowest connection is waited for; every request has one of its own."""
    events, arrived = [], threading.Semaphore(0)

    def script(dialogue):
        dialogue.received += dialogue.connection.recv(1)
        arrived.release()
        dialogue.request()
        events.append("complete")
        dialogue.send(OK)

    def slowly(connection):
        for _ in range(7):
            assert arrived.acquire(timeout=5)
        events.append("shaken hands")
        return certificate.wrap(connection)

    plain, slow = serve(script), serve(script, scheme="https", wrap=slowly)
    seen = race(*[plain.url] * 7, slow.url, verify=certificate.file)
    assert statuses(seen) == [200] * 8
    assert (plain.connections, len(seen.simultaneous)) == (7, 8)
    assert events[0] == "shaken hands"


@pytest.mark.parametrize("body", [b"x", b"", None], ids=["one byte", "empty", "none"])
def test_a_request_with_hardly_a_body_is_held_by_its_header(serve, race, body):
    """The last byte is whatever ends the request."""
    server = serve(answering())
    seen = race(*[server.url] * 4, body=body)
    assert statuses(seen) == [200] * 4
    assert (seen.is_valid, len(seen.simultaneous)) == (True, 4)
    assert [each.body for each in server.requests] == [body or b""] * 4


def test_one_thread_sends_all_last_bytes(serve, race, monkeypatch):
    """Threads that are let go together would each wait for the interpreter."""
    threads, release = [], last_byte.Slot.release

    def recorded(slot):
        if slot.sent is None:
            threads.append(threading.get_ident())
        release(slot)

    monkeypatch.setattr(last_byte.Slot, "release", recorded)
    race(*[serve(answering()).url] * MOST)
    assert len(threads) == MOST
    assert len(set(threads)) == 1


def test_the_exchanges_begin_when_they_were_released(serve, race):
    """So the transcript shows how close together they were."""
    seen = race(*[serve(answering()).url] * 8)
    started = [exchange.started for exchange in seen.results]
    assert max(started) - min(started) == pytest.approx(seen.spread, abs=0.05)
    assert all(0 <= exchange.duration < 5 for exchange in seen.results)


def test_over_tls(serve, race, certificate):
    """The last byte is a record of its own."""
    server = serve(answering(), scheme="https", wrap=certificate.wrap)
    seen = race(*[server.url] * 8, verify=certificate.file)
    assert statuses(seen) == [200] * 8
    assert seen.is_valid


def test_one_race_after_the_other_at_a_target_that_hangs_up(serve, race):
    """Kept connections, which it may have closed, are not used."""
    server = serve(saying(OK))
    for _ in range(3):
        seen = race(*[server.url] * 4)
        assert (statuses(seen), len(seen.simultaneous)) == ([200] * 4, 4)


def test_a_connection_is_kept_for_the_next_request(serve, connect):
    """A race changes nothing about what comes after it."""
    server, connection = serve(answering()), connect(timeout=5.0)
    send_simultaneously([partial(connection.send, "GET", server.url, {})] * 2)
    connection.send("GET", server.url, {})
    assert server.connections == 2


def test_a_target_that_answers_before_the_request_is_complete(serve, race):
    """It has said what it had to say."""
    server = serve(saying(OK))
    server.script = lambda dialogue: (dialogue.connection.recv(65536), dialogue.send(OK), dialogue.hold())
    assert statuses(race(*[server.url] * 4)) == [200] * 4


class TestWithoutSome:
    """What one request lacks does not keep the others waiting."""

    def test_a_call_that_fails_before_it_sends_anything(self, serve, connect):
        """Its exception is raised when all are over."""
        server, connection = serve(answering()), connect(timeout=5.0)

        def failing():
            raise KeyError("none")

        with pytest.raises(KeyError):
            send_simultaneously([failing, *[partial(connection.send, "GET", server.url, {})] * 3])
        assert len(server.requests) == 3

    def test_a_call_that_sends_nothing(self, serve, connect):
        """There was no request to release."""
        server, connection = serve(answering()), connect(timeout=5.0)
        seen = send_simultaneously([lambda: None, partial(connection.send, "GET", server.url, {})])
        assert (len(seen.simultaneous), seen.is_valid) == (1, False)

    def test_the_budget_ends_in_the_midst(self, serve, race):
        """As for any other request: the target is lost, and nothing hangs."""
        server = serve(answering())
        with pytest.raises(TargetLostError, match=r"http\.max_requests"):
            race(*[server.url] * 4, max_requests=2)

    def test_a_connection_that_is_never_made(self, serve, race):
        """Half a deadline is waited for it; it fails by itself, and the others have been sent together."""
        server, mute = serve(answering()), serve(lambda dialogue: dialogue.hold())
        seen = race(*[server.url] * 7, mute.url.replace("http:", "https:"), timeout=1.0)
        assert statuses(seen) == [200] * 7 + [None]
        assert seen.results[-1].fault.kind is TransportErrorKind.TIMED_OUT
        assert (len(seen.simultaneous), seen.is_valid) == (7, True)

    def test_another_attempt_waits_for_nobody(self, race, monkeypatch):
        """The others may be under way to one attempt or to another: only the first attempts begin together."""
        waits = []
        monkeypatch.setattr(last_byte, "_wait", lambda barrier, seconds: waits.append(seconds))
        seen = race(*["http://127.0.0.1:9"] * 2)
        assert [len(exchange.earlier) for exchange in seen.results] == [3, 3]
        assert len(waits) == 2

    def test_a_port_that_is_closed(self, race):
        """Every request is refused, and the race was none."""
        seen = race(*["http://127.0.0.1:9"] * 2)
        assert [exchange.fault.kind for exchange in seen.results] == [TransportErrorKind.REFUSED] * 2
        assert not seen.is_valid


def test_what_the_target_puts_off_was_not_in_the_race(serve, race):
    """It goes out again when the target wants it; most have to be together."""
    told = set()

    def script(dialogue):
        while seen := dialogue.request():
            path = seen.line.split()[1]
            dialogue.send(BUSY if "busy" in path and path not in told else OK)
            told.add(path)

    server = serve(script)
    seen = race(*(f"{server.url}/{path}" for path in ("busy-1", "busy-2", "busy-3", "a", "b")))
    assert statuses(seen) == [200] * 5
    assert (len(seen.simultaneous), seen.is_valid) == (2, False)


def test_a_rate_holds_before_anything_is_sent(serve, race):
    """Requests that wait for their turn are no half requests at the target."""
    seen = race(*[serve(answering()).url] * 5, max_rate=20)
    assert len(seen.simultaneous) == 5


@pytest.mark.parametrize("count", [0, MOST + 1])
def test_there_is_a_limit(count):
    """Each request needs a connection and a thread."""
    with pytest.raises(ValueError, match=f"1 to {MOST} requests"):
        send_simultaneously([lambda: None] * count)
