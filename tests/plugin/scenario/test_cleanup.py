"""Which sessions are ended once a scenario is judged, and which serve those that follow."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from conformance.evidence.exchange import Exchange, Received, Sent
from conformance.judging.outcomes import Inconclusive, NotApplicable, Observation, Violation
from conformance.plugin.scenario.cleanup import _IS_LAST, _has_ended_well, _unneeded, pytest_runtest_teardown
from conformance.sign_in import Control, Session, SharedEvidence


def opening(token: str) -> Exchange:
    """Return the answer that has opened a session of this token."""
    body = f'{{"session_token": "{token}"}}'.encode()
    return Exchange(Sent("POST", "http://a/sessions", ()), 0.0, 0.0, Received(201, "", (), body))


def deletion(token: str) -> Exchange:
    """Return the answer that has ended it."""
    return Exchange(Sent("DELETE", f"http://a/sessions/{token}", ()), 0.0, 0.0, Received(204, "", (), b""))


def examination(*tokens: str):
    """Return an examination whose running scenario goes on with sessions of these tokens."""
    sessions = [Session(token, "", "", "", opening(token)) for token in tokens]
    evidence = SharedEvidence(opened=[Control(each, (), 0, 0.0) for each in sessions])
    return SimpleNamespace(shared={"2.0": evidence}, clock=SimpleNamespace(now=lambda: 0.0))


def test_what_others_can_go_on_with_is_not_ended():
    """A session of another user is, and so is what no control has kept."""
    seen = examination("a", "b")
    assert _unneeded(seen, "2.0", [opening("b"), opening("c")], has_ended_well=True) == ["c"]
    assert seen.shared["2.0"].take_all_open_sessions() == ["a", "b"]


def test_what_a_scenario_has_ended_is_over():
    """Also where another scenario has opened it."""
    seen = examination("a", "b")
    assert _unneeded(seen, "2.0", [deletion("a")], has_ended_well=True) == []
    assert seen.shared["2.0"].take_all_open_sessions() == ["b"]


def test_nobody_goes_on_with_what_a_failed_scenario_leaves():
    """All of it is ended, what it had from others among it."""
    seen = examination("a")
    assert _unneeded(seen, "2.0", [opening("b")], has_ended_well=False) == ["a", "b"]
    assert seen.shared["2.0"].take_all_open_sessions() == []


@pytest.mark.parametrize(
    ("error", "has"),
    [
        (None, True),
        (Observation("201"), True),
        (NotApplicable("digits"), True),
        (Violation("this", "that"), False),
        (Inconclusive("a control failed"), False),
    ],
)
def test_what_is_only_observed_has_ended_well(error, has):
    """Whatever leaves a doubt has not."""
    call = SimpleNamespace(excinfo=error and SimpleNamespace(value=error))
    assert _has_ended_well(call) is has


@pytest.mark.parametrize(("next_one", "is_last"), [(None, True), ("the one around it", True), ("another", False)])
def test_the_last_scenario_of_a_process_is_known(next_one, is_last):
    """No other runs after it; one within whose wait it has begun goes on in a process of its own."""
    session = SimpleNamespace(shouldfail=False, shouldstop=False)
    item = SimpleNamespace(stash=pytest.Stash(), session=session, listchain=lambda: ["the one around it", "it"])
    pytest_runtest_teardown(item, next_one)
    assert item.stash[_IS_LAST] is is_last
