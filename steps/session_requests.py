"""Requests for a session: a valid one, one that departs from it, and another for a nonce that was spent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from pytest_bdd import given, parsers, when

from conformance.durations import parse_duration
from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import is_success
from conformance.minting import Draft
from conformance.sign_in import Session
from conformance.sign_in.tries import ALTERED, ONE
from steps.departures import DEPARTURES
from steps.parameters import phrase
from steps.sign_in import SignIn
from steps.tried_together import request_with

#: Identity tokens for a nonce that has opened a session; `again` is a valid one, to be signed.
_TOKENS_AGAIN: Mapping[str, Callable[[Session, Draft], str]] = {
    "the same identity token": lambda session, _again: session.identity_token,
    "a new identity token": lambda _session, again: again.with_claims(exp=again.claims["exp"] + 1).right(),
    "an identity token of another user": lambda _session, again: again.with_claims(prn="somebody-else").right(),
}


#: The session requests that features name: a valid one, and those that depart from one.
_REQUESTS: Mapping[str, Callable[[SignIn], Exchange]] = {
    "with a valid identity token": SignIn.recent_opening,
    **{name: partial(request_with, name=name) for name in DEPARTURES},
}


@when(phrase(ONE + "{session_request}", session_request=_REQUESTS), target_fixture="exchange")
def request_session(sign_in: SignIn, session_request: Callable[[SignIn], Exchange]) -> Exchange:
    return session_request(sign_in)


@when(parsers.parse(f"{ONE}{ALTERED}{{alteration}}"), target_fixture="exchange")
def request_session_with_altered_token(sign_in: SignIn, alteration: str) -> Exchange:
    return request_with(sign_in, f"{ALTERED}{alteration}")


@when("a session is requested with a valid identity token for it", target_fixture="exchange")
def request_session_for_nonce(sign_in: SignIn, nonce: str) -> Exchange:
    exchange = sign_in.caller.request_session(sign_in.mint.draft(nonce).right())
    if is_success(exchange):
        sign_in.forget_unspent_nonce()
    return exchange


@when(phrase("a session is requested with {token} for that nonce", token=_TOKENS_AGAIN), target_fixture="exchange")
def request_session_again(sign_in: SignIn, session: Session, token: Callable[[Session, Draft], str]) -> Exchange:
    return sign_in.caller.request_session(token(session, sign_in.mint.draft(session.nonce)))


@given(parsers.parse("an identity token that is good for {duration}"), target_fixture="identity_token")
def make_identity_token(sign_in: SignIn, duration: str) -> str:
    return sign_in.token(good_for=parse_duration(duration)).right()


@when("a session is requested with that identity token", target_fixture="exchange")
def request_session_with_that_token(sign_in: SignIn, identity_token: str) -> Exchange:
    return sign_in.caller.request_session(identity_token)
