"""A target's clock that the suite sets: whether it moved is seen, and never taken for granted."""

from __future__ import annotations

import pytest
from moved_targets import Movable

from conformance.caller import ClockDidNotAdvanceError, TimeCannotAdvanceError
from conformance.caller.time import settable_clock as moving
from conformance.caller.time.settable_clock import SettableClock
from conformance.clock import RealTime


@pytest.fixture
def impatient(monkeypatch):
    """A clock that does not follow is given up within half a second."""
    monkeypatch.setattr(moving, "PATIENCE", 0.5)


def passing_at(target):
    return SettableClock(target, target.ask)


@pytest.mark.parametrize("off", [0.0, 3.0, -7200.0, 5 * 86400.0], ids=["right", "ahead", "hours behind", "days ahead"])
def test_a_clock_follows(off):
    """However wrong its Date is: that it went ahead by so much is what counts."""
    target = Movable(date_off=off)
    passing = passing_at(target)
    for _ in range(2):
        passing.advance(600, "10 minutes")
    assert target.told == [600, 1200]
    assert passing.doubt == 0
    assert passing.target_time(1000.0) == 2200.0


@pytest.mark.parametrize("obeys", [0.0, 0.5, -1.0], ids=["not at all", "by half", "back"])
def test_a_clock_that_does_not_follow_is_no_violation(impatient, obeys):
    """The sentence says what was tried and what was seen; nobody tries again, nor waits again."""
    target = Movable(obeys=obeys)
    passing = passing_at(target)
    with pytest.raises(
        ClockDidNotAdvanceError, match="did not move when it was told to: a lever was to let 10 minutes pass"
    ):
        passing.advance(600, "10 minutes")
    began = RealTime.elapsed()
    with pytest.raises(ClockDidNotAdvanceError, match="did not move when it was told to"):
        passing.advance(60, "1 minute")
    assert RealTime.elapsed() - began < 0.1
    # Everything else goes by what the clock says now.
    assert passing.target_time(1000.0) == pytest.approx(1000 + target.ahead, abs=1.1)


def test_a_date_that_is_missing_leaves_it_open():
    """Nobody can tell whether the clock moved: that is no verdict, and no error."""
    with pytest.raises(TimeCannotAdvanceError, match="its clock cannot be seen to move: it sends no Date header"):
        passing_at(Movable(date_off=None)).advance(600, "10 minutes")


def test_a_target_that_died_leaves_it_open():
    """The sentence says that it did not answer."""
    target = Movable()
    passing = passing_at(target)
    target.answers = False
    with pytest.raises(TimeCannotAdvanceError, match=r"cannot be seen to move: the target refused the connection"):
        passing.advance(600, "10 minutes")


def test_a_coarse_date_is_waited_for():
    """It is written anew every two seconds; the clock has moved all along."""
    target = Movable(coarse=2.0)
    passing = passing_at(target)
    passing.advance(600, "10 minutes")
    assert passing.doubt <= 2.0


def test_a_clock_that_is_a_little_off_is_doubted():
    """By how much is known, so that no verdict rests on it."""
    target = Movable()
    passing = passing_at(target)
    target.date_off = 2.8
    passing.advance(600, "10 minutes")
    assert 0.5 < passing.doubt <= 2.0


def test_a_setting_in_whole_seconds_is_doubted():
    """By the half second that rounding may take away."""
    assert passing_at(Movable(rounding=0.5)).doubt == 0.5


@pytest.mark.parametrize("stands", [True, False])
def test_a_clock_that_stands_still_is_noticed(stands):
    """Tokens are made by what it was told, and not by what would have passed since."""
    target = Movable(may_stand=True, stands=stands)
    target.set(0)
    passing = passing_at(target)
    passing.advance(600, "10 minutes")
    now = RealTime.time()
    assert passing.target_time(now) == (target.moment if stands else now + 600)


def test_a_machine_whose_clock_is_set_meanwhile(monkeypatch):
    """The target's has moved all the same: what is measured is steady."""
    target = Movable()
    passing = passing_at(target)
    right = RealTime.time
    monkeypatch.setattr(RealTime, "time", staticmethod(lambda: right() + 3600))
    passing.advance(600, "10 minutes")
    assert passing.doubt == 0
