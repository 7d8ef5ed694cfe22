"""Targets that are lawful at first: what they seem to keep is taken back at the end of a run."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from conformance.clock import WallClock
from conformance.reference.server import Answer, ReferenceServer, Request, Visit
from conformance.reference.server.nonces import Nonce

#: A forgetful server remembers so many sign-ins.
_REMEMBERED = 50


@dataclass(frozen=True, eq=False)
class Turncoat(ReferenceServer):
    """A server that is lawful for its first requests, `lawful_for` of them, and says yes to everything afterwards."""

    lawful_for: int = 12
    asked: Iterator[int] = field(default_factory=count)

    def handle(self, request: Request) -> Answer:
        """Answer as the reference does, until it has been asked often enough."""
        if next(self.asked) < self.lawful_for:
            return super().handle(request)
        random = {"nonce": secrets.token_hex(20), "session_token": secrets.token_hex(20)}
        answer = Answer.of(201 if request.method == "POST" else 200, random)
        return answer.with_header("Content-Type", "application/json")


@dataclass(frozen=True, eq=False)
class Crasher(ReferenceServer):
    """A server that is lawful for its first requests, `lawful_for` of them, and hangs up on every later one."""

    lawful_for: int = 40
    asked: Iterator[int] = field(default_factory=count)

    def handle(self, request: Request) -> Answer:
        """Answer as the reference does, until it has been asked often enough."""
        if next(self.asked) < self.lawful_for:
            return super().handle(request)
        raise ConnectionAbortedError("the crasher has crashed")


def _forgetful(server: ReferenceServer) -> ReferenceServer:
    """Return a server that keeps the last fifty spent nonces, and takes an older one again."""
    spend = server.rules["NONCE-RACE-1"]
    spent: deque[str] = deque(maxlen=_REMEMBERED)

    def spends(visit: Visit, nonce: Nonce) -> bool:
        if nonce.value in spent:
            return False
        spent.append(nonce.value)
        nonce.sessions = 0
        return bool(spend(visit, nonce))

    return server.replacing("NONCE-RACE-1", spends)


#: Targets that are lawful at first: what they seem to keep is taken back at the end of a run.
FICKLE_TARGETS: Mapping[str, Callable[[], ReferenceServer]] = {
    "a turncoat": lambda: Turncoat(WallClock()),
    "a crasher": lambda: Crasher(WallClock()),
    "a forgetful server": lambda: _forgetful(ReferenceServer(WallClock())),
}
