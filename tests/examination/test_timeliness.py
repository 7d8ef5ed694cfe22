"""What is late proves nothing: a verdict on time keeps a second from the edge."""

from __future__ import annotations

import pytest

from conformance.caller import Skew, TargetClock
from conformance.caller.time.waiting import RealWait
from conformance.clock import RealTime, VirtualClock
from conformance.evidence.exchange import Exchange, Received, Sent
from conformance.examination.timeliness import Stopwatch
from conformance.judging.outcomes import Inconclusive, Violation

SENT = Sent("POST", "http://layer.example/sessions", ())


def violation(status):
    return Violation("another answer", "this one", Exchange(SENT, 0.0, 0.1, Received(status, "", (), b"")))


class Time:
    """The machine's time, as a test has it."""

    def __init__(self, monkeypatch):
        self.elapsed, self.jumped = 1000.0, 0.0
        monkeypatch.setattr(RealTime, "elapsed", staticmethod(lambda: self.elapsed))
        monkeypatch.setattr(RealTime, "time", staticmethod(lambda: 1.7e9 + self.elapsed + self.jumped))


@pytest.fixture
def machine(monkeypatch):
    return Time(monkeypatch)


def scenario(machine, *, late=0.0, jump=0.0, waits=600.0, clock=None):
    """Run a scenario that waits, and has taken so much longer; return its clock and its watch."""

    def wait(seconds, _duration):
        machine.elapsed += seconds + late
        machine.jumped += jump

    clock = clock or TargetClock(Skew(0, 0), passing=RealWait(3600, wait))
    watch = Stopwatch(clock)
    if waits:
        clock.advance(waits, "some time")
    else:
        machine.elapsed += late
    return clock, watch


def test_in_time(machine):
    """What was waited is no lateness."""
    clock, watch = scenario(machine, late=0.9)
    watch.require_on_time(clock, violation(422))


def test_too_late(machine):
    """A refusal may come of it: the machine slept, or the target is slow."""
    clock, watch = scenario(machine, late=1.1)
    with pytest.raises(Inconclusive, match=r"keep a second from the edge, and 1\.1 s went by besides"):
        watch.require_on_time(clock, violation(422))


def test_what_was_given_too_late_was_given(machine):
    """A nonce that works at eleven minutes and a bit has lived too long all the more."""
    clock, watch = scenario(machine, late=30.0)
    watch.require_on_time(clock, violation(201))


@pytest.mark.parametrize("status", [201, 422])
def test_a_machine_whose_clock_was_set(machine, status):
    """The target may be on it, or be set from the same place: nothing can be said."""
    clock, watch = scenario(machine, jump=-3600.0)
    with pytest.raises(Inconclusive, match=r"this machine's clock was set by -3600\.0 s meanwhile"):
        watch.require_on_time(clock, violation(status))


def test_a_scenario_that_needs_no_time(machine):
    """However long it takes."""
    clock, watch = scenario(machine, waits=0, late=100.0)
    watch.require_on_time(clock, violation(422))


def test_a_clock_that_stands_still_is_never_late(machine):
    """That of the embedded reference."""
    clock, watch = scenario(machine, clock=TargetClock(Skew(0, 0), VirtualClock()))
    machine.elapsed += 100
    watch.require_on_time(clock, violation(422))


def test_the_edge_itself_is_too_late(machine):
    """A whole second is what features keep; a target whose clock may be off has less of it."""
    clock, watch = scenario(machine, late=1.0)
    with pytest.raises(Inconclusive, match=r"went by besides what this one let pass$"):
        watch.require_on_time(clock, violation(422))


def test_a_doubtful_clock_leaves_less_time(machine):
    """Also where something was given, since it may not have been late at all."""
    passing = RealWait(3600, lambda seconds, _words: setattr(machine, "elapsed", machine.elapsed + seconds))
    passing.doubt = 1.5
    clock, watch = scenario(machine, clock=TargetClock(Skew(0, 0), passing=passing))
    with pytest.raises(Inconclusive, match=r"; the target's clock may be 1\.5 s off$"):
        watch.require_on_time(clock, violation(201))


def test_a_small_step_of_the_machines_clock_is_none(machine):
    """Clocks are slewed all the time."""
    clock, watch = scenario(machine, jump=0.9)
    watch.require_on_time(clock, violation(422))


def test_a_step_of_a_second_is_one(machine):
    """Ahead as well as back."""
    clock, watch = scenario(machine, jump=1.0)
    with pytest.raises(Inconclusive, match=r"set by \+1\.0 s meanwhile"):
        watch.require_on_time(clock, violation(422))


@pytest.mark.parametrize("status", [200, 299])
def test_any_success_gives_something(machine, status):
    """And may be late."""
    clock, watch = scenario(machine, late=30.0)
    watch.require_on_time(clock, violation(status))


@pytest.mark.parametrize("status", [199, 300, 500])
def test_anything_else_gives_nothing(machine, status):
    """And may have been asked for too late."""
    clock, watch = scenario(machine, late=30.0)
    with pytest.raises(Inconclusive):
        watch.require_on_time(clock, violation(status))


@pytest.mark.parametrize("exchange", [None, Exchange(SENT, 0.0, 0.1)])
def test_without_an_answer_nothing_was_given(machine, exchange):
    """The violation may come of its being late."""
    clock, watch = scenario(machine, late=30.0)
    with pytest.raises(Inconclusive):
        watch.require_on_time(clock, Violation("an answer", "none", exchange))


def test_a_clock_that_came_later_counts_from_its_beginning(machine):
    """An examination that begins within the scenario has a clock that the watch has not seen."""
    watch = Stopwatch(None)
    clock, _ = scenario(machine, late=0.5)
    watch.require_on_time(clock, violation(422))
    machine.elapsed += 0.6
    with pytest.raises(Inconclusive, match=r"1\.1 s went by"):
        watch.require_on_time(clock, violation(422))


def test_a_clock_that_has_not_moved_meanwhile(machine):
    """What an earlier scenario let pass is none of this one's, and what this one lets pass does count."""
    clock, _ = scenario(machine)
    later = Stopwatch(clock)
    machine.elapsed += 100
    later.require_on_time(clock, violation(422))
    clock.advance(1.0, "a second")
    with pytest.raises(Inconclusive, match=r"100\.0 s went by"):
        later.require_on_time(clock, violation(422))


def test_without_a_clock_nothing_is_late(machine):
    """No examination has begun."""
    Stopwatch(None).require_on_time(None, violation(422))
