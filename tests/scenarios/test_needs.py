"""How much time the steps of a scenario need, and so its profile."""

from __future__ import annotations

import pytest

from conformance.catalogue import ACTORS, Profile
from conformance.scenarios import all_rows, profile_of, profiles_of, seconds_needed


@pytest.mark.parametrize(
    ("steps", "seconds"),
    [
        (["a nonce that is 9 minutes 59 seconds old"], 599),
        (["a nonce that is 5 minutes old", "6 minutes have passed"], 660),
        (["the session token is used 1 day later"], 86400),
        (["an identity token is requested again for the same nonce, 2 minutes later"], 120),
        (["an identity token whose exp is 10 minutes from now", "a session is requested with it"], 0),
        (["a session opened by an identity token that is good for 30 seconds"], 0),
    ],
)
def test_the_time_that_steps_let_pass(steps: list[str], seconds: int) -> None:
    """Times of one scenario add up; a token's own times need no waiting."""
    assert seconds_needed(steps) == seconds


@pytest.mark.parametrize(("lifetime", "seconds", "profile"), [(600, 610, Profile.TIMED), (None, 2592010, Profile.FULL)])
def test_the_end_of_a_session_is_as_far_as_the_target_declares(
    lifetime: int | None, seconds: int, profile: Profile
) -> None:
    """A session that lives ten minutes is timed; without a declaration it is the documents' thirty days."""
    steps = ["the session token is used 10 seconds after the end of its lifetime"]
    assert seconds_needed(steps, lifetime) == seconds
    assert profile_of(steps, lifetime) is profile


def test_no_time_is_negative() -> None:
    """A session that lives for less than the distance to its end has passed it already."""
    assert seconds_needed(["used 10 seconds before the end of its lifetime"], 5) == 0


def test_every_requirement_has_a_profile() -> None:
    """Whatever the catalogue has a scenario for is in one of them, and most of it in core."""
    for actor in ACTORS:
        profiles = profiles_of(actor)
        assert sum(sum(counts.values()) for counts in profiles.values()) == len(all_rows(actor))
    assert profiles_of("server")["NONCE-LIFE-2"].keys() == {Profile.TIMED, Profile.FULL}
