"""What scenarios of one process have seen at a server: it is sent once, and every rule judges the same answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.evidence.exchange import Exchange
from conformance.sign_in.used_up import UsedUp

#: A control counts for scenarios that follow within so many requests of this process, and so many seconds.
_REQUESTS, _SECONDS = 40, 60
#: So many characters of answers are kept, in all versions; those of an ordinary target take a fifth of it.
_ROOM = 2 * 1024 * 1024
#: So many sessions of a version are left open from one scenario to the next of a process, and none whose opening took
#: more characters: they are kept.
_MOST_OPEN, _LARGEST = 8, 32 * 1024
#: So many seconds after its opening a session is left to nobody any more: it may come to its end.
_OPEN_FOR = 600


@dataclass(frozen=True)
class Control:
    """A right request that succeeded: what came of it, such as a session, and the exchanges that show it.

    `requests` is how many this process had sent until then, `moment` the target's time of day in seconds.
    """

    value: Any
    exchanges: tuple[Exchange, ...]
    requests: int
    moment: float

    def is_young(self, now: float) -> bool:
        """Whether a session that it has opened is not yet left to nobody any more."""
        return abs(now - self.moment) <= _OPEN_FOR

    @property
    def size(self) -> int:
        """How many characters the answers have."""
        return _size_of_answers(self.exchanges)

    def is_recent(self, requests: int, now: float) -> bool:
        """Whether it still shows that right requests succeed."""
        return requests - self.requests <= _REQUESTS and abs(now - self.moment) <= _SECONDS


@dataclass(frozen=True)
class TriedRequest:
    """A session request that departs from a valid one: its answer, and the exchange that issued its nonce.

    `control` are the exchanges that show that a valid token for the last nonce of those that were tried together has
    opened a session: none of them was refused because its nonce was spent. There are none where none was refused.
    """

    nonce: Exchange
    exchange: Exchange
    control: tuple[Exchange, ...]


@dataclass
class SharedEvidence:
    """What scenarios of one version and one process share.

    `controls` are by name. `opened` are the sessions of the running scenario that another may go on with, `open` those
    that scenarios before it have left, with what has opened them; `has_lost_a_session` says that one of them was not
    accepted any more. `tried` are session requests by the name of what they depart in: None where that changes nothing.
    `spends_refused_nonces` says that a valid token was refused after others had been refused for its nonce. `used_up`
    is what was used up at the beginning of the run, where that is long and not too long ago. `of_all_versions` is what
    is kept by version in this process, this one among it: all of them have one room.
    """

    controls: dict[str, Control] = field(default_factory=dict)
    opened: list[Control] = field(default_factory=list)
    open: list[Control] = field(default_factory=list)
    has_lost_a_session: bool = False
    tried: dict[str, TriedRequest | None] = field(default_factory=dict)
    spends_refused_nonces: bool = False
    used_up: UsedUp | None = None
    of_all_versions: Mapping[str, SharedEvidence] = field(default_factory=dict, repr=False, compare=False)
    _size: int = 0

    def take_open_session(self, now: float) -> Control | None:
        """Return a session that a scenario has left open, the latest first: it is now the running scenario's.

        So are, to be ended, those that were left open long before `now`, the target's time of day in seconds.
        """
        self.opened.extend(each for each in self.open if not each.is_young(now))
        self.open = [each for each in self.open if each.is_young(now)]
        if not self.open:
            return None
        self.opened.append(self.open.pop())
        return self.opened[-1]

    def lose_open_sessions(self) -> None:
        """Leave it to the running scenario to end whatever was left open: one of them was not accepted any more."""
        self.has_lost_a_session = True
        self.opened.extend(self.open)
        self.open.clear()

    def leave_open(self, tokens: Collection[str], now: float) -> list[str]:
        """Let another scenario go on with what the running one has left of the sessions of these tokens.

        Return those that no other goes on with.
        """
        room = 0 if self.has_lost_a_session else _MOST_OPEN - len(self.open)
        left = [
            each for each in self.opened if each.value.token in tokens and each.is_young(now) and each.size <= _LARGEST
        ][:room]
        self.opened.clear()
        self.open.extend(left)
        return [token for token in tokens if token not in [each.value.token for each in left]]

    def take_all_open_sessions(self) -> list[str]:
        """Return the tokens of all sessions that scenarios have left open: none follows that could go on with them."""
        tokens = [each.value.token for each in self.open]
        self.open.clear()
        return tokens

    def keep_tried(self, requests: Mapping[str, TriedRequest | None]) -> None:
        """Keep requests that were tried together; where a target writes much, those of before are tried again."""
        sent = [each for each in requests.values() if each is not None]
        size = _size_of_answers(it for each in sent for it in (each.nonce, each.exchange, *each.control))
        everywhere = [self, *(each for each in self.of_all_versions.values() if each is not self)]
        if sum(each._size for each in everywhere) + size > _ROOM:
            for each in everywhere:
                each.tried.clear()
                each._size = 0
        self._size += size
        self.tried.update(requests)


def _size_of_answers(exchanges: Iterable[Exchange]) -> int:
    """Return how many characters the answers have, each counted once."""
    kept = {id(each): each.received for each in exchanges}
    return sum(received.size for received in kept.values() if received is not None)
