"""The target's clock, as well as Date headers tell it."""

from __future__ import annotations

import os
import time

import pytest

from conformance.caller import Skew, TargetClock, TimeCannotAdvanceError, measure_skew
from conformance.clock import VirtualClock
from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind

#: 2023-11-14T22:13:20Z
NOON = 1_700_000_000.0
SENT = Sent("POST", "http://layer.example/nonces", ())


def seen(date, started=NOON, duration=0.0):
    """Return an exchange that began `started` and was answered with this Date, given in seconds or as text."""
    if isinstance(date, (int, float)):
        date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(date))
    headers = () if date is None else (("Date", date),)
    return Exchange(SENT, started, duration, Received(200, "", headers, b""))


@pytest.mark.parametrize(
    ("date", "offset"), [(NOON, 0.5), (NOON + 60, 60.5), (NOON - 3600, -3599.5)], ids=["right", "ahead", "behind"]
)
def test_one_date_tells_the_clock_to_half_a_second(date, offset):
    """It names a whole second, and the moment lies somewhere in it."""
    skew = measure_skew([seen(date)])
    assert (skew.offset, skew.uncertainty, skew.measured) == (offset, 0.5, True)


def test_a_slow_answer_tells_less():
    """The Date was written at any moment between sending and receiving."""
    skew = measure_skew([seen(NOON, duration=4.0)])
    assert (skew.offset, skew.uncertainty) == (-1.5, 2.5)


def test_every_exchange_narrows_it_down():
    """Two of them a fraction of a second apart know more than each."""
    skew = measure_skew([seen(NOON, NOON + 0.25), seen(NOON + 1, NOON + 1.75), seen(NOON, NOON)])
    assert skew.offset == pytest.approx(0.125)
    assert skew.uncertainty == pytest.approx(0.125)


def test_dates_that_contradict_each_other_are_all_believed():
    """Two machines behind one address: what lies between them is not known."""
    skew = measure_skew([seen(NOON), seen(NOON + 60)])
    assert (skew.offset, skew.uncertainty) == (30.5, 30.5)


@pytest.mark.parametrize(
    "date",
    [
        None,
        "",
        "soon",
        "Tue, 99 Nov 2023 22:13:20 GMT",
        "Tue, 14 Nov 99999 22:13:20 GMT",
        "1700000000",
        "2023-11-14T22:13:20Z",
        "\xff\x00",
    ],
)
def test_a_date_that_is_none_tells_nothing(date):
    """The clock is taken to be right, within five seconds, and the report says so."""
    skew = measure_skew([seen(date)])
    assert (skew.offset, skew.uncertainty, skew.measured) == (0.0, 5.0, False)
    assert str(skew) == "unknown (the target sends no Date header); taken as 0 s, give or take 5 s"


def test_an_exchange_without_an_answer_tells_nothing():
    """Beside those that do, it is left out."""
    fault = Exchange(SENT, NOON, 1.0, fault=TransportError(TransportErrorKind.TIMED_OUT, ""))
    assert not measure_skew([fault]).measured
    assert measure_skew([fault, seen(NOON)]).offset == 0.5
    assert not measure_skew([]).measured


@pytest.mark.parametrize("zone", ["GMT", "-0000", "+0000", ""])
@pytest.mark.parametrize("ours", ["UTC0", "EST5"])
def test_a_date_is_in_utc_wherever_the_suite_runs(zone, ours, monkeypatch):
    """One that names no zone is not taken for our own zone's."""
    monkeypatch.setitem(os.environ, "TZ", ours)
    time.tzset()
    try:
        skew = measure_skew([seen(f"Tue, 14 Nov 2023 22:13:20 {zone}".strip())])
    finally:
        monkeypatch.undo()
        time.tzset()
    assert skew.offset == 0.5


def test_nodes_whose_clocks_disagree_are_named():
    """A token that one of them refuses is no wrong key."""
    assert "are there nodes whose clocks disagree" in str(measure_skew([seen(NOON), seen(NOON + 90)]))
    assert "nodes" not in str(measure_skew([seen(NOON), seen(NOON + 1, NOON + 1)]))


def test_a_skew_is_said_in_one_line():
    """As the report has it."""
    assert str(Skew(-2.5, 0.5)) == "-2.5 s, give or take 0.5 s (from its Date header)"


class TestTargetClock:
    def test_it_goes_by_the_target(self):
        """Real time, and how far the target is from it."""
        assert TargetClock(Skew(3600, 0)).now() == pytest.approx(time.time() + 3600, abs=5)

    def test_one_that_is_ours_is_moved(self):
        """The embedded reference's own clock."""
        clock = TargetClock(Skew(0, 0), VirtualClock())
        clock.advance(61, "61 seconds")
        assert clock.can_move
        assert clock.now() == VirtualClock.START + 61

    def test_one_that_is_not_ours_is_not(self):
        """The sentence says what would help."""
        clock = TargetClock(Skew(0, 0))
        assert not clock.can_move
        with pytest.raises(TimeCannotAdvanceError, match="needs 10 minutes to pass at the target, whose clock"):
            clock.advance(600, "10 minutes")

    def test_no_clock_goes_back(self):
        """A slip in a step is told."""
        with pytest.raises(ValueError, match="a clock goes ahead only"):
            TargetClock(Skew(0, 0), VirtualClock()).advance(-1, "")
