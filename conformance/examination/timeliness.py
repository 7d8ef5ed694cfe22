"""Detect scenarios that ran too late for a verdict about time: more than a second late is INCONCLUSIVE."""

from __future__ import annotations

from conformance.caller import TargetClock
from conformance.clock import RealTime
from conformance.evidence.exchange import Exchange
from conformance.judging.outcomes import Inconclusive, Violation

#: How far features stay from the edge of a lifetime, in seconds.
_DISTANCE = 1.0


class Stopwatch:
    """Measures how long a scenario took beyond the time that it deliberately let pass."""

    def __init__(self, clock: TargetClock | None) -> None:
        self._clock = clock
        self._advanced, self._waited = (clock.advanced, clock.waited) if clock else (0, 0.0)
        self._began, self._epoch = RealTime.elapsed(), _epoch()

    def require_on_time(self, clock: TargetClock | None, violation: Violation) -> None:
        """Raise Inconclusive where the scenario let time pass, and the violation may be the suite's own delay.

        A success is conclusive however late; only a refusal may be due to a delay.
        """
        if clock is None or not clock.runs:
            return
        advanced, waited = (self._advanced, self._waited) if clock is self._clock else (0, 0.0)
        if clock.advanced == advanced:
            return
        if abs(jump := _epoch() - self._epoch) >= _DISTANCE:
            # A target on this machine, or one that is set from where this machine is, has jumped as well.
            raise Inconclusive(
                f"this machine's clock was set by {jump:+.1f} s meanwhile", violation.exchange
            ) from violation
        besides = RealTime.elapsed() - self._began - (clock.waited - waited)
        late = 0.0 if _is_success(violation.exchange) else besides
        if late + clock.doubt < _DISTANCE:
            return
        raise Inconclusive(
            f"rules about time keep a second from the edge, and {besides:.1f} s went by besides what this one let pass"
            + (f"; the target's clock may be {clock.doubt:.1f} s off" if clock.doubt else ""),
            violation.exchange,
        ) from violation


def _epoch() -> float:
    return RealTime.time() - RealTime.elapsed()


def _is_success(exchange: Exchange | None) -> bool:
    return exchange is not None and exchange.received is not None and 200 <= exchange.received.status < 300
