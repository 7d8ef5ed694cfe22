"""How time passes at a target that nobody moves."""

from __future__ import annotations

import pytest
from moved_targets import Movable

from conformance.caller import Skew, TargetClock, TimeCannotAdvanceError
from conformance.caller.time.settable_clock import SettableClock
from conformance.caller.time.waiting import FixedTime, RealWait
from conformance.clock import RealTime


def waiting(patience):
    """Return a way of waiting that takes no time, and the list of what was waited."""
    slept: list[tuple[float, str]] = []
    return RealWait(patience, lambda seconds, duration: slept.append((seconds, duration))), slept


def test_without_patience_nothing_sleeps():
    """A rule that wants time is told how to get it, in the option's own words."""
    with pytest.raises(
        TimeCannotAdvanceError, match=r"needs 10 minutes to pass at the target, .*; --patience 10m would wait"
    ):
        FixedTime().advance(600, "10 minutes")


@pytest.mark.parametrize(
    ("seconds", "option"), [(601, "601s"), (660, "11m"), (7200, "2h"), (86400, "1d"), (1, "1s"), (90000, "25h")]
)
def test_a_time_is_said_as_the_option_takes_it(seconds, option):
    """In the largest unit that it is a whole number of."""
    with pytest.raises(TimeCannotAdvanceError, match=f"--patience {option} would"):
        FixedTime().advance(seconds, "so long")


def test_with_patience_it_waits():
    """What was waited is known, for the evidence."""
    passing, slept = waiting(660)
    clock = TargetClock(Skew(0, 0), passing=passing)
    clock.advance(601, "10 minutes 1 second")
    assert slept == [(601, "10 minutes 1 second")]
    assert (clock.waited, clock.advanced, clock.can_move, clock.doubt) == (601, 1, False, 0)
    assert clock.now() == pytest.approx(RealTime.time(), abs=1)


def test_waits_of_one_scenario_add_up():
    """The sentence names the patience that the whole of it wants."""
    passing, slept = waiting(660)
    passing.advance(360, "6 minutes")
    with pytest.raises(
        TimeCannotAdvanceError, match=r"needs 6 minutes after the 360 s that it has waited.*--patience 12m"
    ):
        passing.advance(360, "6 minutes")
    assert len(slept) == 1


def test_a_machine_whose_clock_is_set_does_not_set_the_targets(monkeypatch):
    """Time is taken once, and steadily counted from there."""
    clock = TargetClock(Skew(3, 0.5))
    before = clock.now()
    monkeypatch.setattr(RealTime, "time", staticmethod(lambda: 0.0))
    assert clock.now() == pytest.approx(before, abs=1)


def test_a_moved_clock_says_so_in_the_report():
    """Beside what is known of its skew."""
    target = Movable()
    clock = TargetClock(Skew(0, 0.5), passing=SettableClock(target, target.ask))
    assert clock.can_move
    assert str(clock) == "+0.0 s, give or take 0.5 s (from its Date header); moved by the suite through a lever"
