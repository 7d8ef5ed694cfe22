"""Sessions: opened, linked, several at once."""

from __future__ import annotations

import uuid

from pytest_bdd import given, parsers, then, when

from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import (
    expect_accepted_use,
    expect_challenge,
    expect_distinct,
    expect_refusal,
    expect_session,
)
from conformance.judging.links import expect_absolute_link, expect_link
from conformance.judging.outcomes import control
from conformance.minting import USER
from conformance.protocol.errors import IDENTITY_TOKEN_REFUSED
from conformance.sign_in import Session
from steps.sign_in import SigningIn


@when("a session is requested with a right identity token", target_fixture="exchange")
def request_session(signing_in: SigningIn) -> Exchange:
    return signing_in.caller.request_session(signing_in.draft().right())


@when(parsers.parse("a session is requested with {which} for that nonce"), target_fixture="exchange")
def request_session_again(signing_in: SigningIn, session: Session, which: str) -> Exchange:
    again = signing_in.mint.draft(session.nonce)
    tokens = {
        "the same identity token": session.identity_token,
        "a new identity token": again.with_claims(exp=again.claims["exp"] + 1).right(),
        "an identity token of another user": again.with_claims(prn="somebody-else").right(),
    }
    return signing_in.caller.request_session(tokens[which])


@given("a new identity token for that nonce was refused since")
def new_token_was_refused(signing_in: SigningIn, session: Session) -> None:
    draft = signing_in.mint.draft(session.nonce)
    token = draft.with_claims(exp=draft.claims["exp"] + 2).right()
    with control("a spent nonce is refused"):
        expect_refusal(signing_in.caller.request_session(token), IDENTITY_TOKEN_REFUSED)


@given("that session was deleted since")
def session_was_deleted(signing_in: SigningIn, session: Session) -> None:
    signing_in.end(session)


@when(
    "a session is requested over another connection with a right identity token for it",
    target_fixture="exchange",
)
def request_session_elsewhere(signing_in: SigningIn, nonce: str) -> Exchange:
    signing_in.caller.close()
    return signing_in.caller.request_session(signing_in.mint.draft(nonce).right())


@when("the session token is used over another connection", target_fixture="exchange")
def use_session_elsewhere(signing_in: SigningIn, session: Session) -> Exchange:
    signing_in.caller.close()
    return signing_in.caller.use_session(session.token, signing_in.protected_url(session))


@then("a session is opened")
def session_is_opened(exchange: Exchange) -> None:
    expect_session(exchange)


@then(parsers.parse("its Link header leads to {relation}"))
def link_leads_to(exchange: Exchange, relation: str) -> None:
    expect_link(exchange, relation)


@then(parsers.parse("its link to {relation} is absolute"))
def link_is_absolute(exchange: Exchange, relation: str) -> None:
    expect_absolute_link(exchange, relation)


@when(parsers.parse("{count:d} sessions are opened one after another"), target_fixture="exchanges")
def open_sessions(signing_in: SigningIn, count: int) -> list[Exchange]:
    return [signing_in.caller.request_session(signing_in.draft().right()) for _ in range(count)]


@then("no two of the session tokens are alike")
def session_tokens_differ(exchanges: list[Exchange]) -> None:
    expect_distinct([expect_session(each) for each in exchanges], "session tokens", exchanges[-1])


@given("a session", target_fixture="session")
def a_session(signing_in: SigningIn) -> Session:
    return signing_in.session()


@given("a session whose token is accepted", target_fixture="session")
def a_live_session(signing_in: SigningIn) -> Session:
    return signing_in.live_session()


@given("a session of a user of its own, whose token is accepted", target_fixture="session")
def a_live_session_of_its_own_user(signing_in: SigningIn) -> Session:
    """What a server does to a user's other sessions is not blurred by those of other scenarios."""
    return signing_in.live_session(user=f"{USER}-{uuid.uuid4().hex[:8]}")


@given("another session of the same user", target_fixture="other_session")
def another_session(signing_in: SigningIn, session: Session) -> Session:
    return signing_in.live_session(user=session.user)


@when("another session of the same user is opened", target_fixture="other_session")
def open_another_session(signing_in: SigningIn, session: Session) -> Session:
    draft = signing_in.draft(user=session.user)
    exchange = signing_in.caller.request_session(draft.right())
    return Session(expect_session(exchange), draft.right(), str(draft.claims["nce"]), session.user, exchange)


@then(parsers.parse("the {which} session token is accepted"))
def one_of_two_is_accepted(signing_in: SigningIn, session: Session, other_session: Session, which: str) -> None:
    chosen = {"first": session, "other": other_session}[which]
    expect_accepted_use(signing_in.caller.use_session(chosen.token, signing_in.protected_url(chosen)))


@then("the first session token is answered with the challenge")
def first_is_answered_with_the_challenge(signing_in: SigningIn, session: Session) -> None:
    expect_challenge(signing_in.caller.use_session(session.token, signing_in.protected_url(session)))
