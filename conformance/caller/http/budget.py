"""How many requests a run may send, and how fast: one account for all processes that are forked from this one."""

from __future__ import annotations

import multiprocessing
import threading

from conformance.clock import RealTime


class RequestBudgetExceededError(Exception):
    """The run has sent as many requests as it may."""


class Budget:
    """At most `most` requests, and no more than `rate` a second; None: as fast as they come.

    The figures lie in memory that a fork shares, and the monotonic clock is one for the whole machine.
    """

    def __init__(self, most: int, rate: float | None = None) -> None:
        self._most = most
        self._interval = 1.0 / rate if rate else 0.0
        # [requests so far, the moment from which on the next one may go out]
        self._account = multiprocessing.get_context("fork").Array("d", [0.0, 0.0])
        self._nap = threading.Event()

    @property
    def is_spent(self) -> bool:
        """Whether no request is left."""
        return bool(self._account[0] >= self._most)

    def take(self) -> None:
        """Count one request and wait for its moment; raises BudgetSpent where there is none left."""
        with self._account:
            if self._account[0] >= self._most:
                raise RequestBudgetExceededError
            self._account[0] += 1
            now = RealTime.monotonic()
            moment = max(now, self._account[1])
            if self._interval:
                self._account[1] = moment + self._interval
        if moment > now:
            self._nap.wait(moment - now)

    def hold_off(self, seconds: float) -> None:
        """Let nobody send anything for so long."""
        with self._account:
            self._account[1] = max(self._account[1], RealTime.monotonic() + seconds)
