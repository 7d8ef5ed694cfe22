"""How long a run will still take."""

import pytest

from conformance.reporting.terminal.eta import RateEstimate, format_eta


def test_nothing_is_said_before_anything_is_known():
    """One quick answer tells nothing of a target's speed."""
    assert RateEstimate(850).seconds_left() is None
    assert RateEstimate(850, done=1, requests=3, seconds=0.4).seconds_left() is None


def test_a_slow_target_is_known_by_its_first_scenarios():
    """Two seconds a request, and seven requests a scenario: 850 of them take three hours."""
    left = RateEstimate(850, done=2, requests=14, seconds=28.0).seconds_left()
    assert left == pytest.approx(848 * 7 * 2.0)


def test_in_the_end_it_is_what_scenarios_really_took():
    """However many requests they send."""
    left = RateEstimate(850, done=800, requests=800, seconds=400.0).seconds_left()
    assert left == pytest.approx(50 * 0.5, rel=0.1)


def test_a_run_without_requests_has_a_pace_too():
    """Of its scenarios."""
    assert RateEstimate(20, done=10, seconds=5.0).seconds_left() == 5.0


@pytest.mark.parametrize(
    ("seconds", "sentence"),
    [(0, "about 10 s left"), (44, "about 40 s left"), (61, "about 1 min left"), (725, "about 12 min left")],
)
def test_it_is_said_as_people_say_it(seconds, sentence):
    """No more exact than it is known."""
    assert format_eta(seconds) == sentence
    assert format_eta(3 * 3600) == "about 3.0 h left"
    assert format_eta(660, at_most=True) == "at most 11 min left"
