"""The protocol's verbs, and where a session token may go."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from raw_server import answering

from conformance.caller import ServerCaller
from conformance.caller.server import ForeignHostError
from conformance.evidence.transcript import Transcript
from conformance.reference.server import CREDENTIALS
from conformance.targets import Credentials, HttpSettings, ServerTarget

JSON = "application/json"
ACCEPT = "application/vnd.layer+json; version=1.0"


@pytest.fixture
def target():
    """A target at an address where nobody is."""
    known = CREDENTIALS
    credentials = Credentials(known.app_id, known.provider_id, known.key.key_id, known.key.signing_key)
    return ServerTarget(name="T", actor="server", url="https://layer.example/api", credentials=credentials)


@pytest.fixture
def server(serve):
    return serve(answering())


@pytest.fixture
def caller(target, server, connect):
    """A caller of a server that answers everything, in version 1.0."""
    return ServerCaller(replace(target, url=f"{server.url}/api"), connect(), "1.0", Transcript())


class TestVerbs:
    def test_a_nonce(self, caller, server):
        """Without a body, as the official clients ask."""
        caller.request_nonce()
        seen = server.requests[0]
        assert (seen.line, seen.body) == ("POST /api/nonces HTTP/1.1", b"")
        assert (seen.all("Accept"), seen.all("Content-Type")) == ([ACCEPT], [JSON])

    def test_a_nonce_with_a_query(self, caller, server):
        """Appended as it is."""
        caller.request_nonce(query="?a=%20&b")
        assert server.requests[0].line == "POST /api/nonces?a=%20&b HTTP/1.1"

    def test_a_session(self, caller, server):
        """The token, and the target's own app."""
        caller.request_session("a.b.c")
        seen = server.requests[0]
        assert seen.line == "POST /api/sessions HTTP/1.1"
        assert json.loads(seen.body) == {"identity_token": "a.b.c", "app_id": CREDENTIALS.app_id}

    @pytest.mark.parametrize("value", [42, ["a"], {"a": 1}, False, "令牌 🦊", "half a pair \ud800"])
    def test_a_session_with_any_value(self, caller, server, value):
        """Whatever JSON can say, it says."""
        caller.request_session(value, app_id=value)
        assert json.loads(server.requests[0].body) == {"identity_token": value, "app_id": value}

    def test_a_session_with_these_very_bytes(self, caller, server):
        """For bodies that are no JSON."""
        caller.request_session_with(b'{"a"')
        assert server.requests[0].body == b'{"a"'

    def test_the_end_of_a_session(self, caller, server):
        """The token is one segment of the path, whatever stands in it."""
        caller.delete_session("a/b?c #d%")
        assert server.requests[0].line == "DELETE /api/sessions/a%2Fb%3Fc%20%23d%25 HTTP/1.1"

    def test_the_use_of_a_session(self, caller, server):
        """In the quotes that are wanted."""
        for mark in ('"', "'", ""):
            caller.use_session("tok", "/conversations", quote_mark=mark)
        assert [seen.all("Authorization")[0] for seen in server.requests] == [
            'Layer session-token="tok"',
            "Layer session-token='tok'",
            "Layer session-token=tok",
        ]

    def test_no_authorization(self, caller, server):
        """None leaves the header out."""
        caller.use_authorization(None, "/conversations")
        assert server.requests[0].all("Authorization") == []

    def test_headers_can_be_changed_and_left_out(self, caller, server):
        """None leaves out what would be sent otherwise."""
        caller.request_nonce(headers={"Accept": None, "Content-Type": "text/plain", "X": "y"})
        seen = server.requests[0]
        assert (seen.all("Accept"), seen.all("Content-Type"), seen.all("X")) == ([], ["text/plain"], ["y"])

    def test_every_exchange_is_kept_in_order(self, caller):
        """With what was sent on purpose."""
        caller.request_nonce()
        caller.delete_session("x")
        assert [(e.sent.method, e.sent.path) for e in caller.transcript.exchanges] == [
            ("POST", "/api/nonces"),
            ("DELETE", "/api/sessions/x"),
        ]

    def test_hanging_up(self, caller, server):
        """The next request goes over a new connection."""
        caller.request_nonce()
        caller.close()
        caller.request_nonce()
        assert server.connections == 2


#: Where the target is, and where a link leads.
HERE = "https://layer.example/api"
ALLOWED = [
    (HERE, "https://layer.example/conversations"),
    (HERE, "https://layer.example:443/conversations"),
    (HERE, "https://LAYER.example/conversations"),
    ("https://layer.example:443", "https://layer.example/x"),
    ("http://layer.example:80", "http://layer.example/x"),
    ("http://layer.example", "https://layer.example/x"),
    ("http://layer.example:8080", "http://layer.example:8080/x"),
    ("http://[::1]:8080", "http://[::1]:8080/x"),
    (HERE, "https://content.example/x"),
    (HERE, "https://content.example:443/x"),
    (HERE, "https://content.example:8443/x"),
]
FOREIGN = [
    (HERE, "https://evil.example/conversations"),
    (HERE, "https://layer.example.evil.example/"),
    (HERE, "https://api.layer.example/"),
    (HERE, "https://layer.example:8443/conversations"),
    (HERE, "https://content.example:9443/x"),
    (HERE, "http://layer.example/conversations"),
    (HERE, "http://layer.example:443/conversations"),
    (HERE, "http://content.example/x"),
    (HERE, "https://layer.example@evil.example/"),
    (HERE, "https://alice@layer.example/"),
    (HERE, "https://evil.example\\@layer.example/"),
    (HERE, "https://evil.example#@layer.example/"),
    (HERE, "wss://layer.example/websocket"),
    (HERE, "file:///etc/passwd"),
    (HERE, "javascript:alert(1)"),
    (HERE, "https://layer.example:99999/"),
    (HERE, "https://[::1/"),
    ("http://layer.example:8080", "http://layer.example:8081/x"),
    ("http://layer.example:8080", "http://layer.example/x"),
]


class TestForeignHosts:
    @pytest.fixture
    def caller_at(self, target, connect):
        """Return what makes a caller of a target at an address; two other hosts are allowed."""

        def make(url):
            http = HttpSettings(allowed_hosts=("content.example", "content.example:8443"))
            return ServerCaller(replace(target, url=url, http=http), connect(), "1.0", Transcript())

        return make

    @pytest.mark.parametrize(("own", "link"), ALLOWED)
    def test_a_link_to_the_target_or_an_allowed_host_is_followed(self, caller_at, own, link):
        """A default port is the same port, and a host the same in any case of letters."""
        assert caller_at(own).url_of(link) == link

    @pytest.mark.parametrize(("own", "link"), FOREIGN)
    def test_a_link_elsewhere_never_gets_a_session_token(self, caller_at, own, link):
        """Another host, another port, another scheme, or an address that only looks like it; nothing is sent."""
        caller = caller_at(own)
        with pytest.raises((ForeignHostError, ValueError)):
            caller.use_session("canary", link)
        assert not caller.transcript.exchanges

    def test_the_sentence_names_the_way_out(self, caller_at):
        """And no query, which may hold a secret."""
        with pytest.raises(ForeignHostError) as refusal:
            caller_at(HERE).url_of("https://evil.example/x?session_token=canary")
        assert str(refusal.value) == (
            "https://evil.example/x is not at the target's own address; "
            "http.allowed_hosts in the target file would allow its host"
        )

    @pytest.mark.parametrize(
        ("path", "url"),
        [
            ("/conversations", f"{HERE}/conversations"),
            ("conversations", f"{HERE}/conversations"),
            ("//evil.example/x", f"{HERE}//evil.example/x"),
            ("?a=b", f"{HERE}/?a=b"),
            ("https:///conversations", "https://layer.example/conversations"),
            ("HTTPS://LAYER.example/x", "https://LAYER.example/x"),
        ],
    )
    def test_a_path_is_the_targets_own(self, caller_at, path, url):
        """Below the path of the target's URL, two slashes or not; a scheme without a host is the target's."""
        assert caller_at(HERE).url_of(path) == url
