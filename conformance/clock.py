"""Who says what time it is, and who moves it."""

from __future__ import annotations

import threading
import time
from functools import partial
from typing import ClassVar, Protocol


class Clock(Protocol):
    """A source of the time of day."""

    def now(self) -> float:
        """Return seconds since the epoch."""


class WallClock:
    """The machine's own clock."""

    def now(self) -> float:
        """Return seconds since the epoch."""
        return time.time()


class VirtualClock:
    """A clock that stands still until it is moved; it never goes back."""

    #: 2030-01-01T00:00:00Z: far enough from any real run that a leak of real time shows.
    START: ClassVar[float] = 1893456000.0

    def __init__(self, start: float = START) -> None:
        self._now = start
        self._lock = threading.Lock()

    def now(self) -> float:
        """Return seconds since the epoch."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move the clock `seconds` ahead.

        Raises ValueError for a negative number.
        """
        if seconds < 0:
            raise ValueError(f"a clock goes ahead only, not by {seconds} s")
        with self._lock:
            self._now += seconds


class RealTime:
    """Real time whatever the clocks do: the captured functions are out of freezegun's reach.

    Durations, deadlines and time stamps of evidence come from here and from nowhere else.
    """

    monotonic = staticmethod(time.monotonic)
    time = staticmethod(time.time)

    @staticmethod
    def elapsed() -> float:
        """Return seconds since some fixed moment: time in which the machine slept counts, and it cannot be set."""
        return _since_boot()


#: Linux's monotonic clock stands still while the machine sleeps, and its other one does not.
_since_boot = partial(time.clock_gettime, time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic


class SteadyClock:
    """The machine's clock as it was when this object was made, and steady since.

    Setting the machine's clock later does not change this one.
    """

    def __init__(self) -> None:
        self._epoch = RealTime.time() - RealTime.elapsed()

    def now(self) -> float:
        """Return seconds since the epoch."""
        return self._epoch + RealTime.elapsed()
