"""A target whose clock can be moved, in this process: what it answers, and what moves it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from email.utils import formatdate

from conformance.clock import RealTime
from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind

SENT = Sent("POST", "http://layer.example/nonces", ())


@dataclass
class Movable:
    """A target and what sets its clock, in one; each field but `ahead` is a way of being difficult."""

    ahead: float = 0.0
    #: What the Date header is off by, whatever the clock says; None sends none.
    date_off: float | None = 0.0
    #: The Date header is written anew every so many seconds.
    coarse: float = 1.0
    #: How much of what it is told the clock does.
    obeys: float = 1.0
    stands: bool = False
    answers: bool = True
    how: str = "a lever"
    rounding: float = 0.0
    may_stand: bool = False
    moment: float = 0.0
    told: list[float] = field(default_factory=list)

    def set(self, ahead: float) -> None:
        """Do as the suite says."""
        self.told.append(ahead)
        self.ahead, self.moment = ahead * self.obeys, time.time() + ahead * self.obeys

    def now(self) -> float:
        """Return what the target's own clock says."""
        return self.moment if self.stands else time.time() + self.ahead

    def ask(self) -> Exchange:
        """Answer a plain request."""
        if not self.answers:
            return Exchange(SENT, RealTime.time(), 0.0, fault=TransportError(TransportErrorKind.REFUSED, ""))
        written = (self.now() // self.coarse) * self.coarse + (self.date_off or 0.0)
        headers = () if self.date_off is None else (("Date", formatdate(written, usegmt=True)),)
        return Exchange(SENT, RealTime.time(), 0.0, Received(201, "", headers, b""))
