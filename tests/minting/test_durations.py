"""Durations as features write them."""

from __future__ import annotations

import pytest

from conformance.minting.durations import seconds


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
    ],
)
def test_a_duration_is_read(text, expected):
    """Signed, in seconds; a sign is that of all its parts."""
    assert seconds(text) == expected


@pytest.mark.parametrize(
    "text", ["", "soon", "30", "seconds", "30 secs", "1.5 minutes", "30 seconds ago", "+-30 seconds", "5 minutes and"]
)
def test_anything_else_is_refused(text):
    """A slip in a feature must not become no time at all."""
    with pytest.raises(ValueError, match="is not a duration such as '9 minutes 59 seconds'"):
        seconds(text)
