"""Clocks that are a little off, and that say so in the Date header, or do not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from email.utils import formatdate

from conformance.clock import Clock
from conformance.reference.server import Answer, ReferenceServer, Visit
from conformance.reference.variations.registry import variation


@dataclass(frozen=True)
class ClockThatIsOff:
    """A clock that is so many seconds ahead of another one."""

    right: Clock
    ahead: float

    def now(self) -> float:
        """Return seconds since the epoch."""
        return self.right.now() + self.ahead


def _off(server: ReferenceServer, ahead: float) -> ReferenceServer:
    return replace(server, clock=ClockThatIsOff(server.clock, ahead))


def _dated_right(server: ReferenceServer, ahead: float) -> ReferenceServer:
    """The Date header is of another clock than the rest, as that of a proxy is."""

    def is_dated(visit: Visit, answer: Answer) -> Answer:
        return answer.with_header("Date", formatdate(visit.now - ahead, usegmt=True))

    return _off(server, ahead).replacing("date", is_dated)


@variation
def clock_ahead(server: ReferenceServer) -> ReferenceServer:
    """Has a clock that is three seconds ahead, and dates its answers by it."""
    return _off(server, 3)


@variation
def clock_behind(server: ReferenceServer) -> ReferenceServer:
    """Has a clock that is three seconds behind, and dates its answers by it."""
    return _off(server, -3)


@variation
def clock_ahead_unseen(server: ReferenceServer) -> ReferenceServer:
    """Has a clock that is three seconds ahead behind a proxy whose clock is right."""
    return _dated_right(server, 3)


@variation
def clock_behind_unseen(server: ReferenceServer) -> ReferenceServer:
    """Has a clock that is three seconds behind, and a proxy in front whose clock is right."""
    return _dated_right(server, -3)


@variation
def undated(server: ReferenceServer) -> ReferenceServer:
    """Sends no Date."""
    return server.without("date")
