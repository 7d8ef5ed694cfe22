"""What is said of a scenario that needs more time than its run claims."""

from __future__ import annotations

import pytest

from conformance.catalogue import Profile
from conformance.scenarios.claims import describe_beyond


@pytest.mark.parametrize(
    ("seconds", "profile", "sentence"),
    [
        (0, Profile.CORE, ""),
        (660, Profile.TIMED, ""),
        (
            120,
            Profile.CORE,
            "2 min have to pass at the target: the profile timed decides it, for which `--patience 11m` waits",
        ),
        (
            2592000,
            Profile.TIMED,
            "30 days have to pass at the target: the profile full decides it, for which the suite has to move the "
            "target's clock ([clock] in the target file)",
        ),
    ],
)
def test_the_least_profile_that_decides_it_is_named(seconds, profile, sentence):
    """With what has to be done for it; of what the profile holds nothing is said."""
    assert describe_beyond(seconds, profile) == sentence
