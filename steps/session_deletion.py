"""Sessions, deleted."""

from __future__ import annotations

from pytest_bdd import given, parsers, then, when

from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import (
    expect_accepted_use,
    expect_deleted,
    expect_no_body,
    expect_not_server_error,
)
from conformance.protocol.authorization import authorization_for
from conformance.sign_in import Session
from steps.nonces import authorization_header
from steps.sign_in import SigningIn


@when(parsers.parse("the {deleted} of the two sessions is deleted"), target_fixture="exchange")
def delete_one_of_two(signing_in: SigningIn, session: Session, other_session: Session, deleted: str) -> Exchange:
    chosen = {"first": session, "other": other_session}[deleted]
    return signing_in.end(chosen)


@when("the session is deleted", target_fixture="exchange")
def delete_session(signing_in: SigningIn, session: Session) -> Exchange:
    return signing_in.caller.delete_session(session.token)


@when("the session is deleted and the connection read to its end", target_fixture="exchange")
def delete_session_reading_on(signing_in: SigningIn, session: Session) -> Exchange:
    return signing_in.caller.delete_session(session.token, surplus=True)


@when("the session is deleted with the other session's token as Authorization", target_fixture="exchange")
def delete_with_anothers_authorization(signing_in: SigningIn, session: Session, other_session: Session) -> Exchange:
    header = authorization_for(other_session.token)
    return signing_in.caller.delete_session(session.token, headers={"Authorization": header})


@when(parsers.parse("the deletion of the session carries {named} as Authorization"), target_fixture="exchange")
def delete_with_authorization(signing_in: SigningIn, session: Session, named: str) -> Exchange:
    own = authorization_for(session.token)
    header = own if named == "its own token" else authorization_header(signing_in, named)
    return signing_in.caller.delete_session(session.token, headers={"Authorization": header})


@when(parsers.parse("{which} is deleted that is not there"), target_fixture="exchange")
def delete_what_is_not_there(signing_in: SigningIn, session: Session, which: str) -> Exchange:
    signing_in.caller.delete_session(session.token)
    unknown = {"a session token": session.token, "an unknown session token": "00000000deadbeef" * 2}[which]
    return signing_in.caller.delete_session(unknown)


@then("the deletion is confirmed")
def deletion_is_confirmed(exchange: Exchange) -> None:
    expect_deleted(exchange)


@then("not one byte follows the header")
def no_byte_follows(exchange: Exchange) -> None:
    expect_no_body(exchange)


@then("the server does not fall over")
def server_does_not_fall_over(exchange: Exchange) -> None:
    expect_not_server_error(exchange)


@given("it was deleted once more")
def deleted_once_more(signing_in: SigningIn, session: Session) -> None:
    signing_in.caller.delete_session(session.token)


@when("a session token that nobody was given is deleted", target_fixture="exchange")
def delete_an_unknown_token(signing_in: SigningIn) -> Exchange:
    return signing_in.caller.delete_session("00000000deadbeef" * 2)


@when("its deletion is requested without Accept", target_fixture="exchange")
def request_deletion_without_accept(signing_in: SigningIn, session: Session) -> Exchange:
    return signing_in.caller.delete_session(session.token, headers={"Accept": None})


@then("the session lives on")
def session_lives_on(signing_in: SigningIn, session: Session) -> None:
    expect_accepted_use(signing_in.caller.use_session(session.token, signing_in.protected_url(session)))
