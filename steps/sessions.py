"""Sessions: requested, linked, deleted."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from pytest_bdd import given, parsers, then, when

from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import (
    expect_accepted_use,
    expect_deleted,
    expect_distinct,
    expect_no_body,
    expect_not_server_error,
    expect_refusal,
    expect_session,
)
from conformance.judging.links import expect_absolute_link, expect_link
from conformance.judging.outcomes import Violation, control
from conformance.protocol.authorization import authorization_for
from conformance.protocol.errors import IDENTITY_TOKEN_REFUSED
from conformance.protocol.layer_id import AppId
from steps.nonces import authorization_header
from steps.signing_in import Session, SigningIn

_STRANGER = "00000000-0000-4000-8000-00000000dead"


def _own_app(signing_in: SigningIn) -> AppId:
    own = AppId.parse(signing_in.caller.target.credentials.app_id)
    if own is None:
        raise ValueError("the target's app_id is in none of the documented forms")
    return own


#: The app ids that features name, as JSON values.
_APP_IDS: Mapping[str, Callable[[AppId], object]] = {
    "layer:///apps/ENVIRONMENT/UUID": lambda own: own.with_slashes(3),
    "layer://apps/ENVIRONMENT/UUID": lambda own: own.with_slashes(2),
    "the bare UUID": lambda own: own.uuid,
    "layer:///app/ENVIRONMENT/UUID": lambda own: own.with_slashes(3).replace("/apps/", "/app/"),
    "an app id that belongs to no app": lambda _own: f"layer:///apps/staging/{_STRANGER}",
    "a bare UUID that belongs to no app": lambda _own: _STRANGER,
    "words": lambda _own: "my first app",
    "an empty string": lambda _own: "",
    "layer:///apps/staging/ without a UUID": lambda _own: "layer:///apps/staging/",
    "an app id with a digit too few": lambda own: own.with_slashes(3)[:-1],
    "an app id with another scheme": lambda own: own.with_slashes(3).replace("layer:", "https:"),
    "a number": lambda _own: 42,
    "a boolean": lambda _own: True,
    "an array": lambda own: [own.with_slashes(3)],
    "an object": lambda own: {"id": own.with_slashes(3)},
}

#: Bodies that are no object, or no JSON at all.
_BODIES: Mapping[str, Callable[[bytes], bytes]] = {
    "broken JSON": lambda right: right[:-1],
    "an array": lambda right: b"[" + right + b"]",
    "a JSON string": lambda _right: b'"identity_token"',
    "a number": lambda _right: b"42",
    "null": lambda _right: b"null",
    "no body": lambda _right: b"",
}

_NOT_STRINGS: Mapping[str, Callable[[str], object]] = {
    "a number": lambda _token: 42,
    "a boolean": lambda _token: True,
    "an array": lambda token: [token],
    "an object": lambda token: {"token": token},
}


@when("a session is requested with a right identity token", target_fixture="exchange")
def request_session(signing_in: SigningIn) -> Exchange:
    return signing_in.caller.request_session(signing_in.draft().right())


@when(parsers.parse("a session request carries {named} as Authorization"), target_fixture="exchange")
def request_session_with_authorization(signing_in: SigningIn, named: str) -> Exchange:
    header = authorization_header(signing_in, named)
    token = signing_in.draft().right()
    return signing_in.caller.request_session(token, headers={"Authorization": header})


@when(parsers.parse("a session is requested for {app_id} as app id"), target_fixture="exchange")
def request_session_for_app(signing_in: SigningIn, app_id: str) -> Exchange:
    value = _APP_IDS[app_id](_own_app(signing_in))
    return signing_in.caller.request_session(signing_in.draft().right(), app_id=value)


@when(
    "a session is requested for another's app id with a token signed by another key",
    target_fixture="exchange",
)
def request_session_with_both_wrong(signing_in: SigningIn) -> Exchange:
    token = signing_in.draft().with_claims(iss="nobody").signed()
    return signing_in.caller.request_session(token, app_id=_STRANGER)


@when("a session is requested with no Content-Type", target_fixture="exchange")
def request_session_without_content_type(signing_in: SigningIn) -> Exchange:
    return signing_in.caller.request_session(signing_in.draft().right(), headers={"Content-Type": None})


@when(parsers.parse("a session is requested without {field}"), target_fixture="exchange")
def request_session_without_field(signing_in: SigningIn, field: str) -> Exchange:
    fields = _right_fields(signing_in)
    return signing_in.caller.request_session_with({k: v for k, v in fields.items() if k != field})


@when(parsers.parse("a session is requested with {body} as the body"), target_fixture="exchange")
def request_session_with_body(signing_in: SigningIn, body: str) -> Exchange:
    right = json.dumps(_right_fields(signing_in)).encode("utf-8")
    return signing_in.caller.request_session_with(_BODIES[body](right))


@when(parsers.parse("a session is requested with {kind} as identity token"), target_fixture="exchange")
def request_session_with_other_type(signing_in: SigningIn, kind: str) -> Exchange:
    token = signing_in.draft().right()
    return signing_in.caller.request_session("" if kind == "an empty string" else _NOT_STRINGS[kind](token))


def _right_fields(signing_in: SigningIn) -> Mapping[str, str]:
    app_id = signing_in.caller.target.credentials.app_id
    return {"identity_token": signing_in.draft().right(), "app_id": app_id}


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
    token = signing_in.mint.draft(session.nonce).with_claims(jti="refused").right()
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
    signing_in.caller.hang_up()
    return signing_in.caller.request_session(signing_in.mint.draft(nonce).right())


@when("the session token is used over another connection", target_fixture="exchange")
def use_session_elsewhere(signing_in: SigningIn, session: Session) -> Exchange:
    signing_in.caller.hang_up()
    return signing_in.caller.use_session(session.token, signing_in.protected_url(session))


@when(
    parsers.parse("{count:d} sessions are requested at the same moment with tokens for it"),
    target_fixture="exchanges",
)
def request_sessions_at_once(signing_in: SigningIn, nonce: str, count: int) -> list[Exchange]:
    tokens = [signing_in.mint.draft(nonce).with_claims(jti=str(i)).right() for i in range(count)]
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(signing_in.caller.request_session, tokens))


@then("exactly one session is opened and the other requests are refused")
def exactly_one_session(exchanges: list[Exchange]) -> None:
    opened = [e for e in exchanges if e.received is not None and e.received.status == 201]
    if len(opened) != 1:
        raise Violation("one 201", f"{len(opened)} of {len(exchanges)} answered 201", exchanges[0])
    expect_session(opened[0])
    for exchange in exchanges:
        if exchange is not opened[0]:
            expect_refusal(exchange, IDENTITY_TOKEN_REFUSED)


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


@given("another session of the same user", target_fixture="other_session")
def another_session(signing_in: SigningIn) -> Session:
    return signing_in.live_session()


@when("another session of the same user is opened", target_fixture="other_session")
def open_another_session(signing_in: SigningIn) -> Session:
    return signing_in.session()


@then(parsers.parse("the {which} session token is accepted"))
def one_of_two_is_accepted(signing_in: SigningIn, session: Session, other_session: Session, which: str) -> None:
    chosen = {"first": session, "other": other_session}[which]
    expect_accepted_use(signing_in.caller.use_session(chosen.token, signing_in.protected_url(chosen)))


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
