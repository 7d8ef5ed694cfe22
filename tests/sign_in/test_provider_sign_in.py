"""What a provider's token is checked against: the user of the request, and the time at which the answer came."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.caller import Connection, Skew, TargetClock
from conformance.caller.provider import ProviderCaller
from conformance.clock import VirtualClock, WallClock
from conformance.embedded.provider_target import provider_target
from conformance.evidence.exchange import Exchange, Received, Sent
from conformance.evidence.transcript import Transcript
from conformance.reference.provider import ReferenceProvider
from conformance.sign_in import ProviderSignIn
from conformance.sign_in import provider as provider_sign_in
from conformance.targets import LoginTemplate, User
from conformance.validation import ReferenceTime

TARGET = provider_target("here", ReferenceProvider(WallClock()), "http://a.example/x")
ALICE = User("alice", "open-sesame", "user-17")
ANSWER = Exchange(Sent("POST", TARGET.url, ()), 1000.0, 2.5, Received(200, "", (), b'{"identity_token": "a.b.c"}'))


@pytest.fixture
def checked(monkeypatch):
    """Return what checks the token of the answer by a clock, and tells what was expected, and when it was judged."""

    def check(clock, login=ALICE):
        seen = []
        monkeypatch.setattr(provider_sign_in, "check_token", lambda *arguments: seen.append(arguments))
        caller = ProviderCaller(replace(TARGET, users=(ALICE,)), Connection(TARGET.http), Transcript())
        request = replace(caller.right_request("n"), login=login)
        ProviderSignIn(caller, clock).check(request, ANSWER, {"first_name": "Alice"})
        ((_token, _keys, expected, moment),) = seen
        return expected, moment

    return check


@pytest.mark.parametrize(("login", "prn"), [(ALICE, "user-17"), (LoginTemplate("alice", "wrong"), "alice")])
def test_a_token_should_name_the_user_by_the_prn(checked, login, prn):
    """Which need not be what the user logs in with; of a login that is no user's nothing else is known."""
    expected, _ = checked(TargetClock(Skew(0.0, 0.0)), login)
    assert (expected.user, expected.nonce, expected.claims) == (prn, "n", {"first_name": "Alice"})


def test_it_is_judged_at_the_end_of_its_answer_by_the_targets_clock(checked):
    """It is no older than its answer took, and what is not known of the clock counts for the target."""
    _, moment = checked(TargetClock(Skew(30.0, 0.5)))
    assert moment == ReferenceTime(1032.5, 10.5, max_age=2.5, uncertainty=0.5)


def test_where_the_suite_moves_the_clock_it_is_judged_by_that(checked):
    """Whatever the time of day when the answer came."""
    clock = VirtualClock()
    clock.advance(90)
    _, moment = checked(TargetClock(Skew(0.0, 0.0), clock))
    assert moment == ReferenceTime(clock.now(), 10.0, max_age=2.5, uncertainty=0.0)
