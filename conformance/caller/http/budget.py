"""How many requests a run may send, how fast and until when, and how long it waits after a 429.

One account serves all processes that are forked from this one.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from typing import Self

from urllib3 import Retry
from urllib3.exceptions import InvalidHeader

from conformance.caller.http.crowd import Crowd
from conformance.clock import RealTime
from conformance.evidence.exchange import Received
from conformance.processes import shared_context
from conformance.targets import HttpSettings

#: A longer Retry-After, in seconds, is not waited for.
_LONGEST_PAUSE = 60.0


class RequestBudgetExceededError(Exception):
    """The run may send no more requests; the message says why in one sentence."""


#: Told of every pause that a target is given: its seconds, and what came of the request before it.
TellPause = Callable[[float, str], object]
#: Waits for so many seconds.
Nap = Callable[[float], object]


class Budget:
    """At most `most` requests, no more than `rate` a second, and none after the end, where it has one.

    Without a rate they go out as fast as they come. `tell_pause`, where there is one, is told of every pause. `crowd`
    is how many processes send them.

    `nap` is another one than the real one in tests, and where no waiting changes the target.
    The figures lie in memory that a fork shares, and the monotonic clock is one for the whole machine.
    """

    def __init__(
        self,
        most: int,
        rate: float | None = None,
        nap: Nap | None = None,
        tell_pause: TellPause | None = None,
    ) -> None:
        self._ends = math.inf
        self._tell_pause = tell_pause
        self.crowd = Crowd()
        self.nap = nap or threading.Event().wait
        self._most = most
        self._interval = 1.0 / rate if rate else 0.0
        # [requests so far, the moment from which on the next one may go out]
        self._account = shared_context().Array("d", [0.0, 0.0])

    @classmethod
    def of(cls, settings: HttpSettings, tell_pause: TellPause | None = None, nap: Nap | None = None) -> Self:
        """Return the budget of a run that begins now, as the target file sets it."""
        budget = cls(settings.max_requests, settings.max_rate, nap, tell_pause)
        if settings.max_time is not None:
            budget.end_after(settings.max_time)
        return budget

    @property
    def sent(self) -> int:
        """How many requests all processes of the run have sent."""
        return int(self._account[0])

    @property
    def is_spent(self) -> bool:
        """Whether no request is left, or no time."""
        return bool(self._account[0] >= self._most or RealTime.monotonic() >= self._ends)

    @property
    def seconds_left(self) -> float:
        """How many seconds the run may still take."""
        return max(0.0, self._ends - RealTime.monotonic())

    def end_after(self, seconds: float) -> None:
        """Let no request go out once so many seconds have gone by from now."""
        self._ends = RealTime.monotonic() + seconds

    def extend(self, seconds: float) -> None:
        """Let the run take so many seconds longer, which it waits on purpose."""
        self._ends += seconds

    def spend(self) -> None:
        """Count one request and wait until it may go out.

        Raises RequestBudgetExceededError where no request is left, or its moment is after the end of the run.
        """
        with self._account:
            if self._account[0] >= self._most:
                raise RequestBudgetExceededError(f"the {self._most} requests that http.max_requests allows are used up")
            now = RealTime.monotonic()
            moment = max(now, self._account[1])
            if moment >= self._ends:
                raise RequestBudgetExceededError("the run's time is used up: http.max_time would give more")
            self._account[0] += 1
            if self._interval:
                self._account[1] = moment + self._interval
        if moment > now:
            self.nap(moment - now)

    def postpone(self, seconds: float, why: str = "") -> None:
        """Let no request of the run go out for this many seconds; `why` says what came of the last one."""
        if self._tell_pause is not None:
            self._tell_pause(seconds, why)
        with self._account:
            self._account[1] = max(self._account[1], RealTime.monotonic() + seconds)


def retry_after(received: Received | None, pause: float) -> float | None:
    """Return how many seconds to wait before a request is sent again (RFC 6585, 4; RFC 9110, 10.2.3).

    `pause` counts where there is no answer, or none with a Retry-After that can be read. None where the answer asks for
    more time than a run waits.
    """
    value = received.header("Retry-After") if received else None
    try:
        seconds = Retry().parse_retry_after(value.strip()) if value else pause
    except (InvalidHeader, OverflowError, ValueError):
        return pause
    return seconds if seconds <= _LONGEST_PAUSE else None
