"""What comes in: the answer as it was, with all its headers, and what follows where nothing may."""

from __future__ import annotations

import gzip
import logging

import pytest
from raw_server import answering, saying

from conformance.caller.http.answer_body import MAX_BODY

NO_CONTENT = b"HTTP/1.1 204 No Content\r\n"


def test_status_reason_headers_and_body(ask):
    """In the target's own spelling."""
    received = ask(answering("X-One: 1", "content-type: a/b", status="418 I'm a teapot", body=b"abc")).received
    assert (received.status, received.reason, received.body) == (418, "I'm a teapot", b"abc")
    assert received.headers == (("X-One", "1"), ("content-type", "a/b"), ("Content-Length", "3"))


def test_repeated_headers_are_kept_apart(ask):
    """RFC 8288 allows several Link fields, and a parser needs each by itself."""
    received = ask(answering("Link: <a>", "X: y", "link: <b>, <c>")).received
    assert received.header_values("Link") == ["<a>", "<b>, <c>"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(serve, connect, status):
    """It is the answer; a session token would travel along."""
    server = serve(answering("Location: /elsewhere", status=f"{status} Moved"))
    received = connect().send("POST", server.url, {}).received
    assert (received.status, received.header("Location")) == (status, "/elsewhere")
    assert len(server.requests) == 1


def test_an_authentication_challenge_is_not_answered(serve, connect):
    """401 is what many rules wait for."""
    server = serve(answering("WWW-Authenticate: Basic", status="401 Unauthorized"))
    assert connect().send("GET", server.url, {}).received.status == 401
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", ["500 Internal Server Error", "404 Not Found", "201 Created"])
def test_no_request_that_was_answered_is_sent_again(serve, connect, status):
    """A retry would hide what was seen, whatever Retry-After says; what is no answer: test_caller_repeating."""
    server = serve(answering("Retry-After: 0", status=status))
    connect().send("GET", server.url, {})
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1;x=y\r\nd\r\n0\r\n\r\n", id="chunks"
        ),
        pytest.param(b"HTTP/1.0 200 OK\r\n\r\nabcd", id="HTTP/1.0 without a length"),
        pytest.param(b"HTTP/1.1 200\r\nContent-Length: 4\r\n\r\nabcd", id="no reason phrase"),
        pytest.param(b"HTTP/1.1 200 OK\nContent-Length: 4\n\nabcd", id="line feeds alone"),
        pytest.param(
            b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd",
            id="103 before it",
        ),
        pytest.param(
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd", id="100 before it"
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"abcd"),
            id="gzip that was not asked for",
        ),
    ],
)
def test_an_answer_is_read_in_any_lawful_form(ask, answer):
    """Variations of HTTP that say nothing about Layer."""
    received = ask(saying(answer)).received
    assert (received.status, received.body) == (200, b"abcd")


def test_bytes_that_are_no_ascii_in_a_header_come_through(ask):
    """One character a byte, as HTTP has it."""
    received = ask(answering("X: caf\xe9 \xff", status="200 \xe4")).received
    assert (received.header("X"), received.reason) == ("caf\xe9 \xff", "\xe4")


def test_nothing_is_logged(ask, caplog):
    """urllib3 names the URL of a broken header, and a URL may hold a session token."""
    with caplog.at_level(logging.DEBUG):
        ask(saying(b"HTTP/1.1 200 OK\r\nno colon\r\nX: y\r\n\r\n"))
    assert not caplog.records


class TestSurplus:
    """DELETE-2: what follows the header of a 204."""

    def after_204(self, ask, *pieces, hold=False, header=b""):
        exchange = ask(saying(NO_CONTENT + header + b"\r\n", *pieces, hold=hold), "DELETE", surplus=True)
        assert (exchange.fault, exchange.received.status, exchange.received.body) == (None, 204, b"")
        return exchange.received.surplus

    @pytest.mark.parametrize("hold", [False, True], ids=["closed", "kept open"])
    def test_nothing_is_nothing(self, ask, hold):
        """A target that leaves the connection open is waited for a moment, and is right as well."""
        assert self.after_204(ask, hold=hold) == b""

    @pytest.mark.parametrize("hold", [False, True], ids=["closed", "kept open"])
    @pytest.mark.parametrize("header", [b"", b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n"])
    def test_a_body_is_seen(self, ask, header, hold):
        """With a length, with chunks or without either, whether the connection is closed or not."""
        assert self.after_204(ask, b"hello", header=header, hold=hold) == b"hello"

    @pytest.mark.parametrize("header", [b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n"])
    def test_an_announcement_alone_is_no_body(self, ask, header):
        """The header shows it; waiting for what cannot come would be a fault of ours."""
        assert self.after_204(ask, header=header, hold=True) == b""

    def test_a_body_that_comes_later_is_seen(self, ask):
        """In a packet of its own."""

        def script(dialogue):
            dialogue.request()
            dialogue.send(NO_CONTENT + b"\r\n")
            dialogue.server.ended.wait(0.1)
            dialogue.send(b"hello")

        assert ask(script, "DELETE", surplus=True).received.surplus == b"hello"

    def test_a_body_without_end_is_read_in_part(self, ask):
        """One byte is proof enough."""

        def script(dialogue):
            dialogue.request()
            dialogue.send(NO_CONTENT + b"\r\n")
            dialogue.pour(b"x" * 65536)

        received = ask(script, "DELETE", surplus=True).received
        assert 0 < len(received.surplus) < MAX_BODY

    def test_other_answers_have_none(self, ask):
        """What follows a body that was announced is another matter."""
        answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}more"
        assert ask(saying(answer), "DELETE", surplus=True).received.surplus == b""

    @pytest.mark.parametrize("header", ["", "Transfer-Encoding: chunked"])
    def test_a_204_is_answered_at_once_where_nobody_looks(self, ask, header):
        """No body is waited for, whatever the header announces."""
        exchange = ask(saying(NO_CONTENT + header.encode() + b"\r\n" * bool(header) + b"\r\n", hold=True), "DELETE")
        assert (exchange.fault, exchange.received.body) == (None, b"")


def test_a_header_is_read_up_to_its_limit(ask):
    """Of any number of lines that http.client takes; what is longer has no end that is worth waiting for."""
    lines = [f"X-{number}: {'a' * 60_000}\r\n" for number in range(5)]
    start, end = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n", b"\r\n"
    fits = ask(saying(start, "".join(lines[:4]).encode(), end))
    assert len(fits.received.headers) == 5
    longer = ask(saying(start, "".join(lines).encode(), end))
    assert str(longer.fault) == "answered without end (more than 256 KiB of header)"
