"""Requests that went out at the same moment, and how close together they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

_Result = TypeVar("_Result")

#: Requests that went out within so many seconds count as sent at the same moment. On loopback it is a fiftieth of
#: that; on a machine that is busy with something else it may be longer.
SAME_MOMENT = 0.25
#: So many requests of one moment are a race, however many more there were to be.
ENOUGH = 8


@dataclass(frozen=True)
class Race(Generic[_Result]):
    """What came of requests that were released together, in the order in which they were given.

    `sent` is when each was complete, or None for one that went out once more later, or never; `answered` is when each
    was over. Both are in seconds on one steady clock.
    """

    results: Sequence[_Result]
    sent: Sequence[float | None]
    answered: Sequence[float]

    @property
    def together(self) -> Sequence[float]:
        """When the requests went out that went out at the same moment as the first."""
        sent = sorted(moment for moment in self.sent if moment is not None)
        return [moment for moment in sent if moment - sent[0] <= SAME_MOMENT]

    @property
    def is_valid(self) -> bool:
        """Whether enough of the requests went out at the same moment: more than half of them, or `ENOUGH`."""
        return len(self.together) >= max(2, min(len(self.results) // 2 + 1, ENOUGH))

    @property
    def window(self) -> float:
        """How many seconds lie between the first and the last of those."""
        return self.together[-1] - self.together[0] if self.together else 0.0

    def __str__(self) -> str:
        """Say in one line how close together requests and answers were."""
        said = f"{len(self.together)} of {len(self.results)} requests were sent at the same moment"
        if not self.together:
            return said
        first, last = (f"{(each - self.together[0]) * 1e3:.0f}" for each in (min(self.answered), max(self.answered)))
        return f"{said}, within {self.window * 1e3:.1f} ms, and answered {first} to {last} ms after the first of them"
