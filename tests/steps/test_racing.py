"""Requests at the same moment, as many as the target file lets go out at once."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from conformance.evidence.race import Race
from steps import races


@pytest.fixture
def sent(monkeypatch):
    """How many requests each race had."""
    sizes = []

    def note(calls):
        sizes.append(len(calls))
        return Race([None] * len(calls), [0.0] * len(calls), [1.0] * len(calls))

    monkeypatch.setattr(races, "send_simultaneously", note)
    return sizes


@pytest.fixture
def sign_in():
    """A way in to a target that takes five requests at once."""
    caller = SimpleNamespace(
        target=SimpleNamespace(http=SimpleNamespace(burst=5)), request_nonce=print, delete_session=print
    )
    return SimpleNamespace(caller=caller, use=print)


def test_no_more_nonces_are_requested_than_fit(sign_in, sent):
    """A burst of 32 becomes one of five."""
    races.request_nonces_at_once(sign_in, 32)
    races.request_nonces_at_once(sign_in, 3)
    assert sent == [5, 3]


@pytest.mark.parametrize(("doing", "expected"), [("deleted twice", 2), ("used 7 times and deleted", 5)])
def test_no_more_is_done_to_a_session_than_fits(sign_in, sent, doing, expected):
    """The deletions stay, and fewer uses lie around them."""
    races.do_at_once(sign_in, [SimpleNamespace(token="t")], races.DOINGS[doing])
    assert sent == [expected]


@pytest.mark.parametrize("burst", range(2, 9))
@pytest.mark.parametrize("doing", races.DOINGS.values())
def test_what_fits_has_every_deletion_and_uses_on_both_sides_where_there_is_room(doing, burst):
    """Two requests are the least: then a use beside the deletion is left, and no more than the feature names."""
    before, deletions, after = races._fit(doing, burst)
    assert deletions == doing[1]
    assert before + deletions + after == min(burst, sum(doing))
    assert abs(after - before) <= 1
