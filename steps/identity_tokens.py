"""Identity tokens: right ones, and ones that depart from a right one."""

from __future__ import annotations

from pytest_bdd import given, parsers, when

from conformance.durations import parse_duration
from conformance.evidence.exchange import Exchange
from conformance.sign_in import Session
from steps.sign_in import SigningIn


@given("an identity token that opens a session", target_fixture="session")
def a_right_token(signing_in: SigningIn) -> Session:
    return signing_in.session()


@given(parsers.parse("an identity token that is good for {duration}"), target_fixture="identity_token")
def a_token_that_is_good_for(signing_in: SigningIn, duration: str) -> str:
    return signing_in.draft(good_for=parse_duration(duration)).right()


@when("a session is requested with that identity token", target_fixture="exchange")
def request_with_that_token(signing_in: SigningIn, identity_token: str) -> Exchange:
    return signing_in.caller.request_session(identity_token)


@when(
    parsers.parse("a session is requested with another identity token {alteration}"),
    target_fixture="exchange",
)
def request_with_altered_token(signing_in: SigningIn, alteration: str) -> Exchange:
    return signing_in.caller.request_session(signing_in.altered(alteration))


@when(parsers.parse("a session is requested with a right identity token for it"), target_fixture="exchange")
def request_for_nonce(signing_in: SigningIn, nonce: str) -> Exchange:
    return signing_in.caller.request_session(signing_in.mint.draft(nonce).right())


@when(
    parsers.parse("a session is requested with a right identity token for the {position} of them"),
    target_fixture="exchange",
)
def request_for_one_of_the_nonces(signing_in: SigningIn, nonces: list[str], position: str) -> Exchange:
    nonce = {"first": nonces[0], "last": nonces[-1]}[position]
    return signing_in.caller.request_session(signing_in.mint.draft(nonce).right())
