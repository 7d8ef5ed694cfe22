"""What reached a correct server, and whether a changed one would have answered any of it otherwise."""

from __future__ import annotations

import hashlib
import itertools
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from conformance.clock import Clock
from conformance.reference.messages import Answer, Request
from conformance.reference.server.core import ReferenceServer
from conformance.reference.server.refusal import RefusalError

#: What makes another server of a correct one: a mutant or a variation.
Change: TypeAlias = Callable[[ReferenceServer], ReferenceServer]


@dataclass(frozen=True)
class Answered:
    """One request that reached a server, at what time by its clock, and what it answered."""

    now: float
    request: Request
    answer: Answer


@dataclass(frozen=True, eq=False)
class TracedServer(ReferenceServer):
    """A correct server that keeps what it answers, one request after another; its random texts can be foretold."""

    trace: list[Answered] = field(default_factory=list, kw_only=True)
    #: What could not be read as a request: the core does not see it.
    unread: list[RefusalError] = field(default_factory=list, init=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, init=False, repr=False)

    @classmethod
    def of(cls, clock: Clock) -> TracedServer:
        """Return a server that goes by this clock."""
        return cls(clock, rules=_predictable(clock).rules)

    @property
    def can_be_repeated(self) -> bool:
        """Whether the trace says all that there was: every request could be read, and one came after another.

        Those of several connections may have come at the same moment, whose outcome is another each time.
        """
        return not self.unread and len({each.request.connection for each in self.trace}) <= 1

    def handle(self, request: Request) -> Answer:
        """Answer a request, and keep both."""
        with self._lock:
            now, answer = self.clock.now(), super().handle(request)
            self.trace.append(Answered(now, request, answer))
            return answer

    def refuse(self, refusal: RefusalError, request: Request | None = None) -> Answer:
        """Refuse what could not be read, and remember that there was such a thing."""
        self.unread.append(refusal)
        return super().refuse(refusal, request)


def _predictable(clock: Clock) -> ReferenceServer:
    """Return a correct server whose nonces and session tokens are the same ones whenever it is made."""
    numbers = itertools.count()

    def draw(*_met: object) -> str:
        return hashlib.sha1(b"%d" % next(numbers), usedforsecurity=False).hexdigest()

    return ReferenceServer(clock).replacing("NONCE-UNIQUE-1", draw).replacing("SESSION-UNIQUE-1", draw)


@dataclass
class _TraceClock:
    """The time at which a request was answered."""

    time: float = 0.0

    def now(self) -> float:
        """Return seconds since the epoch."""
        return self.time


def differs_in_answers_only(change: Change) -> bool:
    """Say whether everything in which a changed server differs from a correct one shows in what its core answers.

    Its manners on the wire, and what is registered there, do not.
    """
    correct = _predictable(_TraceClock())
    changed = change(correct)
    return type(changed) is ReferenceServer and all(
        getattr(changed, part) == getattr(correct, part)
        for part in ("clock", "writer", "settings", "credentials", "registry")
    )


def is_answered_otherwise(change: Change, trace: Sequence[Answered]) -> bool:
    """Say whether a changed server answers any request of a trace otherwise than it was answered.

    Until then it has received what it would have received: whoever sent the requests cannot tell the two apart.
    """
    clock = _TraceClock()
    changed = change(_predictable(clock))
    for each in trace:
        clock.time = each.now
        try:
            if changed.handle(each.request) != each.answer:
                return True
        except OSError:  # it would close the connection
            return True
    return False
