"""Using a session token, and the challenge that answers one that is not good."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pytest_bdd import given, parsers, then, when

from conformance.durations import parse_duration
from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import (
    expect_accepted_use,
    expect_challenge,
    expect_distinct,
    expect_refused_use,
)
from conformance.judging.outcomes import NotApplicable, control
from conformance.sign_in import Session
from steps.sign_in import SigningIn

_QUOTES: Mapping[str, str] = {"double quotes": '"', "single quotes": "'", "no quotes": ""}

_STRANGER = "00000000deadbeef00000000deadbeef00000000"

#: Tokens that nobody was given, made from one that somebody was.
_UNKNOWN: Mapping[str, Callable[[str], str]] = {
    "that was never given": lambda _token: _STRANGER,
    "without its last character": lambda token: token[:-1],
    "with a character too many": lambda token: f"{token}0",
    "in the other case": lambda token: token.swapcase(),
}

_MALFORMED: Mapping[str, str] = {
    "Layer alone": "Layer",
    "an empty session token": 'Layer session-token=""',
    "another parameter": f'Layer token="{_STRANGER}"',
    "a Bearer token that was never given": f"Bearer {_STRANGER}",
    "words": "let me in",
}


def _use(signing_in: SigningIn, session: Session, token: str, quote_mark: str = '"') -> Exchange:
    return signing_in.caller.use_session(token, signing_in.protected_url(session), quote_mark=quote_mark)


@when(parsers.parse("the session token is used in {quotes}"), target_fixture="exchange")
def use_in_quotes(signing_in: SigningIn, session: Session, quotes: str) -> Exchange:
    return _use(signing_in, session, session.token, _QUOTES[quotes])


@when("the session token is used", target_fixture="exchange")
def use_session_token(signing_in: SigningIn, session: Session) -> Exchange:
    return _use(signing_in, session, session.token)


@when(parsers.parse("a session token {unknown} is used"), target_fixture="exchange")
def use_unknown_token(signing_in: SigningIn, session: Session, unknown: str) -> Exchange:
    token = _UNKNOWN[unknown](session.token)
    if token == session.token:
        raise NotApplicable(f"this target's session tokens cannot be written {unknown}")
    return _use(signing_in, session, token)


@when("the protected URL is read without Authorization", target_fixture="exchange")
def read_without_authorization(signing_in: SigningIn, session: Session) -> Exchange:
    return signing_in.caller.use_authorization(None, signing_in.protected_url(session))


@when(parsers.parse("the protected URL is read with {malformed} as Authorization"), target_fixture="exchange")
def read_with_malformed_authorization(signing_in: SigningIn, session: Session, malformed: str) -> Exchange:
    return signing_in.caller.use_authorization(_MALFORMED[malformed], signing_in.protected_url(session))


@given("a session whose token was accepted and which was deleted since", target_fixture="session")
def a_deleted_session(signing_in: SigningIn) -> Session:
    session = signing_in.live_session()
    signing_in.end(session)
    return session


@when("its token is used twice", target_fixture="exchanges")
def use_twice(signing_in: SigningIn, session: Session) -> list[Exchange]:
    return [_use(signing_in, session, session.token) for _ in range(2)]


@then("the session token is accepted")
def token_is_accepted(exchange: Exchange) -> None:
    expect_accepted_use(exchange)


@then("nothing is given and nothing breaks")
def no_resource_is_returned(exchange: Exchange) -> None:
    expect_refused_use(exchange)


@then("the challenge is the answer")
def challenge_is_the_answer(exchange: Exchange) -> None:
    expect_challenge(exchange)


@then("each challenge brings a nonce of its own")
def challenges_differ(exchanges: list[Exchange]) -> None:
    expect_distinct([expect_challenge(each) for each in exchanges], "nonces", exchanges[-1])


@given(parsers.parse("the nonce of the challenge to {occasion}"), target_fixture="nonce")
def nonce_of_a_challenge(signing_in: SigningIn, occasion: str) -> str:
    session = signing_in.live_session()
    token = _STRANGER
    if occasion == "a session that was deleted":
        signing_in.end(session)
        token = session.token
    with control("a session token that is not good is answered with the challenge"):
        return expect_challenge(_use(signing_in, session, token))


@given("it has opened a session", target_fixture="session")
def nonce_has_opened_a_session(signing_in: SigningIn, nonce: str) -> Session:
    return signing_in.session_with(signing_in.mint.draft(nonce))


@given(
    parsers.parse("a session opened by an identity token that is good for {duration}"),
    target_fixture="session",
)
def a_session_of_a_short_token(signing_in: SigningIn, duration: str) -> Session:
    return signing_in.session(good_for=parse_duration(duration))


@when(parsers.parse("the session token is used {delay} later"), target_fixture="exchange")
def use_later(signing_in: SigningIn, session: Session, delay: str) -> Exchange:
    lifetime = signing_in.caller.target.capabilities.session_lifetime
    if lifetime is not None and lifetime <= parse_duration(delay):
        raise NotApplicable(f"the target's sessions end before {delay} have passed")
    signing_in.pass_time(parse_duration(delay), delay)
    return _use(signing_in, session, session.token)


@when(parsers.parse("the session token is used {offset} the end of its lifetime"), target_fixture="exchange")
def use_around_the_end(signing_in: SigningIn, session: Session, offset: str) -> Exchange:
    lifetime = signing_in.caller.target.capabilities.session_lifetime or 0
    distance, _, side = offset.rpartition(" ")
    away = parse_duration(distance) if side == "after" else -parse_duration(distance)
    if lifetime + away <= 0:
        raise NotApplicable(f"the target's sessions live for {lifetime} s only")
    signing_in.pass_time(lifetime + away, f"{lifetime + away} seconds")
    return _use(signing_in, session, session.token)
