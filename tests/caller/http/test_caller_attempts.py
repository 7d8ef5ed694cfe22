"""Evidence is what was sent: every header of every attempt."""

from __future__ import annotations

import socket
import struct

import pytest
from raw_server import answering

from conformance.caller import ServerCaller
from conformance.caller.http.last_byte import send_simultaneously
from conformance.evidence.exchange import TransportErrorKind
from conformance.evidence.transcript import Transcript
from conformance.reference.server import CREDENTIALS
from conformance.targets import Credentials, ServerTarget

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
BUSY = b"HTTP/1.1 429 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"


def closing_every_second(dialogue):
    """Answer one request of a connection, and close it without a word on the next."""
    dialogue.request()
    dialogue.send(OK)
    dialogue.request()


def resetting_every_second(dialogue):
    """Answer one request of a connection, and reset it on the next."""
    dialogue.request()
    dialogue.send(OK)
    dialogue.request()
    dialogue.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def cutting_every_second(dialogue):
    """Answer one request of a connection, and the next but for half a body, after which it is reset."""
    dialogue.request()
    dialogue.send(OK)
    dialogue.request()
    dialogue.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
    dialogue.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class TestHeaders:
    @pytest.mark.parametrize(
        ("method", "body", "path"),
        [("POST", None, "/nonces"), ("POST", b"{}", "/sessions"), ("GET", None, "/a%2fb?c=%2F"), ("DELETE", None, "")],
    )
    def test_are_those_that_the_server_saw_in_its_order(self, serve, connect, method, body, path):
        """Host, length and the agent among them, and the target of the request line is that of the URL."""
        server = serve(answering())
        connection = connect(headers={"X-Env": "staging"})
        sent = connection.send(method, server.url + path, {"Accept": "a/b"}, body, surplus=True).sent
        seen = server.requests[0]
        assert [(name, value) for name, value in sent.headers] == seen.headers
        assert {"Host", "Accept-Encoding", "User-Agent", "X-Env", "Accept", "Connection"} <= {
            name for name, _ in sent.headers
        }
        assert (sent.method, sent.path, sent.body) == (method, seen.line.split()[1], body)

    def test_of_a_race_are_recorded_too(self, serve, connect):
        """Though the last byte of each is held back."""
        server, connection = serve(answering()), connect(timeout=5.0)
        race = send_simultaneously([lambda: connection.send("POST", server.url, {"A": "b"}, b"{}")] * 3)
        sent = sorted(list(exchange.sent.headers) for exchange in race.results)
        assert sent == sorted(seen.headers for seen in server.requests)

    def test_of_a_request_that_never_went_out_are_those_that_would_have(self, connect):
        """A closed port is not asked anything."""
        sent = connect(headers={"X-Env": "staging"}).send("POST", "http://127.0.0.1:9/x", {"A": "b"}, b"{}").sent
        assert {"User-Agent", "X-Env", "A", "Content-Length"} <= {name for name, _ in sent.headers}
        assert sent.url == "http://127.0.0.1:9/x"

    def test_to_a_proxy_have_its_login(self, serve, connect):
        """It is a header of the request, and withheld where it is shown."""
        proxy = serve(answering())
        through = proxy.url.replace("://", "://user:pw@")
        sent = connect(proxy=through).send("GET", "http://layer.invalid/nonces", {}).sent
        assert (sent.url, sent.header("Proxy-Authorization")) == ("http://layer.invalid/nonces", "Basic dXNlcjpwdw==")


class TestAttempts:
    def test_that_were_answered_429_come_before_the_last(self, serve, connect):
        """Each with its own answer; the last decides."""
        answers = iter([BUSY, BUSY, OK])

        def script(dialogue):
            while dialogue.request():
                dialogue.send(next(answers))

        exchange = connect().send("GET", serve(script).url, {})
        assert [attempt.received.status for attempt in (*exchange.earlier, exchange)] == [429, 429, 200]
        assert [attempt.is_retried for attempt in (*exchange.earlier, exchange)] == [True, True, False]

    def test_that_stay_busy_end_with_one_that_is_not_retried(self, serve, connect):
        """Four in all."""
        exchange = connect().send("GET", serve(answering("Retry-After: 0", status="429 Busy")).url, {})
        assert len(exchange.earlier) == 3
        assert (exchange.received.status, exchange.is_retried) == (429, False)

    @pytest.mark.parametrize("script", [closing_every_second, resetting_every_second])
    def test_on_a_connection_that_was_closed_are_recorded(self, serve, connect, script):
        """The request had gone out, and nothing came back."""
        server, connection = serve(script), connect()
        first, second = (connection.send("GET", server.url, {}) for _ in range(2))
        assert first.earlier == ()
        (stale,) = second.earlier
        assert (stale.fault.kind, stale.is_retried) == (TransportErrorKind.CLOSED, True)
        assert second.received.status == 200
        assert len(server.requests) == connection.requests == 3

    def test_that_got_half_an_answer_are_made_again(self, serve, connect):
        """And recorded as any other that was not answered."""
        server, connection = serve(cutting_every_second), connect()
        connection.send("GET", server.url, {})
        exchange = connection.send("GET", server.url, {})
        assert [each.fault.kind for each in exchange.earlier] == [TransportErrorKind.CLOSED]
        assert exchange.received.status == 200
        assert len(server.requests) == 3

    def test_count_as_requests_of_the_run(self, serve, connect):
        """Also those that found the connection closed."""
        server, connection = serve(closing_every_second), connect(max_requests=3)
        for _ in range(2):
            connection.send("GET", server.url, {})
        assert connection.budget.is_spent


def test_a_transcript_has_every_attempt_in_order(serve, connect):
    """The last is the one that the caller returns."""
    answers = iter([BUSY, OK])

    def script(dialogue):
        while dialogue.request():
            dialogue.send(next(answers))

    known = CREDENTIALS
    credentials = Credentials(known.app_id, known.provider_id, known.key.key_id, known.key.signing_key)
    target = ServerTarget(name="T", actor="server", url=serve(script).url, credentials=credentials)
    transcript = Transcript()
    exchange = ServerCaller(target, connect(), "2.0", transcript).request_nonce()
    assert [attempt.received.status for attempt in transcript.exchanges] == [429, 200]
    assert transcript.exchanges[-1] is exchange
