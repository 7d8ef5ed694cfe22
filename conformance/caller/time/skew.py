"""The target's clock: how far it is from ours, and whether it can be moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

from conformance.caller.time.waiting import FixedTime, TargetTime
from conformance.clock import SteadyClock, VirtualClock
from conformance.evidence.exchange import Exchange

#: A target without a Date header is assumed to be within this many seconds of true time.
_WITHOUT_DATE = 5.0
#: A Date that is further off than this, in seconds, is believed only if a sign-in by it succeeds.
DOUBTFUL = 3600.0


@dataclass(frozen=True)
class Skew:
    """The target's clock is `offset` seconds ahead of ours, give or take `uncertainty` seconds.

    `apart` is how many seconds its answers contradict each other by.
    """

    offset: float
    uncertainty: float
    measured: bool = True
    why: str = "the target sends no Date header"
    apart: float = 0.0

    def __str__(self) -> str:
        """Return it in one line, for the report."""
        if not self.uncertainty:
            return "the suite's own, moved by the steps"
        if not self.measured:
            return f"unknown ({self.why}); taken as 0 s, give or take {self.uncertainty:g} s"
        nodes = f"; its Date headers are {self.apart:.0f} s apart: are there nodes whose clocks disagree?"
        known = f"{self.offset:+.1f} s, give or take {self.uncertainty:.1f} s (from its Date header)"
        return f"{known}{nodes}" if self.apart >= 1 else known


def unknown_skew(why: str) -> Skew:
    """Return what is assumed of a target whose clock cannot be read; `why` says why."""
    return Skew(0.0, _WITHOUT_DATE, measured=False, why=why)


def measure_skew(exchanges: Iterable[Exchange]) -> Skew:
    """Return the skew that the `Date` headers of `exchanges` allow.

    A Date names a whole second: the moment it was written lies in that second, between sending and receiving.
    Every exchange narrows the interval; where they contradict each other, the interval spans them all.
    """
    bounds = [bound for exchange in exchanges if (bound := _bounds(exchange))]
    if not bounds:
        return Skew(0.0, _WITHOUT_DATE, measured=False)
    low, high = max(low for low, _ in bounds), min(high for _, high in bounds)
    apart = max(0.0, low - high)
    if apart:
        low, high = min(low for low, _ in bounds), max(high for _, high in bounds)
    return Skew((low + high) / 2, (high - low) / 2, apart=apart)


def _bounds(exchange: Exchange) -> tuple[float, float] | None:
    date = exchange.received.header("Date") if exchange.received else None
    if not date:
        return None
    try:
        written = parsedate_to_datetime(date)
        # HTTP's dates are in UTC; one that names no zone would be taken for our own zone's.
        second = (written if written.tzinfo else written.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
    return second - (exchange.started + exchange.duration), second + 1 - exchange.started


class TargetClock:
    """What time it is at the target, as well as can be known.

    For the embedded reference it is the reference's own virtual clock, which `advance` moves. At any other target
    time passes in the way that its file names. The machine's clock is read once, at the beginning: setting it later
    changes nothing here.
    """

    def __init__(self, skew: Skew, virtual: VirtualClock | None = None, passing: TargetTime | None = None) -> None:
        self.skew = skew
        self.advanced = 0
        self._virtual = virtual
        self._passing = passing or FixedTime()
        self._steady = SteadyClock()

    def __str__(self) -> str:
        """Return in one line what is known of it, for the report."""
        return f"{self.skew}; {self._passing.how}" if self._passing.how else str(self.skew)

    @property
    def can_move(self) -> bool:
        """Whether the suite can move the target's time."""
        return self._virtual is not None or self._passing.moves

    @property
    def waited(self) -> float:
        """How many seconds the suite has waited in real time."""
        return self._passing.waited

    @property
    def doubt(self) -> float:
        """How many seconds the target's clock may be off since it was moved."""
        return self._passing.doubt

    @property
    def runs(self) -> bool:
        """Whether time goes on by itself at the target."""
        return self._virtual is None

    def now(self) -> float:
        """Return seconds since the epoch at the target."""
        if self._virtual is not None:
            return self._virtual.now()
        return self._passing.target_time(self._steady.now() + self.skew.offset)

    def advance(self, seconds: float, duration: str) -> None:
        """Let `seconds` pass at the target; `duration` says it in words.

        Raises TimeCannotAdvanceError where the suite cannot do that, and ClockDidNotAdvanceError where it failed.
        """
        if seconds < 0:
            raise ValueError(f"a clock goes ahead only, not by {seconds} s")
        self.advanced += 1
        if self._virtual is not None:
            self._virtual.advance(seconds)
        else:
            self._passing.advance(seconds, duration)
