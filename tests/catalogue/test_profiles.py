"""What a profile holds, and which claim satisfies which demand."""

from __future__ import annotations

import pytest

from conformance.catalogue import Profile


@pytest.mark.parametrize(
    ("seconds", "least"),
    [
        (0, Profile.CORE),
        (5, Profile.CORE),
        (6, Profile.TIMED),
        (660, Profile.TIMED),
        (661, Profile.FULL),
        (30 * 86400, Profile.FULL),
    ],
)
def test_the_least_profile_of_a_time(seconds: int, least: Profile) -> None:
    """Five seconds are core, eleven minutes are timed, and whatever is longer is full."""
    assert Profile.least_for(seconds) is least
    assert [profile.holds(seconds) for profile in Profile] == [profile.satisfies(least) for profile in Profile]


def test_a_wider_claim_satisfies_a_narrower_demand_and_never_the_reverse() -> None:
    """Each profile holds the one before it."""
    assert Profile.FULL.satisfies(Profile.TIMED)
    assert Profile.TIMED.satisfies(Profile.CORE)
    assert not Profile.CORE.satisfies(Profile.TIMED)
    assert not Profile.TIMED.satisfies(Profile.FULL)
    assert all(profile.satisfies(profile) for profile in Profile)
