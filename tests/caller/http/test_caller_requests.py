"""What goes out: the request that was wanted, and nothing that the library or the environment adds to it."""

from __future__ import annotations

import pytest
from raw_server import answering

from conformance import __version__

ACCEPT = "application/vnd.layer+json; version=2.0"


@pytest.fixture
def sent(serve, connect):
    """Return what sends one request, and gives it as it came over the wire."""

    def send(method="POST", path="/nonces", headers=(), body=None, *, surplus=False, **settings):
        server = serve(answering())
        exchange = connect(**settings).send(method, server.url + path, dict(headers), body, surplus=surplus)
        assert exchange.fault is None
        return server.requests[0]

    return send


def test_the_suite_says_who_it_is(sent):
    """With its version, for the target's logs."""
    assert sent().all("User-Agent") == [f"layer-conformance/{__version__}"]


def test_headers_that_were_wanted_are_sent_once(sent):
    """As they are, whatever the library would send in their place."""
    seen = sent(headers={"Accept": ACCEPT, "Authorization": "Layer session-token='x'"})
    assert seen.all("Accept") == [ACCEPT]
    assert seen.all("Authorization") == ["Layer session-token='x'"]


def test_an_accept_that_is_not_wanted_is_absent(sent):
    """VERSION-1 rests on it: the library's own `*/*` would be another request."""
    assert sent().all("Accept") == []


def test_nothing_else_is_added(sent):
    """Neither cookies nor authorization nor a content type; `identity` is what http.client says by itself."""
    names = {name for name, _ in sent(headers={"Accept": ACCEPT}).headers}
    assert names == {"Host", "Accept-Encoding", "User-Agent", "Accept", "Content-Length", "X-Request-Id", "traceparent"}


@pytest.mark.parametrize(
    ("method", "body", "lengths"),
    [
        pytest.param("POST", None, ["0"], id="POST without a body"),
        pytest.param("POST", b"", ["0"], id="POST with an empty body"),
        pytest.param("POST", b"{}", ["2"], id="POST with a body"),
        pytest.param("GET", None, [], id="GET"),
        pytest.param("DELETE", None, [], id="DELETE"),
        pytest.param("DELETE", b"{}", ["2"], id="DELETE with a body"),
    ],
)
def test_the_length_is_announced_and_nothing_is_chunked(sent, method, body, lengths):
    """Some servers answer 411 to a POST without a length, and few take chunks."""
    seen = sent(method, body=body)
    assert (seen.all("Content-Length"), seen.body) == (lengths, body or b"")
    assert seen.all("Transfer-Encoding") == []


@pytest.mark.parametrize("body", [None, b""])
def test_no_body_has_no_type_unless_it_is_wanted(sent, body):
    """No body and an empty body differ in the header that the caller gives alone."""
    assert sent(body=body).all("Content-Type") == []
    assert sent(body=body, headers={"Content-Type": "application/json"}).all("Content-Type") == ["application/json"]


@pytest.mark.parametrize("method", ["POST", "HEAD", "OPTIONS", "PURGE"])
def test_any_method_is_sent(sent, method):
    """The word stands in the request line as it is."""
    assert sent(method, "/x?y=%2F").line == f"{method} /x?y=%2F HTTP/1.1"


def test_a_wish_for_surplus_closes_the_connection(sent):
    """So that the target's end of the message is the end of the connection."""
    assert sent("DELETE", surplus=True).all("Connection") == ["close"]


def test_the_target_files_headers_are_added(serve, connect):
    """Beside those of the scenario, which win in any case of letters."""
    server = serve(answering())
    connection = connect(headers={"X-Env": "staging", "X-Other": "1"})
    connection.send("POST", server.url, {"x-env": "of the scenario"})
    assert server.requests[0].all("X-Env") == ["of the scenario"]
    assert server.requests[0].all("X-Other") == ["1"]


def test_a_proxy_of_the_target_file_is_used(serve, connect):
    """The whole URL stands in the request line then."""
    proxy = serve(answering())
    exchange = connect(proxy=proxy.url).send("POST", "http://layer.invalid/nonces", {})
    assert exchange.received.status == 200
    assert proxy.requests[0].line == "POST http://layer.invalid/nonces HTTP/1.1"


class TestEnvironment:
    def test_its_proxy_is_not_asked(self, sent, monkeypatch):
        """The target file says which way a request takes."""
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
        assert sent().line == "POST /nonces HTTP/1.1"

    def test_its_netrc_is_not_read(self, sent, monkeypatch, tmp_path):
        """A login for the target's host would answer every 401 by itself."""
        (tmp_path / ".netrc").write_text("machine 127.0.0.1 login alice password canary\n")
        monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
        monkeypatch.setenv("HOME", str(tmp_path))
        assert sent().all("Authorization") == []

    def test_its_certificates_are_not_trusted(self, serve, connect, certificate, monkeypatch):
        """The target file says what is trusted."""
        for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
            monkeypatch.setenv(name, certificate.file)
        server = serve(answering(), scheme="https", wrap=certificate.wrap)
        assert connect().send("POST", server.url, {}).received is None

    def test_no_cookie_is_kept(self, serve, connect):
        """A session of the web beside the session of the API would hide faults."""
        server = serve(answering("Set-Cookie: a=b"))
        connection = connect()
        for _ in range(2):
            connection.send("POST", server.url, {})
        assert [seen.all("Cookie") for seen in server.requests] == [[], []]


def test_each_request_goes_to_the_address_that_it_names(serve, connect):
    """Whichever the last one went to, and also once the connections were closed."""
    servers, connection = [serve(answering()) for _ in range(2)], connect()
    for turn in range(2):
        for server in servers:
            connection.send("GET", f"{server.url}/turn-{turn}", {})
        connection.close()
    lines = ["GET /turn-0 HTTP/1.1", "GET /turn-1 HTTP/1.1"]
    assert [[request.line for request in server.requests] for server in servers] == [lines, lines]
