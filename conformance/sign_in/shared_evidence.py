"""What scenarios of one process have seen at a server: it is sent once, and every rule judges the same answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.evidence.exchange import Exchange
from conformance.sign_in.used_up import UsedUp

#: A control counts for scenarios that follow within so many requests of this process, and so many seconds.
_REQUESTS, _SECONDS = 40, 60
#: So many characters of answers are kept; those of an ordinary target take a tenth of it.
_ROOM = 4 * 1024 * 1024


@dataclass(frozen=True)
class Control:
    """A right request that succeeded: what came of it, such as a session, and the exchanges that show it.

    `requests` is how many this process had sent until then, `moment` the target's time of day in seconds.
    """

    value: Any
    exchanges: tuple[Exchange, ...]
    requests: int
    moment: float

    def is_recent(self, requests: int, now: float) -> bool:
        """Whether it still shows that right requests succeed."""
        return requests - self.requests <= _REQUESTS and abs(now - self.moment) <= _SECONDS


@dataclass(frozen=True)
class TriedToken:
    """An altered token that was tried: the answer, and the exchange that issued its nonce.

    `control` are the exchanges that show that a valid token for the last nonce of those that were tried together has
    opened a session: none of them was refused because its nonce was spent. There are none where none was refused.
    """

    nonce: Exchange
    exchange: Exchange
    control: tuple[Exchange, ...]


@dataclass
class SharedEvidence:
    """What scenarios of one version and one process share.

    `controls` are by name. `tried` are altered tokens by the name of what is altered: None where that changes nothing.
    `spends_refused_nonces` says that a valid token was refused after others had been refused for its nonce. `used_up`
    is what was used up at the beginning of the run, where that is long and not too long ago.
    """

    controls: dict[str, Control] = field(default_factory=dict)
    tried: dict[str, TriedToken | None] = field(default_factory=dict)
    spends_refused_nonces: bool = False
    used_up: UsedUp | None = None
    _size: int = 0

    def keep_tried(self, tokens: Mapping[str, TriedToken | None]) -> None:
        """Keep tokens that were tried together; where a target writes much, those of before are tried again."""
        size = sum(_size_of(token.exchange) for token in tokens.values() if token is not None)
        if self._size + size > _ROOM:
            self.tried.clear()
            self._size = 0
        self._size += size
        self.tried.update(tokens)


def _size_of(exchange: Exchange) -> int:
    received = exchange.received
    if received is None:
        return 0
    return len(received.body) + sum(len(name) + len(value) for name, value in received.headers)
