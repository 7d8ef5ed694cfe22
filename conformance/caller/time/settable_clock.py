"""A target's clock that the suite is given to set: set, and seen to have moved by the Date header."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

from conformance.caller.time.skew import Skew, measure_skew
from conformance.caller.time.waiting import ClockDidNotAdvanceError, TimeCannotAdvanceError
from conformance.clock import RealTime, SteadyClock
from conformance.evidence.exchange import Exchange

#: A clock that is this many seconds off where it was told to be has not moved as told.
_TOLERANCE = 2.0
#: So long, in seconds, a Date is asked for until it says the new time: libfaketime may look at its file every ten.
PATIENCE = 12.0
_ASK_EVERY = 0.2
#: A clock that runs shows a later second after so many.
_SECOND_LOOK = 1.5


class ClockSetter(Protocol):
    """What sets a target's clock.

    `how` says it in words. `rounding` is how many seconds it may be off because it is told whole seconds only.
    `may_stand` is whether the clock may stand still between two settings; `moment` what it was last told to say.
    """

    @property
    def how(self) -> str: ...  # noqa: D102 - the class says it

    @property
    def rounding(self) -> float: ...  # noqa: D102 - the class says it

    @property
    def may_stand(self) -> bool: ...  # noqa: D102 - the class says it

    @property
    def moment(self) -> float: ...  # noqa: D102 - the class says it

    def set(self, ahead: float) -> None:
        """Set the clock so many seconds ahead of the machine's own; raises ClockDidNotMove where that failed."""


class SettableClock:
    """Time passes because the suite sets the target's clock, which is verified each time.

    `ask` sends a plain request: its Date says what time it is at the target.
    """

    moves, waited = True, 0.0

    def __init__(self, setting: ClockSetter, ask: Callable[[], Exchange]) -> None:
        self.how = f"moved by the suite through {setting.how}"
        self._setting = setting
        self._ask = ask
        self._ahead = 0.0
        self._apart = 0.0
        self._fault: str | None = None
        self._steady = SteadyClock()
        self._began = self._measured(ask())
        self._stands = setting.may_stand and self._is_frozen()

    @property
    def doubt(self) -> float:
        """How many seconds the clock may be off where it was told to be."""
        return self._setting.rounding + self._apart

    def advance(self, seconds: float, duration: str) -> None:
        """Set the clock ahead and look whether it has moved; one that has not is not tried again."""
        if self._fault is not None:
            raise ClockDidNotAdvanceError(self._fault)
        if not self._began.measured:
            raise _reason_unknown(duration, "it sends no Date header")
        wanted = self._ahead + seconds
        try:
            self._setting.set(wanted)
            self._verify(wanted, duration)
        except ClockDidNotAdvanceError as failed:
            self._fault = str(failed)
            self._fall_back()
            raise
        except TimeCannotAdvanceError:
            self._fall_back()
            raise
        self._ahead = wanted

    def at_target(self, now: float) -> float:
        """Return what the clock says: so far ahead of `now`, or what it was told where it stands still."""
        return self._setting.moment if self._stands else now + self._ahead

    def _fall_back(self) -> None:
        """Put the clock back to where it was, and go by what its Date says: other scenarios are to be judged by it."""
        with suppress(ClockDidNotAdvanceError):
            self._setting.set(self._ahead)
        seen = self._measured(self._ask())
        if seen.measured:
            self._ahead = seen.offset - self._began.offset

    def _verify(self, wanted: float, duration: str) -> None:
        due = RealTime.elapsed() + PATIENCE
        while (apart := self._measured_drift(wanted, duration)) > _TOLERANCE:
            if RealTime.elapsed() > due:
                raise ClockDidNotAdvanceError(
                    f"the target's clock did not move when it was told to: {self._setting.how} was to let {duration} "
                    f"pass, and after {PATIENCE:g} s the target's Date header is {apart:.0f} s from where it should be"
                )
            time.sleep(_ASK_EVERY)
        self._apart = apart

    def _measured_drift(self, wanted: float, duration: str) -> float:
        """Return how many seconds the Date is from where it should be, beyond what a Date cannot tell."""
        exchange = self._ask()
        seen = self._measured(exchange)
        if not seen.measured:
            raise _reason_unknown(
                duration, f"the target {exchange.fault}" if exchange.fault else "it sends no Date header"
            )
        return _drift(seen, Skew(self._began.offset + wanted, self._began.uncertainty))

    def _measured(self, exchange: Exchange) -> Skew:
        """Return how far the target's clock is from this machine's as it was at the beginning."""
        skew = measure_skew([exchange])
        return replace(skew, offset=skew.offset + RealTime.time() - self._steady.now())

    def _is_frozen(self) -> bool:
        time.sleep(_SECOND_LOOK)
        later = self._measured(self._ask())
        return self._began.measured and later.measured and _drift(later, self._began) > 0


def _reason_unknown(duration: str, why: str) -> TimeCannotAdvanceError:
    return TimeCannotAdvanceError(
        f"this rule needs {duration} to pass at the target, and nobody can tell whether its clock has moved: {why}"
    )


def _drift(one: Skew, other: Skew) -> float:
    return max(0.0, abs(one.offset - other.offset) - one.uncertainty - other.uncertainty)
