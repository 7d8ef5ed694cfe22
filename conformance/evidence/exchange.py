"""One request and what came back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

Headers = Sequence[tuple[str, str]]

TOO_MANY_REQUESTS = 429
_UNAUTHORIZED = 401
_SCHEMES_OF_GATEWAYS = frozenset(("basic", "bearer", "digest", "negotiate", "ntlm"))
#: Statuses under which nothing of the target itself may have answered.
OF_GATEWAYS = (502, 503, 504)


class TransportErrorKind(Enum):
    """Why no answer could be read."""

    REFUSED = "refused the connection"
    UNRESOLVED = "has a name that does not resolve"
    TIMED_OUT = "did not answer in time"
    CLOSED = "closed the connection before it had answered"
    NOT_HTTP = "answered something that is not HTTP"
    TLS = "could not be trusted over TLS"
    TOO_LONG = "answered without end"
    OTHER = "could not be spoken to"


@dataclass(frozen=True)
class TransportError:
    """No answer: its kind, and the detail in one sentence."""

    kind: TransportErrorKind
    detail: str

    def __str__(self) -> str:
        """Return it in one line."""
        return f"{self.kind.value} ({self.detail})" if self.detail else self.kind.value


@dataclass(frozen=True)
class Sent:
    """A request as it went out, with every header in the order of the wire."""

    method: str
    url: str
    headers: Headers
    body: bytes | None = None

    def header(self, name: str) -> str | None:
        """Return the first value of the header `name`, in any case of letters."""
        return _first(self.headers, name)

    @property
    def path(self) -> str:
        """The path and query of the URL."""
        parts = urlsplit(self.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")


@dataclass(frozen=True)
class Received:
    """An answer as it came in.

    `surplus` holds bytes found after the end of the message (a body after a 204), where they were looked for.
    """

    status: int
    reason: str
    headers: Headers
    body: bytes
    surplus: bytes = b""

    def header(self, name: str) -> str | None:
        """Return the first value of the header `name`, in any case of letters."""
        return _first(self.headers, name)

    def header_values(self, name: str) -> list[str]:
        """Return the value of every occurrence of the header `name`, in any case of letters."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    @property
    def is_of_a_gateway(self) -> bool:
        """Whether it is a 502, 503 or 504 without Layer's error object: no server of Layer's has answered."""
        return self.status in OF_GATEWAYS and not self._is_error_of_layer

    @property
    def demanded_scheme(self) -> str:
        """The scheme of RFC 7617 and its kin that a 401 without Layer's error object asks for; else empty."""
        if self.status != _UNAUTHORIZED or self._is_error_of_layer:
            return ""
        scheme = next(iter(self.header_values("WWW-Authenticate")), "").partition(" ")[0]
        return scheme if scheme.lower() in _SCHEMES_OF_GATEWAYS else ""

    @property
    def _is_error_of_layer(self) -> bool:
        return {"id", "code"} <= self.json_object().keys()

    @property
    def size(self) -> int:
        """How many characters its headers and its body have."""
        return len(self.body) + len(self.surplus) + sum(len(name) + len(value) for name, value in self.headers)

    def json(self) -> Any:
        """Return the body as JSON, or None where it is not JSON."""
        try:
            return json.loads(self.body.decode("utf-8"))
        except (ValueError, RecursionError):
            return None

    def json_object(self) -> Mapping[str, Any]:
        """Return the body as a JSON object, or an empty one where it is something else."""
        value = self.json()
        return value if isinstance(value, dict) else {}


@dataclass(frozen=True)
class Exchange:
    """One request and what came back: either `received` or `fault` is set.

    `started` is seconds since the epoch, `duration` seconds, both in real time; for a request of a race both count
    from when it was complete. `is_retried` tells that the same request was sent once more, so that this exchange
    decides nothing; `earlier` are the attempts of that kind before this exchange. `may_be_second` tells that the target
    may have acted on an earlier attempt already, whose answer was lost.
    """

    sent: Sent
    started: float
    duration: float
    received: Received | None = None
    fault: TransportError | None = None
    is_retried: bool = False
    earlier: Sequence[Exchange] = ()
    may_be_second: bool = False

    @property
    def size(self) -> int:
        """How many characters were sent in the body, and how many came back."""
        return len(self.sent.body or b"") + (self.received.size if self.received is not None else 0)

    @property
    def is_unanswered(self) -> bool:
        """Whether the target itself has not answered: nothing came, or a gateway's word in its place."""
        return self.received is None or self.received.is_of_a_gateway

    @property
    def is_refused_as_too_many(self) -> bool:
        """Whether a limit of requests has refused it: 429."""
        return self.received is not None and self.received.status == TOO_MANY_REQUESTS


def _first(headers: Headers, name: str) -> str | None:
    return next((value for key, value in headers if key.lower() == name.lower()), None)
