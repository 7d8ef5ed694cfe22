"""The widest profile that a run of some targets decides: by how their clocks move, and how long it may wait."""

from __future__ import annotations

from collections.abc import Iterable

from conformance.catalogue import Profile
from conformance.targets.base import Target
from conformance.targets.clocks import WallTime


def wall_clocks(targets: Iterable[Target]) -> list[WallTime]:
    """Return the clocks that the suite can only wait for."""
    return [target.clock for target in targets if isinstance(target.clock, WallTime) and target.url]


def widest_profile(targets: Iterable[Target], wait: float) -> Profile:
    """Return the widest profile that is decided where the run waits up to `wait` seconds.

    Where the suite moves every clock (its own, or the target's) it decides everything.
    """
    if not wall_clocks(targets):
        return Profile.FULL
    return Profile.TIMED if wait >= (Profile.TIMED.longest or 0) else Profile.CORE
