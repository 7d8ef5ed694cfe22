"""What scenarios share of a server: how long a control counts, and how much of what was tried is kept."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from conformance.evidence.exchange import Exchange, Received, Sent
from conformance.sign_in import Control, SharedEvidence, TriedRequest


def tried(length: int) -> TriedRequest:
    """Return a request whose answer has a body of this length."""
    exchange = Exchange(Sent("POST", "http://a/sessions", ()), 0.0, 0.0, Received(422, "", (), b"x" * length))
    return TriedRequest(exchange, exchange, ())


@pytest.mark.parametrize(
    ("requests", "now", "counts"), [(50, 1060.0, True), (51, 1000.0, False), (10, 1061.0, False), (10, 939.0, False)]
)
def test_a_control_counts_for_forty_requests_and_a_minute(requests, now, counts):
    """Of the target's clock, which may be set back as well."""
    assert Control(None, (), 10, 1000.0).is_recent(requests, now) is counts


def test_answers_of_an_ordinary_length_are_kept_for_the_whole_run():
    """Thousands of them."""
    evidence = SharedEvidence()
    for number in range(2000):
        evidence.keep_tried({str(number): tried(1000)})
    assert len(evidence.tried) == 2000


def test_a_target_that_writes_much_is_asked_again():
    """The latest answers are there, and never more than have room."""
    evidence = SharedEvidence()
    for number in range(9):
        evidence.keep_tried({str(number): tried(1024 * 1024), "the same as it was": None})
    assert list(evidence.tried) == ["8", "the same as it was"]


def test_all_versions_of_a_run_have_one_room():
    """A target that writes much is asked again in each of them, and what is kept does not grow with their number."""
    versions: dict[str, SharedEvidence] = {}
    for version in ("1.0", "2.0", "3.0"):
        versions[version] = SharedEvidence(of_all_versions=versions)
    for number in range(9):
        for evidence in versions.values():
            evidence.keep_tried({str(number): tried(1024 * 1024)})
    assert sum(len(evidence.tried) for evidence in versions.values()) <= 2


def test_what_issued_the_nonce_and_the_control_take_room_as_well():
    """Each counts once, for however many tokens it stands: a large answer stands behind each of these small ones."""
    evidence, small, large = SharedEvidence(), tried(1).exchange, tried(1024 * 1024).exchange
    evidence.keep_tried({f"of one nonce {number}": TriedRequest(large, small, (large,)) for number in range(30)})
    assert len(evidence.tried) == 30
    for number in range(9):
        another = tried(1024 * 1024).exchange
        evidence.keep_tried({str(number): TriedRequest(small, small, (another,))})
    assert len(evidence.tried) <= 2


def opened(token: str) -> Control:
    """Return a session of this token, which the running scenario has opened."""
    return Control(SimpleNamespace(token=token), (), 0, 0.0)


def test_a_session_that_is_left_open_is_another_scenarios():
    """The latest first; what no scenario goes on with is returned, to be ended."""
    evidence = SharedEvidence(opened=[opened("a"), opened("b")])
    assert evidence.leave_open(["a", "b", "of a user of its own"], 0.0) == ["of a user of its own"]
    assert [evidence.take_open_session(0.0).value.token for _ in range(2)] == ["b", "a"]
    assert evidence.take_open_session(0.0) is None
    assert [each.value.token for each in evidence.opened] == ["b", "a"]


def test_what_a_scenario_has_ended_is_left_to_nobody():
    """It is among those that it has opened, and not among those that are open."""
    evidence = SharedEvidence(opened=[opened("a"), opened("b")])
    assert evidence.leave_open(["b"], 0.0) == []
    assert evidence.take_all_open_sessions() == ["b"]
    assert evidence.take_all_open_sessions() == []


def test_few_sessions_are_left_open():
    """A run that is killed leaves no more than these at the target."""
    evidence, tokens = SharedEvidence(), [str(number) for number in range(20)]
    for token in tokens:
        evidence.opened.append(opened(token))
        evidence.leave_open([token], 0.0)
    assert evidence.take_all_open_sessions() == tokens[:8]


def test_a_session_of_a_target_that_writes_much_is_not_left_open():
    """What has opened it would be kept."""
    session = Control(SimpleNamespace(token="a"), (tried(64 * 1024).exchange,), 0, 0.0)
    assert SharedEvidence(opened=[session]).leave_open(["a"], 0.0) == ["a"]


def test_a_session_that_was_left_open_long_ago_is_ended():
    """The running scenario ends it: it is nobody's fault that it may be over."""
    evidence = SharedEvidence(open=[opened("a")])
    assert evidence.take_open_session(601.0) is None
    assert (evidence.leave_open(["a"], 601.0), evidence.has_lost_a_session) == (["a"], False)


def test_where_a_session_is_lost_none_is_left_open_any_more():
    """A target may know one session of a user only: the running scenario ends all that there are."""
    evidence = SharedEvidence(opened=[opened("a"), opened("b")])
    evidence.leave_open(["a", "b"], 0.0)
    evidence.take_open_session(0.0)
    evidence.lose_open_sessions()
    assert [each.value.token for each in evidence.opened] == ["b", "a"]
    assert evidence.take_all_open_sessions() == []
    assert evidence.leave_open(["a", "b"], 0.0) == ["a", "b"]
