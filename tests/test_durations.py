"""Durations as features, target files and options write them."""

from __future__ import annotations

import pytest

from conformance.durations import exact_duration, parse_duration, rough_duration, shortest_duration


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0 seconds", 0),
        ("1 second", 1),
        ("30 seconds", 30),
        ("+30 seconds", 30),
        ("-30 seconds", -30),
        ("9 minutes 59 seconds", 599),
        ("10 minutes 1 second", 601),
        ("-1 hour 30 minutes", -5400),
        ("1 day", 86400),
        ("10 years", 10 * 365 * 86400),
        ("90s", 90),
        ("11m", 660),
        ("11 min", 660),
        ("24 h", 86400),
        ("2d", 2 * 86400),
        ("1w", 7 * 86400),
    ],
)
def test_a_duration_is_read(text, expected):
    """Signed, in seconds; a sign is that of all its parts."""
    assert parse_duration(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "30",
        "seconds",
        "30 secs",
        "1.5 minutes",
        "3 months",
        "5 x",
        "30 seconds ago",
        "+-30 seconds",
        "5 minutes and",
    ],
)
def test_anything_else_is_refused(text):
    """A slip in a feature must not become no time at all."""
    with pytest.raises(ValueError, match="is not a duration such as '9 minutes 59 seconds'"):
        parse_duration(text)


@pytest.mark.parametrize(("seconds", "text"), [(90, "90s"), (660, "11m"), (7200, "2h"), (86400, "1d")])
def test_the_shortest_form_is_read_again(seconds, text):
    """What the suite advises, its option takes."""
    assert shortest_duration(seconds) == text
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    ("seconds", "text"), [(119, "119 seconds"), (120, "2 minutes"), (7199, "119 minutes"), (3 * 86400, "3 days")]
)
def test_a_rough_duration_has_the_largest_unit_that_it_fills_twice(seconds, text):
    """Ages are told no finer than they matter."""
    assert rough_duration(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (-45, "45 s"), (303, "5 min 3 s"), (7200, "2 h"), (90000, "25 h"), (2 * 86400, "2 days")],
)
def test_an_exact_duration_names_every_unit_up_to_two_days(seconds, text):
    """Distances between times of a token are told to the second."""
    assert exact_duration(seconds) == text
