"""What of a record was sent again though it may have arrived."""

import pytest

from conformance.evidence.deserialize import has_lost_attempts


def attempt(status, *, retried=True):
    """Return what a record shows of an exchange."""
    return {"response": None if status is None else {"status": status}, **({"retried": True} if retried else {})}


@pytest.mark.parametrize(("status", "is_lost"), [(None, True), (502, True), (503, True), (504, True), (429, False)])
def test_an_attempt_that_no_target_has_answered_is_lost(status, is_lost):
    """A limit's 429 is an answer: nothing was done."""
    assert has_lost_attempts({"transcript": [attempt(status), attempt(201, retried=False)]}) is is_lost


def test_the_last_attempt_is_none():
    """What was not sent again has no second answer."""
    assert not has_lost_attempts({"transcript": [attempt(None, retried=False)]})
