"""How much time a scenario needs to pass at the target, read from its own steps, and so its profile.

Nothing is tagged by hand. A step that lets time pass says so in one of a few forms; a test holds what is read here
against what the steps really do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from conformance.catalogue import Profile
from conformance.durations import parse_duration

_DURATION = r"(?P<duration>\d+ (?:second|minute|hour|day)s?(?: \d+ (?:second|minute|hour|day)s?)*)"
#: "a nonce that is 5 minutes old", "used 1 minute later", "2 days have passed", "for the same nonce, 2 minutes later".
_PASSES = re.compile(rf"{_DURATION} (?:old|later|ha(?:s|ve) passed)\b")
#: "used 10 seconds after the end of its lifetime": the lifetime is the target's own.
_LIFETIME = re.compile(rf"{_DURATION} (?P<side>before|after) the end of its lifetime\b")


def seconds_needed(steps: Iterable[str], session_lifetime: int | None = None) -> int:
    """Return how many seconds the steps of one scenario let pass, one after the other.

    `session_lifetime` is what the target declares, in seconds; where it declares none, a step that waits for the end
    of a session needs as long as the documents' longest example: thirty days.
    """
    lifetime = 30 * 86400 if session_lifetime is None else session_lifetime
    total = 0
    for step in steps:
        total += sum(parse_duration(match["duration"]) for match in _PASSES.finditer(step))
        for match in _LIFETIME.finditer(step):
            distance = parse_duration(match["duration"])
            total += max(0, lifetime + (distance if match["side"] == "after" else -distance))
    return total


def profile_of(steps: Iterable[str], session_lifetime: int | None = None) -> Profile:
    """Return the least profile in which a scenario of these steps can be decided."""
    return Profile.least_for(seconds_needed(steps, session_lifetime))
