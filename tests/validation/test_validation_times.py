"""The times of a token: when it was made, and how long it is good for."""

from __future__ import annotations

import pytest

from conformance.validation import Outcome, ReferenceTime

HOUR = 3600


def times(bench, now, moment, **claims):
    """Return what the checks of times say of claims that are given relative to now."""
    token = bench.token(claims={name: now + offset for name, offset in claims.items()})
    validation = bench.of(moment=moment).check(token)
    return {check.id.removeprefix("time: "): check for check in validation.checks if check.id.startswith("time: ")}


class TestIat:
    @pytest.mark.parametrize("offset", [-3500, -601, -300, -1, 0, 10])
    def test_a_token_of_any_age_was_made_some_time(self, bench, now, offset):
        """As long as nothing is known about it; a little ahead is the skew of two clocks."""
        assert times(bench, now, ReferenceTime(now), iat=offset, exp=offset + 5000)["iat"].outcome is Outcome.OK

    @pytest.mark.parametrize(("offset", "sentence"), [(11, "11 s"), (90, "1 min 30 s"), (86400 * 3, "3 days")])
    def test_a_token_from_the_future_fails(self, bench, now, offset, sentence):
        """It can not be used before its iat; its exp is judged by itself then."""
        found = times(bench, now, ReferenceTime(now), iat=offset, exp=120)
        assert (found["iat"].outcome, found["iat"].cause) == (Outcome.FAILED, "eit_not_before")
        assert f"iat is {sentence} ahead of now" in found["iat"].reason
        assert found["exp"].outcome is Outcome.OK

    @pytest.mark.parametrize("hours", [1, 2, 5, 13])
    @pytest.mark.parametrize("age", [0, 3, 400])
    def test_local_time_east_of_greenwich_is_recognised(self, bench, now, hours, age):
        """A whole number of hours ahead, less the age of the token."""
        found = times(bench, now, ReferenceTime(now), iat=hours * HOUR - age, exp=hours * HOUR + 120)["iat"]
        assert found.cause == "eit_not_before"
        count = f"{hours} hour{'s' if hours > 1 else ''}"
        assert f"a whole number of hours ({count}): probably local time instead of UTC" in found.reason

    @pytest.mark.parametrize("hours", [1, 5, 8])
    def test_local_time_west_of_greenwich_is_a_warning_where_the_age_is_unknown(self, bench, now, hours):
        """The token may be that old."""
        found = times(bench, now, ReferenceTime(now), iat=-hours * HOUR - 30, exp=300)["iat"]
        assert (found.outcome, found.cause) == (Outcome.WARNING, None)
        assert found.reason.endswith("probably local time instead of UTC, or the token is that old")

    @pytest.mark.parametrize("hours", [1, 5, 8])
    def test_local_time_west_of_greenwich_is_told_where_the_token_is_fresh(self, bench, now, hours):
        """A provider was asked a moment ago."""
        found = times(bench, now, ReferenceTime(now, skew=5, max_age=2), iat=-hours * HOUR - 1, exp=300)["iat"]
        assert (found.outcome, found.cause) == (Outcome.WARNING, None)
        assert "probably local time instead of UTC; the token was made at most 2 s ago" in found.reason

    @pytest.mark.parametrize(("offset", "outcome"), [(-7, Outcome.OK), (-8, Outcome.WARNING), (5, Outcome.OK)])
    def test_a_fresh_token_has_the_time_of_its_making(self, bench, now, offset, outcome):
        """Within the time that its provider took, and the skew."""
        found = times(bench, now, ReferenceTime(now, skew=5, max_age=2), iat=offset, exp=300)["iat"]
        assert found.outcome is outcome
        assert "local time" not in found.reason

    def test_another_offset_is_no_time_zone(self, bench, now):
        """Forty minutes are none, nor is a day."""
        for offset in (40 * 60, 25 * HOUR):
            assert "local time" not in times(bench, now, ReferenceTime(now), iat=offset, exp=offset + 60)["iat"].reason


class TestExp:
    @pytest.mark.parametrize(("now_offset", "outcome"), [(119, Outcome.OK), (120, Outcome.OK), (121, Outcome.FAILED)])
    def test_a_token_expires_after_its_exp(self, bench, now, now_offset, outcome):
        """The very second of exp is not after it."""
        found = times(bench, now, ReferenceTime(now + now_offset), iat=0, exp=120)["exp"]
        assert found.outcome is outcome
        assert found.cause == (None if outcome is Outcome.OK else "eit_expired")

    @pytest.mark.parametrize(("exp", "sentence"), [(0, "the same as iat"), (-60, "1 min before iat")])
    def test_a_token_must_expire_after_it_was_made(self, bench, now, exp, sentence):
        """Whatever the time is."""
        found = times(bench, now, ReferenceTime(now), iat=0, exp=exp)
        assert found["exp"].cause == "eit_expired"
        assert sentence in found["exp"].reason
        assert found["at least 30 s"].outcome is found["at most 10 min"].outcome is Outcome.NOT_CHECKED

    @pytest.mark.parametrize(
        ("life", "short", "long"),
        [
            (29, Outcome.WARNING, Outcome.OK),
            (30, Outcome.OK, Outcome.OK),
            (600, Outcome.OK, Outcome.OK),
            (610, Outcome.OK, Outcome.OK),
            (611, Outcome.OK, Outcome.WARNING),
            (86400 * 14, Outcome.OK, Outcome.WARNING),
        ],
    )
    def test_the_recommended_life_is_a_warning(self, bench, now, life, short, long):
        """At least 30 seconds, at most ten minutes and the skew, from the time at which the token was made."""
        found = times(bench, now, ReferenceTime(now + 20), iat=0, exp=life)
        assert (found["at least 30 s"].outcome, found["at most 10 min"].outcome) == (short, long)

    def test_where_iat_is_wrong_the_life_is_counted_from_now(self, bench, now):
        """One fault makes up no other."""
        found = times(bench, now, ReferenceTime(now, max_age=1), iat=-9000, exp=120)
        assert found["iat"].outcome is Outcome.WARNING
        assert found["at most 10 min"].reason == "exp is 2 min ahead"


@pytest.mark.parametrize("value", [1461023254000, "1461023254", True, None, 10**300])
def test_what_is_no_time_in_seconds_is_not_judged_as_one(bench, value):
    """Its own check says what is wrong with it."""
    validation = bench.check(bench.token(claims={"iat": value, "exp": value}))
    assert {check.outcome for check in validation.checks if check.id.startswith("time: ")} == {Outcome.NOT_CHECKED}


def test_without_a_moment_no_time_is_judged(bench):
    """As the documents' own tool, which checks neither expiration nor nonce."""
    validation = bench.of(moment=None).check(bench.token())
    assert {check.reason for check in validation.checks if check.id.startswith("time: ")} == {"not asked for"}
