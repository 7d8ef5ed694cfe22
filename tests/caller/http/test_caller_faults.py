"""Whatever a target does in place of answering is a fault, soon and in little memory, and never an exception."""

from __future__ import annotations

import socket
import tracemalloc
import zlib

import pytest
from raw_server import answering, saying

from conformance.caller.http.answer_body import MAX_BODY
from conformance.evidence.exchange import TransportErrorKind

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"

#: The deadline, in seconds, of what would never end: nothing has to be done in time.
SHORT = 0.1
#: A loaded machine needs some more than the deadline to notice that it is over.
PATIENCE = 5.0


def after(head):
    """Return a decorator of what a server does once it has read a request and said `head`."""

    def script_of(rest):
        def script(dialogue):
            dialogue.request()
            dialogue.send(head)
            rest(dialogue)

        return script

    return script_of


def dripping(head, piece):
    return after(head)(lambda dialogue: dialogue.drip(piece))


def pouring(head, piece):
    return after(head)(lambda dialogue: dialogue.pour(piece))


def bomb():
    """Return 64 MiB of zeros in a few KiB of gzip."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(2**20)) for _ in range(64)) + packer.flush()


TIMED_OUT = {
    "silence": saying(hold=True),
    "silence before the request is read": lambda dialogue: dialogue.hold(),
    "a dripping status line": dripping(b"HTT", b"P"),
    "a dripping header": dripping(OK + b"X: ", b"x"),
    "dripping header lines": dripping(OK, b"X: y\r\n"),
    "a dripping body": dripping(OK + b"Content-Length: 1000\r\n\r\n", b"x"),
    "a dripping body without a length": dripping(OK + b"\r\n", b"x"),
    "dripping chunks": dripping(CHUNKED, b"1\r\nx\r\n"),
    "a body that stops": saying(OK + b"Content-Length: 10\r\n\r\nabc", hold=True),
    "endless trailers": pouring(CHUNKED + b"0\r\n", b"X: y\r\n"),
}
CLOSED = {
    "a status line and no more": saying(OK),
    "a header that ends early": saying(OK + b"X: y\r\nContent-Le"),
    "nothing at all": saying(),
    "before the request is read": lambda dialogue: None,
    "within the body": saying(OK + b"Content-Length: 10\r\n\r\nabc"),
    "within a chunk": saying(CHUNKED + b"ff\r\nabc"),
    "before the last chunk": saying(CHUNKED + b"3\r\nabc\r\n"),
}
NOT_HTTP = {
    "garbage": saying(b"\x00\x01\x02\xff\xfe\r\n\r\n"),
    "a line that is no status line, as HTTP/0.9 had it": saying(b"<html>hello</html>\r\n"),
    "a status that is no number": saying(b"HTTP/1.1 two OK\r\n\r\n"),
    "a status of two digits": saying(b"HTTP/1.1 99 OK\r\n\r\n"),
    "HTTP/2 in words": saying(b"HTTP/2 200 OK\r\n\r\n"),
    "a chunk whose size is no number": saying(CHUNKED + b"zz\r\nabc\r\n"),
    "two different lengths": saying(OK + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
    "gzip that is none": saying(OK + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"),
    "an endless status line": pouring(b"HTTP/1.1 200 ", b"y" * 4096),
    "an endless header": pouring(OK + b"X: ", b"y" * 4096),
    "endless headers": pouring(OK, b"X: y\r\n" * 100),
    "an endless chunk size": pouring(CHUNKED, b"0" * 4096),
    "an endless chunk extension": pouring(CHUNKED + b"1;", b"y" * 4096),
    "an endless trailer": pouring(CHUNKED + b"0\r\nX: ", b"y" * 4096),
}
TOO_LONG = {
    "endless invitations to go on": pouring(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "endless early hints": pouring(b"", b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n"),
    "a body without end": pouring(OK + b"\r\n", b"x" * 65536),
    "chunks without end": pouring(CHUNKED, b"ffff\r\n" + b"x" * 0xFFFF + b"\r\n"),
    "a body of 100 GB": pouring(OK + b"Content-Length: 100000000000\r\n\r\n", b"x" * 65536),
    "a body that gzip blows up": saying(OK + b"Content-Encoding: gzip\r\n\r\n" + bomb()),
}
TARGETS = {
    TransportErrorKind.TIMED_OUT: TIMED_OUT,
    TransportErrorKind.CLOSED: CLOSED,
    TransportErrorKind.NOT_HTTP: NOT_HTTP,
    TransportErrorKind.TOO_LONG: TOO_LONG,
}


@pytest.mark.parametrize(
    ("kind", "script"),
    [
        pytest.param(kind, script, id=f"{kind.name}-{name}")
        for kind in TARGETS
        for name, script in TARGETS[kind].items()
    ],
)
def test_a_target_that_does_not_answer_is_a_fault_of_its_kind(ask, kind, script):
    """Soon, and with nothing received: an answer that was cut off is none."""
    exchange = ask(script, timeout=SHORT if kind is TransportErrorKind.TIMED_OUT else PATIENCE)
    assert (exchange.fault.kind, exchange.received) == (kind, None)
    assert exchange.duration < PATIENCE


@pytest.mark.parametrize("script", TOO_LONG.values(), ids=list(TOO_LONG))
def test_an_answer_without_end_takes_little_memory(ask, script):
    """A few times what is the largest answer, however fast it comes."""
    tracemalloc.start()
    try:
        ask(script)
        assert tracemalloc.get_traced_memory()[1] < 6 * MAX_BODY
    finally:
        tracemalloc.stop()


def test_an_answer_without_end_is_not_read_on(serve, connect):
    """The connection is closed: the target cannot go on sending."""
    server = serve(TOO_LONG["a body without end"])
    connect().send("POST", server.url, {})
    server.end()
    assert server.sent < 64 * MAX_BODY


@pytest.mark.parametrize(
    ("length", "is_fault"), [(MAX_BODY, False), (MAX_BODY + 1, True)], ids=["the largest", "one byte more"]
)
def test_the_largest_answer_is_read_whole(ask, length, is_fault):
    """256 KiB are an answer, and a byte more is none."""
    exchange = ask(saying(OK + b"Content-Length: %d\r\n\r\n" % length, b"x" * length))
    assert (exchange.fault is not None) is is_fault
    assert is_fault or len(exchange.received.body) == length


def test_a_closed_port_refuses(connect):
    """Nobody listens there."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    exchange = connect().send("POST", f"http://127.0.0.1:{port}/nonces", {})
    assert str(exchange.fault) == "refused the connection"


def test_a_name_that_nobody_has_does_not_resolve(connect, monkeypatch):
    """The resolver's refusal is told apart from the target's; `invalid` is nobody's by RFC 6761."""

    def nobody(*_arguments, **_more):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    exchange = connect().send("POST", "http://x.invalid/nonces", {})
    assert exchange.fault.kind is TransportErrorKind.UNRESOLVED


@pytest.mark.parametrize("url", ["http://[::1", "http://a b/", "ws://127.0.0.1/", "http://127.0.0.1:99999/", ""])
def test_an_address_that_leads_nowhere_is_a_fault(connect, url):
    """Of no kind of its own: a target file cannot have it, and a link can."""
    assert connect().send("GET", url, {}).fault.kind is TransportErrorKind.OTHER


@pytest.mark.parametrize("value", ["line\nbreak", "令牌"], ids=["line break", "Chinese"])
def test_a_header_that_cannot_be_sent_is_told(serve, connect, value):
    """A session token may hold anything; nothing is sent, and the target is not accused of it."""
    server = serve(answering())
    fault = connect().send("GET", server.url, {"Authorization": value}).fault
    assert str(fault) == "could not be spoken to (what would have to be sent is no HTTP)"
    assert not server.requests


class TestTls:
    def test_tls_to_a_plain_port(self, serve, connect):
        """The handshake fails."""
        server = serve(lambda dialogue: dialogue.send(OK + b"\r\n"), scheme="https")
        assert str(connect().send("GET", server.url, {}).fault) == (
            "could not be trusted over TLS (the TLS handshake failed)"
        )

    def test_plain_http_to_a_tls_port(self, serve, connect, certificate):
        """The answer is an alert, or the end: no HTTP in any case."""
        server = serve(answering(), wrap=certificate.wrap)
        assert connect().send("GET", server.url, {}).fault.kind in (
            TransportErrorKind.NOT_HTTP,
            TransportErrorKind.CLOSED,
        )

    def test_a_certificate_that_nobody_signed(self, serve, connect, certificate):
        """The reason is OpenSSL's own sentence."""
        server = serve(answering(), scheme="https", wrap=certificate.wrap)
        fault = connect().send("GET", server.url, {}).fault
        assert fault.kind is TransportErrorKind.TLS
        assert "self-signed certificate" in fault.detail
        assert not server.requests

    @pytest.mark.parametrize("verify", ["the file", False])
    def test_a_certificate_that_the_target_file_allows(self, serve, connect, certificate, verify, recwarn):
        """Named as CA bundle, or not looked at; nothing warns of what the file says itself."""
        server = serve(answering(), scheme="https", wrap=certificate.wrap)
        connection = connect(verify=certificate.file if verify else False)
        assert connection.send("GET", server.url, {}).received.status == 200
        assert not recwarn.list

    @pytest.mark.parametrize("path", ["/head", "/body"])
    def test_a_dripping_answer_over_tls_is_cut(self, serve, connect, certificate, path):
        """Shutting the plain socket below ends the reading of TLS as well."""
        head = OK if path == "/head" else OK + b"Content-Length: 1000\r\n\r\n"
        server = serve(dripping(head, b"X"), scheme="https", wrap=certificate.wrap)
        exchange = connect(verify=False, timeout=SHORT).send("GET", server.url + path, {})
        assert (exchange.fault.kind, exchange.received) == (TransportErrorKind.TIMED_OUT, None)
        assert exchange.duration < PATIENCE

    def test_a_dripping_handshake_is_cut(self, serve, connect):
        """The beginning of a record that never ends."""
        server = serve(
            lambda dialogue: (dialogue.send(b"\x16\x03\x03\x40\x00"), dialogue.drip(b"\x02")), scheme="https"
        )
        exchange = connect(verify=False, timeout=SHORT).send("GET", server.url, {})
        assert exchange.fault.kind is TransportErrorKind.TIMED_OUT
        assert exchange.duration < PATIENCE

    def test_a_proxy_that_drips_is_cut(self, serve, connect):
        """Its answer to CONNECT comes before the target's connection is there."""
        proxy = serve(dripping(b"HTTP/1.1 200 OK\r\nX: ", b"x"))
        exchange = connect(proxy=proxy.url, timeout=SHORT).send("GET", "https://layer.invalid/", {})
        assert proxy.requests[0].line.startswith("CONNECT layer.invalid:443 ")
        assert exchange.fault.kind is TransportErrorKind.TIMED_OUT
        assert exchange.duration < PATIENCE
