"""Requests at the same moment: for one nonce, for many nonces, about one session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from pytest_bdd import parsers, then, when

from conformance.caller.http.last_byte import send_simultaneously
from conformance.evidence.exchange import Exchange
from conformance.evidence.race import Race
from conformance.judging.expectations import expect_challenge, expect_distinct, expect_nonce
from conformance.judging.simultaneous import (
    expect_no_crash,
    expect_one_session,
    expect_uses_until_the_deletion,
    in_race,
)
from conformance.sign_in import Session
from steps.parameters import phrase
from steps.sign_in import SignIn

#: What can happen to a session at one moment: how often it is used before its deletions, how often it is deleted, and
#: how often it is used after them.
DOINGS: Mapping[str, tuple[int, int, int]] = {
    "deleted twice": (0, 2, 0),
    "used 7 times and deleted": (3, 1, 4),
}

#: What has to come of each race.
OUTCOMES: Mapping[str, Callable[[Race[Exchange]], None]] = {
    "each nonce opens exactly one session and the other requests are refused": expect_one_session,
    "the server answers every deletion without a 5xx": expect_no_crash,
    "each use is accepted or answered with the challenge": expect_uses_until_the_deletion,
}


@when(parsers.parse("{count:d} sessions are requested for each nonce at the same moment"), target_fixture="races")
def request_sessions_at_once(sign_in: SignIn, nonces: list[str], count: int) -> list[Race[Exchange]]:
    count = min(count, _burst_of(sign_in))
    return [_send_at_once(sign_in, _tokens_for(sign_in, nonce, count)) for nonce in nonces]


def _burst_of(sign_in: SignIn) -> int:
    """Return how many requests the target file lets go out at once."""
    return sign_in.caller.target.http.burst


def _tokens_for(sign_in: SignIn, nonce: str, count: int) -> list[str]:
    draft = sign_in.mint.draft(nonce)
    return [draft.with_claims(exp=draft.claims["exp"] + number).right() for number in range(count)]


def _send_at_once(sign_in: SignIn, tokens: list[str]) -> Race[Exchange]:
    return send_simultaneously([partial(sign_in.caller.request_session, token) for token in tokens])


@when(parsers.parse("{count:d} nonces are requested at the same moment"), target_fixture="race")
def request_nonces_at_once(sign_in: SignIn, count: int) -> Race[Exchange]:
    return send_simultaneously([sign_in.caller.request_nonce] * min(count, _burst_of(sign_in)))


@then("no two of them are alike and each opens a session")
def expect_nonces_of_their_own(sign_in: SignIn, race: Race[Exchange]) -> None:
    with in_race(race):
        nonces = [expect_nonce(exchange) for exchange in race.results]
        expect_distinct(nonces, "nonces", race.results[-1])
        # Also at once: one after the other would take a distant target a long time.
        drafts = [sign_in.mint.draft(nonce) for nonce in nonces]
        tokens = [draft.right() for draft in drafts]
        answers = _send_at_once(sign_in, tokens).results
        for nonce, draft, token, answer in zip(race.results, drafts, tokens, answers, strict=True):
            sign_in.note_open(Session.opened_by(draft, token, answer), (nonce, answer))


@when(phrase("each session is {doing} at the same moment", doing=DOINGS), target_fixture="races")
def do_at_once(sign_in: SignIn, sessions: list[Session], doing: tuple[int, int, int]) -> list[Race[Exchange]]:
    before, deletions, after = _fit(doing, _burst_of(sign_in))
    calls = [(partial(sign_in.use, each), partial(sign_in.caller.delete_session, each.token)) for each in sessions]
    return [send_simultaneously([*[use] * before, *[delete] * deletions, *[use] * after]) for use, delete in calls]


def _fit(doing: tuple[int, int, int], burst: int) -> tuple[int, int, int]:
    """Return what can be done with so many requests at once: all of the deletions, and fewer uses around them."""
    before, deletions, after = doing
    after = min(after, (burst - deletions + 1) // 2)
    return min(before, burst - deletions - after), deletions, after


@then(phrase("{race_outcome}", race_outcome=OUTCOMES))
def expect_of_each_race(races: list[Race[Exchange]], race_outcome: Callable[[Race[Exchange]], None]) -> None:
    for race in races:
        race_outcome(race)


@then("each session has ended")
def expect_ended_sessions(sign_in: SignIn, sessions: list[Session], races: list[Race[Exchange]]) -> None:
    uses = sign_in.side_by_side([partial(SignIn.use, session=session) for session in sessions])
    for use, race in zip(uses, races, strict=True):
        with in_race(race):
            expect_challenge(use)
