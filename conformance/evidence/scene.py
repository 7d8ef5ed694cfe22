"""What one scenario has seen of a client: requests on the wire, in order, and what its driver said meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from conformance.evidence.exchange import Exchange
from conformance.evidence.transcript import Transcript

#: Requests by which a client or its browser looks whether Layer is there; they use nothing of Layer's.
_LOOKING = (("HEAD", "/ping"), ("GET", "/ping"), ("HEAD", "/"), ("GET", "/"))


@dataclass(frozen=True)
class Told:
    """One thing that the app was told to do, and what its driver said of it.

    `signed_in` is what the driver says the app believes, None where it does not say. `fault` says why there is no
    answer. `start` and `stop` are the exchanges made meanwhile, as a range of the transcript. `is_begin` is told
    before everything else of a scenario.
    """

    do: str
    start: int
    stop: int
    user: str = ""
    signed_in: bool | None = None
    error: str = ""
    fault: str = ""

    @property
    def exchanges(self) -> range:
        """The numbers of the exchanges that were made meanwhile."""
        return range(self.start, self.stop)


@dataclass(frozen=True)
class Asked:
    """One request to the identity server, read by its contract: a value is None where the request has none.

    `token` is the identity token in the answer, or None where there was none.
    """

    number: int
    exchange: Exchange
    user: str | None
    nonce: str | None
    app_id: str | None
    token: str | None


@dataclass
class Scene:
    """One scenario with one client. The three origins are Layer's, the identity server's, and a stranger's.

    `met` counts how often each situation came about. `passwords` and `prns` are those of the users, by id.
    """

    layer_url: str
    identity_url: str
    stranger_url: str
    app_id: str
    version: str
    transcript: Transcript = field(default_factory=Transcript)
    told: list[Told] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    met: dict[str, int] = field(default_factory=dict)
    passwords: Mapping[str, str] = field(default_factory=dict, repr=False)
    prns: Mapping[str, str] = field(default_factory=dict)

    def numbered(self, origin: str) -> Iterator[tuple[int, Exchange]]:
        """Yield the requests to an origin with their numbers; a browser's own preflights are none of the client's."""
        for number, exchange in enumerate(self.transcript.exchanges):
            if origin_of(exchange.sent.url) == origin_of(origin) and exchange.sent.method != "OPTIONS":
                yield number, exchange

    def to_layer(self, method: str = "", path: str = "") -> list[tuple[int, Exchange]]:
        """Return the requests to Layer with their numbers: all, or those of a method and a path."""
        return [
            (number, exchange)
            for number, exchange in self.numbered(self.layer_url)
            if method in ("", exchange.sent.method) and path in ("", path_of(exchange))
        ]

    def to_stranger(self) -> list[Exchange]:
        """Return the requests to the origin that is neither Layer's nor the identity server's."""
        return [exchange for _, exchange in self.numbered(self.stranger_url)]

    def uses(self) -> list[tuple[int, Exchange]]:
        """Return the requests that need a session: all but those of the way in, the way out, and looking about."""
        return [(number, exchange) for number, exchange in self.to_layer() if _needs_a_session(exchange)]

    def during(self, *doings: str) -> Iterator[Told]:
        """Yield what was told of these kinds."""
        return (told for told in self.told if told.do in doings)

    def told_at(self, number: int) -> int:
        """Return the place, among all that was told, of what led to the exchange `number`."""
        return next((place for place, told in enumerate(self.told) if number in told.exchanges), len(self.told))


def origin_of(url: str) -> tuple[str, str]:
    """Return scheme and host with its port: what tells two origins apart."""
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def path_of(exchange: Exchange) -> str:
    """Return the path of a request without its query."""
    return urlsplit(exchange.sent.url).path or "/"


def opens_a_websocket(exchange: Exchange) -> bool:
    """Whether the request asks for a WebSocket.

    Its query may have the session token in it (docs/protocol.md#client-strangers).
    """
    return (exchange.sent.header("Upgrade") or "").lower() == "websocket"


def _needs_a_session(exchange: Exchange) -> bool:
    method, path = exchange.sent.method, path_of(exchange)
    is_looking = (method, path) in _LOOKING and exchange.sent.header("Authorization") is None
    if opens_a_websocket(exchange) or is_looking:
        return False
    return not (path in ("/nonces", "/sessions") or path.startswith("/sessions/"))
