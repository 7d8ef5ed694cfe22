"""What counts as the same moment, and the words for it."""

from __future__ import annotations

import pytest

from conformance.evidence.race import SAME_MOMENT, Race

LATE = 10.0 + SAME_MOMENT * 1.01


@pytest.mark.parametrize(
    ("sent", "together", "is_valid"),
    [
        pytest.param([10.0, 10.001, 10.002], 3, True, id="all"),
        pytest.param([10.0, 10.001, LATE], 2, True, id="one too late"),
        pytest.param([10.0, 10.001, None], 2, True, id="one put off"),
        pytest.param([10.0, LATE, LATE], 1, False, id="one too early"),
        pytest.param([10.0, LATE], 1, False, id="one of two"),
        pytest.param([10.0, 10.0, LATE, None], 2, False, id="half of them"),
        pytest.param([None, None], 0, False, id="none"),
        pytest.param([10.0], 1, False, id="alone"),
        pytest.param([10.0, 10.0 + SAME_MOMENT], 2, True, id="the last moment that counts"),
        pytest.param([10.0, 10.0, LATE], 2, True, id="two of three"),
        pytest.param([10.0] * 8 + [LATE] * 42, 8, True, id="eight of fifty"),
        pytest.param([10.0] * 7 + [LATE] * 43, 7, False, id="seven of fifty"),
    ],
)
def test_more_than_half_have_to_be_together(sent, together, is_valid):
    """And two at least; eight are enough in any case."""
    race = Race(sent, sent, [11.0] * len(sent))
    assert (len(race.simultaneous), race.is_valid) == (together, is_valid)


def test_it_says_how_close_together_requests_and_answers_were():
    """In milliseconds, for a finding."""
    race = Race("abc", [10.0012, 10.0, LATE], [10.0205, 10.0044, 10.031])
    assert str(race) == (
        "2 of 3 requests were sent at the same moment, within 1.2 ms, and answered 4 to 31 ms after the first of them"
    )


def test_it_says_that_there_was_none():
    """Without a word about answers."""
    assert str(Race("ab", [None, None], [10.0, 10.0])) == "0 of 2 requests were sent at the same moment"
