"""Profiles: how much of the protocol a run claims, by the time that a scenario needs (docs/verdicts.md)."""

from __future__ import annotations

from enum import Enum

#: The longest that a scenario of the profile has to let pass, in seconds.
_LONGEST = {"core": 5, "timed": 11 * 60, "full": None}


class Profile(Enum):
    """One of three sets of scenarios, each of which holds the one before it."""

    CORE = "core"
    TIMED = "timed"
    FULL = "full"

    @property
    def longest(self) -> int | None:
        """The longest time that a scenario of it needs, in seconds; None where there is no limit."""
        return _LONGEST[self.value]

    def holds(self, seconds: float) -> bool:
        """Say whether a scenario that needs so many seconds to pass at the target belongs to it."""
        return self.longest is None or seconds <= self.longest

    def satisfies(self, other: Profile) -> bool:
        """Say whether a claim of this profile satisfies the demand for another."""
        return _ORDER.index(self) >= _ORDER.index(other)

    @staticmethod
    def least_for(seconds: float) -> Profile:
        """Return the least profile in which a scenario that needs so many seconds can be decided."""
        return next(profile for profile in Profile if profile.holds(seconds))


_ORDER = list(Profile)
