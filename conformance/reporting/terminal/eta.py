"""How fast a run goes, and how long it will still take."""

from __future__ import annotations

from dataclasses import dataclass

#: Requests that a scenario sends, until enough have ended to tell: as many as so many scenarios of a whole run did.
_EXPECTED, _WEIGHT = 7.0, 10
#: Less than this tells nothing of a target's speed: requests, or seconds.
_ENOUGH_REQUESTS, _ENOUGH_TIME = 12, 3.0


@dataclass
class RateEstimate:
    """What has been seen of a run's speed: `total` scenarios that send requests, of which `done` have ended.

    `requests` were sent in `seconds`. What was sent before the first scenario counts for the target's speed.
    """

    total: int
    done: int = 0
    requests: int = 0
    seconds: float = 0.0

    @property
    def expected_requests(self) -> float:
        """How many requests all of the scenarios send, as those of a whole run did."""
        return _EXPECTED * self.total

    def seconds_left(self) -> float | None:
        """Return how long the rest will take at the target's speed so far, or None where that is not known yet."""
        if not self.done or (self.requests < _ENOUGH_REQUESTS and self.seconds < _ENOUGH_TIME):
            return None
        left = max(0, self.total - self.done)
        if not self.requests:
            return self.seconds / self.done * left
        a_scenario = (_EXPECTED * _WEIGHT + self.requests) / (_WEIGHT + self.done)
        return self.seconds / self.requests * a_scenario * left


def format_eta(seconds: float, *, at_most: bool = False) -> str:
    """Return a time to go as people say it: no more exact than it is known."""
    accuracy = "at most" if at_most else "about"
    if seconds < 60:
        return f"{accuracy} {max(10, round(seconds / 10) * 10)} s left"
    if seconds < 90 * 60:
        return f"{accuracy} {round(seconds / 60)} min left"
    return f"{accuracy} {seconds / 3600:.1f} h left"
