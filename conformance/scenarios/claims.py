"""What lies beyond a profile, and what would decide it."""

from __future__ import annotations

from conformance.catalogue import Profile
from conformance.durations import exact_duration

#: What decides the scenarios of a profile that is wider than core.
MEANS = {
    Profile.TIMED: "for which `--patience 11m` waits",
    Profile.FULL: "for which the suite has to move the target's clock ([clock] in the target file)",
}


def describe_beyond(seconds: int, profile: Profile) -> str:
    """Return why a scenario that needs so many seconds is not claimed, and what decides it; empty where it is."""
    if profile.holds(seconds):
        return ""
    least = Profile.least_for(seconds)
    return f"{exact_duration(seconds)} have to pass at the target: the profile {least.value} decides it, {MEANS[least]}"
