"""Requests that went out at the same moment, and how close together they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

_Result = TypeVar("_Result")

#: Requests that go out within this many seconds count as sent at the same moment. On loopback they take a fiftieth of
#: it; a machine that is busy with something else needs more.
SAME_MOMENT = 0.25
#: This many requests of one moment are a race, however many more were planned.
ENOUGH = 8


@dataclass(frozen=True)
class Race(Generic[_Result]):
    """The results of requests that were released together, in the order of the calls.

    `sent` is when each request was complete, or None for one that was sent again later, or never; `answered` is when
    each exchange ended. Both are in seconds on one steady clock.
    """

    results: Sequence[_Result]
    sent: Sequence[float | None]
    answered: Sequence[float]

    @property
    def simultaneous(self) -> Sequence[float]:
        """When those requests went out that share a moment with the first."""
        times = sorted(moment for moment in self.sent if moment is not None)
        return [moment for moment in times if moment - times[0] <= SAME_MOMENT]

    @property
    def is_valid(self) -> bool:
        """Whether enough of the requests went out at the same moment: more than half of them, or `ENOUGH`."""
        return len(self.simultaneous) >= max(2, min(len(self.results) // 2 + 1, ENOUGH))

    @property
    def spread(self) -> float:
        """How many seconds lie between the first and the last of `simultaneous`."""
        times = self.simultaneous
        return times[-1] - times[0] if times else 0.0

    def __str__(self) -> str:
        """Return in one line how close together requests and answers were."""
        times = self.simultaneous
        count = f"{len(times)} of {len(self.results)} requests were sent at the same moment"
        if not times:
            return count
        first, last = (f"{(moment - times[0]) * 1e3:.0f}" for moment in (min(self.answered), max(self.answered)))
        return f"{count}, within {self.spread * 1e3:.1f} ms, and answered {first} to {last} ms after the first of them"
