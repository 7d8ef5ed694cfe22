"""An app that speaks to the reference server in process, and signs its own identity tokens."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import pytest

from conformance.clock import VirtualClock
from conformance.keys import SigningKey
from conformance.protocol import base64url
from conformance.protocol.errors import ErrorId
from conformance.reference.server import Answer, ReferenceServer, Request, running

#: As the value of a header parameter or a claim: leave it out.
MISSING = object()


@dataclass
class App:
    """An app of the server's credentials, with a provider that signs whatever it is told to."""

    server: ReferenceServer
    clock: VirtualClock

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """Send a request; `accept` is version 2.0 unless it is given, and left out where it is empty."""
        named = {"accept": "application/vnd.layer+json; version=2.0", "host": "layer.example:8080", **headers}
        fields = ((name.replace("_", "-"), value) for name, value in named.items() if value)
        return self.server.handle(Request(method, path, tuple(fields), body))

    def nonce(self) -> str:
        answer = self.ask("POST", "/nonces")
        assert answer.status == 201
        return str(answer.content["nonce"])

    def claims(self, nonce: str | None = None, **changes: object) -> dict[str, object]:
        now = int(self.clock.now())
        right = {
            "iss": self.server.credentials.provider_id,
            "prn": "alice",
            "iat": now,
            "exp": now + 3600,
            "nce": nonce or self.nonce(),
        }
        return _kept({**right, **changes})

    def header(self, **changes: object) -> dict[str, object]:
        kid = self.server.credentials.key.key_id
        return _kept({"typ": "JWT", "alg": "RS256", "cty": "layer-eit;v=1", "kid": kid, **changes})

    def token(
        self,
        claims: Mapping[str, object] | bytes | None = None,
        header: Mapping[str, object] | bytes | None = None,
        key: SigningKey | None = None,
    ) -> str:
        """Return a signed token; bytes stand for a header or payload that is no JSON object."""
        parts = (_raw(header or self.header()), _raw(claims or self.claims()))
        signed = ".".join(map(base64url.encode, parts))
        signature = (key or self.server.credentials.key.signing_key).sign(signed.encode())
        return f"{signed}.{base64url.encode(signature)}"

    def open(self, token: object = None, **fields: object) -> Answer:
        """Ask for a session with a token (a right one unless it is given)."""
        right = {"identity_token": self.token() if token is None else token}
        app = {"app_id": self.server.credentials.app_id}
        return self.ask("POST", "/sessions", json.dumps(_kept({**right, **app, **fields})).encode())

    def session_token(self, user: str = "alice") -> str:
        answer = self.open(self.token(self.claims(prn=user)))
        assert answer.status == 201
        return str(answer.content["session_token"])

    def use(self, session_token: str, quote: str = '"', path: str = "/conversations") -> Answer:
        return self.ask("GET", path, authorization=f"Layer session-token={quote}{session_token}{quote}")

    def delete(self, session_token: str) -> Answer:
        return self.ask("DELETE", f"/sessions/{session_token}")

    def of(self, server: ReferenceServer) -> App:
        """Return the same app at another server."""
        return App(server, self.clock)


def _kept(members: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in members.items() if value is not MISSING}


def _raw(part: Mapping[str, object] | bytes) -> bytes:
    return part if isinstance(part, bytes) else json.dumps(part).encode()


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def server(clock: VirtualClock) -> ReferenceServer:
    return ReferenceServer(clock)


@pytest.fixture
def app(server: ReferenceServer, clock: VirtualClock) -> App:
    return App(server, clock)


@pytest.fixture
def missing() -> object:
    """Return what leaves a member out."""
    return MISSING


@pytest.fixture
def expect_refusal(server: ReferenceServer) -> Callable[..., Any]:
    """Return what checks status, id, code, label and `data` of a refusal, and that nothing fell over."""

    def check(answer: Answer, error: ErrorId, **data: str) -> Any:
        content = answer.content
        assert (answer.status, content["id"], content["code"]) == error.value[2:] + error.value[:2]
        assert answer.header("Content-Type") == "application/json"
        assert isinstance(content["message"], str)
        assert content["url"].startswith("https://")
        assert content.get("data", {}).items() >= data.items()
        assert not server.failures
        return content

    return check


@pytest.fixture
def url(server: ReferenceServer) -> Iterator[str]:
    """Run the server on a port of its own."""
    with running(server) as url:
        yield url


@pytest.fixture
def connect(url: str) -> Iterator[Callable[[], socket.socket]]:
    """Return what opens a raw connection; all are closed in the end."""
    opened: list[socket.socket] = []

    def connect() -> socket.socket:
        opened.append(socket.create_connection(("127.0.0.1", urlsplit(url).port or 0), timeout=5))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


@pytest.fixture
def read_answer() -> Callable[[BinaryIO], tuple[str, dict[str, str], bytes]]:
    """Return what reads one answer: its status line, headers in small letters, body."""

    def read_answer(stream: BinaryIO) -> tuple[str, dict[str, str], bytes]:
        status_line = stream.readline().decode().rstrip("\r\n")
        headers = {}
        while line := stream.readline().decode().rstrip("\r\n"):
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        return status_line, headers, stream.read(int(headers.get("content-length", 0)))

    return read_answer
