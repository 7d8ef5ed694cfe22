"""What a scenario asks of a person, and in which order a person gets furthest."""

from __future__ import annotations

import pytest

from conformance.watching import Script
from conformance.watching.script import order_for_a_person, sessions_of

IN, USED, OUT = (
    ("the client signs alice in",),
    ("the client signs alice in", "the client uses the session"),
    ("the client signs alice in, then uses the session, then signs out",),
)


def script(*steps: str, version: str = "2.0") -> Script:
    return Script.of(version, steps)


def test_what_is_judged_is_nothing_that_is_asked():
    """The Given and the When are; it plays no part which of them a doing stands in."""
    steps = ("at Layer, a bare app id", *USED, "the client takes its user for signed in", "on the wire, nothing")
    assert script(*steps) == Script("2.0", ("at Layer, a bare app id",), ("signs alice in", "uses the session"))


@pytest.mark.parametrize(
    ("other", "begins"),
    [
        (script(*USED), True),
        (script(*IN), True),
        (script("the client signs bob in"), False),
        (script(*USED, version="1.0"), False),
        (script("at Layer, a bare app id", *USED), False),
    ],
    ids=["more", "the same", "another user", "another version", "another situation"],
)
def test_a_script_begins_another_in_the_same_situation_only(other, begins):
    """What an app does at first is the same, whatever it does afterwards."""
    assert script(*IN).begins(other) is begins


@pytest.mark.parametrize(
    ("told", "doings"), [(0, ()), (1, ("signs alice in", "lets 31 days pass at Layer")), (2, None), (9, None)]
)
def test_how_much_is_done_is_counted_by_what_a_person_does(told, doings):
    """Time passes without anybody."""
    whole = Script("2.0", (), ("signs alice in", "lets 31 days pass at Layer", "uses the session"))
    assert whole.done(told).doings == (whole.doings if doings is None else doings)


def test_one_session_shows_what_it_begins_with_and_every_rule_comes_early():
    """The longest first, for it shows the shorter ones; then one scenario of each rule before the second of any."""
    scripts = [script(*IN), script("at Layer, a bare app id", *IN), script("at Layer, HTTP/1.0", *IN), script(*OUT)]
    assert order_for_a_person(scripts, ["A", "A", "B", "C"]) == [3, 0, 2, 1]
    assert sessions_of(scripts) == 3
