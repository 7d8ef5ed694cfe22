"""Requests at the same moment: for one nonce, for many nonces, about one session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from pytest_bdd import given, parsers, then, when

from conformance.caller.http.last_byte import send_simultaneously
from conformance.evidence.exchange import Exchange
from conformance.evidence.race import Race
from conformance.judging.expectations import expect_challenge, expect_distinct, expect_nonce, expect_session
from conformance.judging.simultaneous import (
    expect_no_crash,
    expect_one_session,
    expect_uses_until_the_deletion,
    in_race,
)
from conformance.sign_in import Session
from steps.sign_in import SigningIn

#: What can happen to a session at one moment: how often it is used before its deletions, how often it is deleted, and
#: how often it is used after them.
_DOINGS: Mapping[str, tuple[int, int, int]] = {
    "deleted twice": (0, 2, 0),
    "used 7 times and deleted": (3, 1, 4),
}


@when(parsers.parse("{count:d} sessions are requested for each nonce at the same moment"), target_fixture="races")
def request_sessions_at_once(signing_in: SigningIn, nonces: list[str], count: int) -> list[Race[Exchange]]:
    return [_sessions_at_once(signing_in, _tokens_for(signing_in, nonce, count)) for nonce in nonces]


def _tokens_for(signing_in: SigningIn, nonce: str, count: int) -> list[str]:
    draft = signing_in.mint.draft(nonce)
    return [draft.with_claims(exp=draft.claims["exp"] + number).right() for number in range(count)]


def _sessions_at_once(signing_in: SigningIn, tokens: list[str]) -> Race[Exchange]:
    return send_simultaneously([partial(signing_in.caller.request_session, token) for token in tokens])


@then("each nonce opens exactly one session and the other requests are refused")
def exactly_one_session(races: list[Race[Exchange]]) -> None:
    for race in races:
        expect_one_session(race)


@when(parsers.parse("{count:d} nonces are requested at the same moment"), target_fixture="race")
def request_nonces_at_once(signing_in: SigningIn, count: int) -> Race[Exchange]:
    return send_simultaneously([signing_in.caller.request_nonce] * count)


@then("no two of them are alike and each opens a session")
def each_nonce_is_its_own(signing_in: SigningIn, race: Race[Exchange]) -> None:
    with in_race(race):
        nonces = [expect_nonce(exchange) for exchange in race.results]
        expect_distinct(nonces, "nonces", race.results[-1])
        # Also at once: one after the other would take a distant target a long time.
        tokens = [signing_in.mint.draft(nonce).right() for nonce in nonces]
        for exchange in _sessions_at_once(signing_in, tokens).results:
            expect_session(exchange)


@given(parsers.parse("{count:d} sessions whose tokens are accepted"), target_fixture="sessions")
def several_live_sessions(signing_in: SigningIn, count: int) -> list[Session]:
    return [signing_in.live_session() for _ in range(count)]


@when(parsers.parse("each session is {doings} at the same moment"), target_fixture="races")
def do_at_once(signing_in: SigningIn, sessions: list[Session], doings: str) -> list[Race[Exchange]]:
    before, deletions, after = _DOINGS[doings]
    calls = [(_use(signing_in, each), partial(signing_in.caller.delete_session, each.token)) for each in sessions]
    return [send_simultaneously([*[use] * before, *[delete] * deletions, *[use] * after]) for use, delete in calls]


def _use(signing_in: SigningIn, session: Session) -> Callable[[], Exchange]:
    return partial(signing_in.caller.use_session, session.token, signing_in.protected_url(session))


@then("the server falls over none of the deletions")
def server_stands(races: list[Race[Exchange]]) -> None:
    for race in races:
        expect_no_crash(race)


@then("each use is accepted or answered with the challenge")
def uses_are_in_order(races: list[Race[Exchange]]) -> None:
    for race in races:
        expect_uses_until_the_deletion(race)


@then("each session token is answered with the challenge from then on")
def tokens_are_refused(signing_in: SigningIn, sessions: list[Session], races: list[Race[Exchange]]) -> None:
    for session, race in zip(sessions, races, strict=True):
        with in_race(race):
            expect_challenge(_use(signing_in, session)())
