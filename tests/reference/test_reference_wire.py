"""The reference server behind a real socket: odd clients, odd bytes, always a documented answer."""

from __future__ import annotations

import json
import socket
from contextlib import closing

import pytest

ACCEPT = b"Accept: application/vnd.layer+json; version=2.0\r\n"


@pytest.fixture
def exchange(connect, read_answer):
    """Send bytes over a connection of their own, and return the answer and whether the connection ended."""

    def exchange(raw):
        with closing(connect()) as connection, connection.makefile("rb") as stream:
            connection.sendall(raw)
            connection.shutdown(socket.SHUT_WR)
            return (*read_answer(stream), stream.read())

    return exchange


def is_refused(answer, status, code):
    status_line, headers, body, _ = answer
    assert status_line.startswith(f"HTTP/1.1 {status} ")
    assert headers["content-type"] == "application/json"
    assert headers["date"] == "Tue, 01 Jan 2030 00:00:00 GMT"
    assert json.loads(body)["code"] == code
    assert b"Traceback" not in body


GARBAGE = {
    "no request line": (b"garbage\r\n\r\n", 400),
    "an HTTP/0.9 request": (b"GET /nonces\r\n\r\n", 400),
    "HTTP/2's preface": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "another HTTP": (b"GET / HTTP/1.2\r\n\r\n", 400),
    "four words": (b"GET / / HTTP/1.1\r\n\r\n", 400),
    "no line end": (b"GET / HTTP/1.1", 400),
    "two empty lines": (b"\r\n\r\n", 400),
    "a TLS greeting": (b"\x16\x03\x01\x02\x00\x01", 400),
    "random bytes": (bytes(range(128, 256)), 400),
    "a NUL": (b"\0", 400),
    "control characters in the target": (b"GET /\x01 HTTP/1.1\r\n\r\n", 400),
    "a header without a colon": (b"GET / HTTP/1.1\r\nnonsense\r\n\r\n", 400),
    "a header without a name": (b"GET / HTTP/1.1\r\n: x\r\n\r\n", 400),
    "a folded header": (b"GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n", 400),
    "a carriage return in a header": (b"GET / HTTP/1.1\r\nA: b\rc\r\n\r\n", 400),
    "unfinished headers": (b"GET / HTTP/1.1\r\nA: b\r\n", 400),
    "an endless target": (b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n", 414),
    "an endless header": (b"GET / HTTP/1.1\r\nA: " + b"x" * 70_000 + b"\r\n\r\n", 431),
    "many headers": (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n", 431),
    "long headers": (b"GET / HTTP/1.1\r\n" + (b"A: " + b"x" * 9000 + b"\r\n") * 9 + b"\r\n", 431),
    "a length that is none": (b"POST /nonces HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400),
    "a negative length": (b"POST /nonces HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
    "two lengths": (b"POST /nonces HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", 400),
    "an enormous number": (b"POST /nonces HTTP/1.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", 400),
    "a body that is too short": (b"POST /nonces HTTP/1.1\r\nContent-Length: 9\r\n\r\nx", 400),
    "a body that is too long": (b"POST /sessions HTTP/1.1\r\nContent-Length: 5000000\r\n\r\nxxxx", 413),
    "another coding": (b"POST /nonces HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 400),
    "a length and a coding": (
        b"POST /nonces HTTP/1.1\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400,
    ),
    "a chunk size that is none": (b"POST /nonces HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", 400),
    "a chunk that is too long": (
        b"POST /nonces HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxyz\r\n0\r\n\r\n",
        400,
    ),
    "an unfinished chunk": (b"POST /nonces HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nx", 400),
    "chunks without end": (
        b"POST /nonces HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
        + (b"100000\r\n" + b"x" * 0x100000 + b"\r\n") * 6,
        413,
    ),
}


@pytest.mark.parametrize(("raw", "status"), GARBAGE.values(), ids=list(GARBAGE))
def test_what_is_no_request_is_refused_in_the_documented_shape(exchange, raw, status):
    """Never HTML, never silence; the connection ends."""
    answer = exchange(raw)
    is_refused(answer, status, 10)
    assert answer[1]["connection"] == "close"
    assert answer[3] == b""


def test_bytes_that_cannot_become_a_request_line_are_refused_at_once(connect):
    """A TLS client waits for an answer to its greeting and sends no line end before it."""
    with closing(connect()) as connection:
        connection.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc")
        assert connection.recv(100).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "TRACE", "CONNECT", "FOO", "propfind", "M-SEARCH", "!"])
def test_every_method_is_answered_in_the_documented_shape(exchange, method):
    """The standard library's own server would answer 501 in HTML."""
    is_refused(exchange(method.encode() + b" /nonces HTTP/1.1\r\n" + ACCEPT + b"\r\n"), 405, 109)
    is_refused(exchange(method.encode() + b" /elsewhere HTTP/1.1\r\n" + ACCEPT + b"\r\n"), 404, 106)


def test_a_refusal_of_the_transport_can_be_read_by_browsers(exchange):
    """The Origin that was read is answered to, even where the body could not be."""
    raw = b"POST /sessions HTTP/1.1\r\nOrigin: https://app.example\r\nContent-Length: 9999999\r\n\r\n"
    assert exchange(raw)[1]["access-control-allow-origin"] == "https://app.example"


GOOD = {
    "a plain request": b"POST /nonces HTTP/1.1\r\n" + ACCEPT + b"\r\n",
    "bare line feeds": b"POST /nonces HTTP/1.1\n" + ACCEPT.replace(b"\r", b"") + b"\n",
    "an empty line before": b"\r\nPOST /nonces HTTP/1.1\r\n" + ACCEPT + b"\r\n",
    "blanks around a value": b"POST /nonces HTTP/1.1\r\n"
    + ACCEPT.replace(b": ", b":  \t").replace(b"\r", b" \r")
    + b"\r\n",
    "a header in capitals": b"POST /nonces HTTP/1.1\r\n" + ACCEPT.replace(b"Accept", b"ACCEPT") + b"\r\n",
    "an absolute target": b"POST http://layer.example/nonces HTTP/1.1\r\n" + ACCEPT + b"\r\n",
    "a body of a known length": b"POST /nonces HTTP/1.1\r\n" + ACCEPT + b"Content-Length: 2\r\n\r\n{}",
    "a chunked body": b"POST /nonces HTTP/1.1\r\n"
    + ACCEPT
    + b"Transfer-Encoding: Chunked\r\n\r\n1;x=y\r\n{\r\n001\r\n}\r\n0\r\nT: x\r\n\r\n",
    "HTTP/1.0": b"POST /nonces HTTP/1.0\r\n" + ACCEPT + b"\r\n",
}


@pytest.mark.parametrize("raw", GOOD.values(), ids=list(GOOD))
def test_every_lawful_way_to_write_a_request_is_understood(exchange, raw):
    """RFC 9112; the answer is HTTP/1.1 whatever the client speaks."""
    status_line, _, body, rest = exchange(raw)
    assert status_line == "HTTP/1.1 201 Created"
    assert json.loads(body)["nonce"]
    assert rest == b""


def test_a_chunked_session_request_is_read_whole(exchange, app):
    """The pieces of the body are put together."""
    content = json.dumps({"identity_token": app.token(), "app_id": app.server.credentials.app_id}).encode()
    chunks = b"".join(b"%x\r\n%b\r\n" % (1, bytes([octet])) for octet in content) + b"0\r\n\r\n"
    raw = b"POST /sessions HTTP/1.1\r\n" + ACCEPT + b"Transfer-Encoding: chunked\r\n\r\n" + chunks
    assert exchange(raw)[0] == "HTTP/1.1 201 Created"
