"""The protocol's verbs: what a client of the Client API can ask for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit

from conformance.caller.http.connection import Connection
from conformance.caller.samples import Samples
from conformance.evidence.exchange import Exchange, Sent
from conformance.evidence.transcript import Transcript
from conformance.protocol.accept import accept_for
from conformance.protocol.authorization import authorization_for
from conformance.targets import ServerTarget

#: Headers by name: a value, or None to leave out what would be sent otherwise.
HeaderChanges = Mapping[str, str | None]


_PORTS = {"http": 80, "https": 443}


class ForeignHostError(Exception):
    """A session token was about to be sent to a host that the target file does not allow."""


class ServerCaller:
    """Speaks one API version to one target and keeps the exchanges of one scenario."""

    def __init__(
        self,
        target: ServerTarget,
        connection: Connection,
        version: str,
        transcript: Transcript,
        samples: Samples | None = None,
    ) -> None:
        self.samples = Samples() if samples is None else samples
        self.target = target
        self.version = version
        self.transcript = transcript
        self._connection = connection

    @property
    def requests(self) -> int:
        """How many requests this process has sent to the target."""
        return self._connection.requests

    @property
    def requests_of_run(self) -> int:
        """How many requests all processes of the run have sent to the target."""
        return self._connection.budget.sent

    def request_nonce(
        self, *, headers: HeaderChanges | None = None, body: bytes | None = None, query: str = ""
    ) -> Exchange:
        """POST /nonces; `query` is appended as it is, with its question mark."""
        return self.send("POST", f"/nonces{query}", headers=headers, body=body)

    def request_session(
        self, identity_token: object, *, app_id: object = None, headers: HeaderChanges | None = None
    ) -> Exchange:
        """POST /sessions with this identity token and, where none is given, the target's own app id."""
        fields = {
            "identity_token": identity_token,
            "app_id": self.target.credentials.app_id if app_id is None else app_id,
        }
        return self.request_session_with(fields, headers=headers)

    def request_session_with(
        self, fields: Mapping[str, object] | bytes, *, headers: HeaderChanges | None = None
    ) -> Exchange:
        """POST /sessions with this object as JSON, or with these very bytes."""
        body = fields if isinstance(fields, bytes) else json.dumps(dict(fields)).encode("utf-8")
        return self.send("POST", "/sessions", headers=headers, body=body)

    def delete_session(
        self, session_token: str, *, headers: HeaderChanges | None = None, surplus: bool = False
    ) -> Exchange:
        """DELETE /sessions/:token; with `surplus`, bytes after the answer are looked for."""
        path = f"/sessions/{quote(session_token, safe='')}"
        return self.send("DELETE", path, headers=headers, surplus=surplus)

    def use_session(self, session_token: str, url: str, *, quote_mark: str = '"') -> Exchange:
        """GET a protected resource with this session token."""
        return self.use_authorization(authorization_for(session_token, quote_mark), url)

    def use_authorization(self, authorization: str | None, url: str) -> Exchange:
        """GET a protected resource with this Authorization header, or without one.

        Raises ForeignHostError where `url` leads to a host that the target file does not allow.
        """
        return self.send("GET", url, headers={"Authorization": authorization})

    def send(
        self,
        method: str,
        path: str,
        *,
        headers: HeaderChanges | None = None,
        body: bytes | None = None,
        surplus: bool = False,
    ) -> Exchange:
        """Send one request to a path of the target, or to an absolute URL, and keep the exchange."""
        url = self.url_of(path)
        fields: dict[str, str | None] = {
            "Accept": accept_for(self.version),
            "Content-Type": "application/json",
            **(headers or {}),
        }
        present = {name: value for name, value in fields.items() if value is not None}
        self.transcript.prepare(Sent(method, url, tuple(present.items()), body))
        exchange = self._connection.send(method, url, present, body, surplus=surplus)
        self.samples.collect(exchange)
        self.transcript.add(exchange)
        return exchange

    def with_version(self, version: str) -> ServerCaller:
        """Return a caller for the same scenario in another version."""
        return ServerCaller(self.target, self._connection, version, self.transcript, self.samples)

    def aside(self) -> ServerCaller:
        """Return a caller for the same scenario, whose exchanges are not shown unless they are said to be."""
        return ServerCaller(self.target, self._connection, self.version, self.transcript.aside(), self.samples)

    def close(self) -> None:
        """Close the connections that are kept open: the next request goes over a new one."""
        self._connection.close()

    def url_of(self, path: str) -> str:
        """Return the absolute URL of a path; an absolute URL stays as it is.

        Raises ForeignHost for a URL that `is_allowed` does not allow.
        """
        base = self.target.url.rstrip("/")
        url = base + path if path.startswith("/") else urljoin(base + "/", path)
        if not self.is_allowed(url):
            raise ForeignHostError(
                f"{url.partition('?')[0]} is not at the target's own address; "
                "http.allowed_hosts in the target file would allow its host"
            )
        return url

    def is_allowed(self, url: str) -> bool:
        """Whether an absolute URL may be sent a session token.

        It must be at the target's host or an allowed one, and over TLS where the target is spoken to over TLS.
        """
        own, origin = urlsplit(self.target.url), _origin_of(url)
        if origin is None or (own.scheme, origin.scheme) == ("https", "http"):
            return False
        hosts = (own.netloc, *self.target.http.allowed_hosts)
        return origin in [_origin_of(f"{origin.scheme}://{host}") for host in hosts]


class _Origin(NamedTuple):
    scheme: str
    host: str
    port: int


def _origin_of(url: str) -> _Origin | None:
    """Return the origin of an http or https URL; None for any other URL, and for one with a user in it."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        return None
    return _Origin(parts.scheme, parts.hostname, port) if parts.hostname and "@" not in parts.netloc else None


def open_sessions(exchanges: Iterable[Exchange]) -> list[str]:
    """Return the session tokens that a server has issued in `exchanges` and not ended, in their order."""
    tokens: dict[str, None] = {}
    for exchange in exchanges:
        received = exchange.received
        if received is None or not 200 <= received.status < 300:
            continue
        folder, _, last = urlsplit(exchange.sent.url).path.rpartition("/")
        if (exchange.sent.method, last) == ("POST", "sessions"):
            token = received.json_object().get("session_token")
            if isinstance(token, str) and token:
                tokens[token] = None
        elif exchange.sent.method == "DELETE" and folder.endswith("/sessions"):
            tokens.pop(unquote(last), None)
    return list(tokens)
