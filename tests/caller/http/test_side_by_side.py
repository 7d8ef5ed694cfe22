"""Requests that are made side by side."""

from __future__ import annotations

import threading

import pytest

from conformance.caller.http.side_by_side import request_each


def test_answers_are_in_the_order_of_what_was_asked():
    """Whichever comes in first."""
    second_is_over = threading.Event()

    def request(value):
        if value == 1:
            assert second_is_over.wait(30)
        else:
            second_is_over.set()
        return value * 10

    assert request_each(request, [1, 2], 2) == [10, 20]


@pytest.mark.parametrize("most", [1, 3])
def test_no_more_are_under_way_than_are_allowed(most):
    """However many there are."""
    lock, under_way, seen = threading.Lock(), set(), []

    def request(value):
        with lock:
            under_way.add(value)
            seen.append(len(under_way))
        with lock:
            under_way.remove(value)

    request_each(request, range(40), most)
    assert len(seen) == 40
    assert max(seen) <= most


def test_nothing_is_asked_for_nothing():
    """No thread is needed for it."""
    assert request_each(lambda _value: pytest.fail("there is nothing to ask"), [], 4) == []


def test_what_fails_is_raised_when_none_is_under_way():
    """The first of them, in their order."""
    both_are_under_way, over = threading.Barrier(2, timeout=30), []

    def request(value):
        both_are_under_way.wait()
        if value:
            raise LookupError(value)
        over.append(value)

    with pytest.raises(LookupError, match="1"):
        request_each(request, [1, 0], 2)
    assert over == [0]


@pytest.mark.parametrize(("values", "most"), [([1], 8), ([1, 2], 1)])
def test_one_after_the_other_needs_no_thread(values, most):
    """What is asked alone is asked here."""
    assert set(request_each(lambda _value: threading.get_ident(), values, most)) == {threading.get_ident()}
