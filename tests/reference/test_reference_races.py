"""The reference under real threads, over real connections; and that a hole of twenty milliseconds is always found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from conformance.caller import Connection, ServerCaller, Skew, TargetClock
from conformance.clock import WallClock
from conformance.evidence.transcript import Transcript
from conformance.judging.outcomes import Violation
from conformance.judging.simultaneous import expect_no_crash, expect_one_session, expect_uses_until_the_deletion
from conformance.minting import Mint
from conformance.reference.mutants.server.races import GAP, looking_before_spending
from conformance.reference.server import CREDENTIALS, ReferenceServer, running
from conformance.targets import Credentials, HttpSettings, ServerTarget
from steps import races
from steps.nonces import get_nonces
from steps.sessions import open_sessions
from steps.sign_in import SignIn

#: How often each is tried; `benchmarks/race_window.py` tries the hole more often, and smaller ones too.
TIMES = 5


@contextmanager
def way_in_to(reference: ReferenceServer) -> Iterator[SignIn]:
    """Run a server and yield the way in to it."""
    own = CREDENTIALS
    known = Credentials(own.app_id, own.provider_id, own.key.key_id, own.key.signing_key)
    clock, connection = TargetClock(Skew(0.0, 0.0)), Connection(HttpSettings())
    with running(reference) as url:
        target = ServerTarget(name="the reference", actor="server", url=url, credentials=known)
        mint = Mint(clock, known.provider_id, known.key_id, known.private_key)
        yield SignIn(ServerCaller(target, connection, "2.0", Transcript()), mint, clock)
        connection.close()


@pytest.fixture
def way_in() -> Iterator[SignIn]:
    """The way in to the reference."""
    with way_in_to(ReferenceServer(WallClock())) as way:
        yield way


def race_for_nonces(way: SignIn) -> None:
    """Do what NONCE-RACE-1 does."""
    races.expect_of_each_race(races.request_sessions_at_once(way, get_nonces(way, 3), 8), expect_one_session)


def test_one_nonce_opens_one_session(way_in):
    """NONCE-RACE-1 holds of the reference itself."""
    for _ in range(TIMES):
        race_for_nonces(way_in)


def test_fifty_nonces_are_different_and_good(way_in):
    """NONCE-RACE-2 holds of the reference itself."""
    for _ in range(TIMES):
        races.expect_nonces_of_their_own(way_in, races.request_nonces_at_once(way_in, 50))


@pytest.mark.parametrize(
    ("doing", "expectation"),
    [
        pytest.param("deleted twice", expect_no_crash, id="DELETE-RACE-1"),
        pytest.param("used 7 times and deleted", expect_uses_until_the_deletion, id="DELETE-RACE-2"),
    ],
)
def test_sessions_end_for_good(way_in, doing, expectation):
    """Deleted twice, and deleted while in use."""
    for _ in range(TIMES):
        sessions = open_sessions(way_in, 3)
        seen = races.do_at_once(way_in, sessions, races.DOINGS[doing])
        races.expect_of_each_race(seen, expectation)
        races.expect_ended_sessions(way_in, sessions, seen)


def test_a_hole_of_twenty_milliseconds_is_found_every_time():
    """Between looking whether a nonce is spent and spending it."""
    assert GAP == 0.02
    with way_in_to(looking_before_spending(GAP)(ReferenceServer(WallClock()))) as way:
        for _ in range(TIMES):
            with pytest.raises(Violation, match=r"observed [2-8] of 8 answered 201"):
                race_for_nonces(way)
