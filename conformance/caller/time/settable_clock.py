"""A target's clock that the suite sets, and checks by the Date header."""

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

#: A clock that is this many seconds off its setting has not followed it.
_TOLERANCE = 2.0
#: How many seconds to ask until the Date says the new time: libfaketime may read its file every ten seconds.
PATIENCE = 12.0
_ASK_EVERY = 0.2
#: A clock that runs shows a later second after this many seconds.
_SECOND_LOOK = 1.5


class ClockSetter(Protocol):
    """What sets a target's clock.

    `how` says it in words. `rounding` is how many seconds it may be off because it takes whole seconds only.
    `may_stand` tells whether the clock may stand still between two settings; `moment` is its last setting.
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
        """Set the clock this many seconds ahead of the machine's; raises ClockDidNotAdvanceError where that failed."""


class SettableClock:
    """Time passes because the suite sets the target's clock; each setting is checked.

    `ask` sends a plain request: its Date tells the time at the target.
    """

    moves, waited = True, 0.0

    def __init__(self, setting: ClockSetter, ask: Callable[[], Exchange]) -> None:
        self.how = f"moved by the suite through {setting.how}"
        self._setting = setting
        self._ask = ask
        self._ahead = 0.0
        self._drift = 0.0
        self._fault: str | None = None
        self._steady = SteadyClock()
        self._began = self._measure(ask())
        self._stands_still = setting.may_stand and self._is_frozen()

    @property
    def doubt(self) -> float:
        """How many seconds the clock may be off its setting."""
        return self._setting.rounding + self._drift

    def advance(self, seconds: float, duration: str) -> None:
        """Set the clock ahead and check that it has moved; a clock that has not is not tried again."""
        if self._fault is not None:
            raise ClockDidNotAdvanceError(self._fault)
        if not self._began.measured:
            raise _unknown_time(duration, "it sends no Date header")
        ahead = self._ahead + seconds
        try:
            self._setting.set(ahead)
            self._verify(ahead, duration)
        except ClockDidNotAdvanceError as failed:
            self._fault = str(failed)
            self._fall_back()
            raise
        except TimeCannotAdvanceError:
            self._fall_back()
            raise
        self._ahead = ahead

    def target_time(self, now: float) -> float:
        """Return what the clock says: its setting where it stands still, and otherwise as far ahead of `now`."""
        return self._setting.moment if self._stands_still else now + self._ahead

    def _fall_back(self) -> None:
        """Put the clock back, and read its Date: other scenarios are judged by that time."""
        with suppress(ClockDidNotAdvanceError):
            self._setting.set(self._ahead)
        now = self._measure(self._ask())
        if now.measured:
            self._ahead = now.offset - self._began.offset

    def _verify(self, ahead: float, duration: str) -> None:
        due = RealTime.elapsed() + PATIENCE
        while (drift := self._measure_drift(ahead, duration)) > _TOLERANCE:
            if RealTime.elapsed() > due:
                raise ClockDidNotAdvanceError(
                    f"the target's clock did not move when it was told to: {self._setting.how} was to let {duration} "
                    f"pass, and after {PATIENCE:g} s the target's Date header is {drift:.0f} s from where it should be"
                )
            time.sleep(_ASK_EVERY)
        self._drift = drift

    def _measure_drift(self, ahead: float, duration: str) -> float:
        """Return how many seconds the Date is from where it should be, beyond what a Date cannot tell."""
        exchange = self._ask()
        now = self._measure(exchange)
        if not now.measured:
            raise _unknown_time(
                duration, f"the target {exchange.fault}" if exchange.fault else "it sends no Date header"
            )
        return _drift(now, Skew(self._began.offset + ahead, self._began.uncertainty))

    def _measure(self, exchange: Exchange) -> Skew:
        """Return how far the target's clock is from this machine's as it was at the beginning."""
        skew = measure_skew([exchange])
        return replace(skew, offset=skew.offset + RealTime.time() - self._steady.now())

    def _is_frozen(self) -> bool:
        time.sleep(_SECOND_LOOK)
        later = self._measure(self._ask())
        return self._began.measured and later.measured and _drift(later, self._began) > 0


def _unknown_time(duration: str, why: str) -> TimeCannotAdvanceError:
    return TimeCannotAdvanceError(
        f"this rule needs {duration} to pass at the target, and its clock cannot be seen to move: {why}"
    )


def _drift(one: Skew, other: Skew) -> float:
    return max(0.0, abs(one.offset - other.offset) - one.uncertainty - other.uncertainty)
