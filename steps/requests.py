"""The three requests of the API, each as one that can be sent with other headers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from pytest_bdd import given, parsers, when

from conformance.caller.server import HeaderChanges
from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import expect_deleted, expect_nonce, expect_session, is_success
from conformance.judging.outcomes import control
from conformance.protocol.accept import MEDIA_TYPE
from conformance.protocol.authorization import authorization_for
from conformance.sign_in import Session
from steps.nonces import UNKNOWN_SESSION_TOKEN
from steps.parameters import phrase
from steps.sign_in import SignIn

_Send = Callable[[HeaderChanges], Exchange]


class Request(NamedTuple):
    """A request: how it is prepared, so that only its headers are open, and what its success is."""

    name: str
    prepare: Callable[[SignIn], _Send]
    expect: Callable[[Exchange], object]


def _prepare_nonce_request(sign_in: SignIn) -> _Send:
    return lambda headers: sign_in.caller.request_nonce(headers=headers)


def _prepare_session_request(sign_in: SignIn) -> _Send:
    token = sign_in.mint.draft(sign_in.unspent_nonce()).right()

    def send(headers: HeaderChanges) -> Exchange:
        exchange = sign_in.caller.request_session(token, headers=headers)
        if is_success(exchange):
            sign_in.forget_unspent_nonce()
        return exchange

    return send


def _prepare_session_deletion(sign_in: SignIn) -> _Send:
    token = sign_in.open_session().token
    return lambda headers: sign_in.caller.delete_session(token, headers=headers)


#: The requests, by the words of the features.
REQUESTS: Mapping[str, Request] = {
    request.name: request
    for request in (
        Request("a nonce request", _prepare_nonce_request, expect_nonce),
        Request("a session request", _prepare_session_request, expect_session),
        Request("a session deletion", _prepare_session_deletion, expect_deleted),
    )
}


def _of_a_deleted_session(sign_in: SignIn) -> str:
    session = sign_in.recently("a session that was deleted", lambda: _deleted(sign_in))
    return authorization_for(session.token)


def _deleted(sign_in: SignIn) -> Session:
    session = sign_in.session()
    sign_in.finish(session)
    return session


#: Authorization headers that say nothing about a request which needs none.
AUTHORIZATIONS: Mapping[str, Callable[[SignIn], str]] = {
    "the token of a deleted session": _of_a_deleted_session,
    "an unknown session token": lambda _sign_in: authorization_for(UNKNOWN_SESSION_TOKEN),
    "a Bearer token": lambda _sign_in: "Bearer 00000000deadbeef",
    "a Basic login": lambda _sign_in: "Basic bGF5ZXI6bGF5ZXI=",
    "a question mark": lambda _sign_in: "?",
}

#: Spellings of the Accept header that no document shows, by the version that is examined.
_SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "without the blank": lambda version: f"{MEDIA_TYPE};version={version}",
    "in capitals": lambda version: f"{MEDIA_TYPE.upper()}; VERSION={version}",
    "with the version in quotes": lambda version: f'{MEDIA_TYPE}; version="{version}"',
    "with the major version alone": lambda version: f"{MEDIA_TYPE}; version={version.partition('.')[0]}",
    "with another parameter": lambda version: f"{MEDIA_TYPE}; version={version}; charset=utf-8",
    "after another media range": lambda version: f"application/json, {MEDIA_TYPE}; version={version}",
    "with a zero before the version": lambda version: f"{MEDIA_TYPE}; version=0{version}",
    "with a zero after the version": lambda version: f"{MEDIA_TYPE}; version={version}0",
    "with the version twice": lambda version: f"{MEDIA_TYPE}; version={version}; version={version}",
    "with the version and another one": lambda version: f"{MEDIA_TYPE}; version={version}; version=99.0",
    "with another version and this one": lambda version: f"{MEDIA_TYPE}; version=99.0; version={version}",
    "with the version in two media ranges": lambda version: ", ".join([f"{MEDIA_TYPE}; version={version}"] * 2),
    "whose version has a digit more at its end": lambda version: f"{MEDIA_TYPE}; version={version}5",
    "whose version has a digit more at its beginning": lambda version: f"{MEDIA_TYPE}; version=1{version}",
    "whose version has a third number": lambda version: f"{MEDIA_TYPE}; version={version}.1",
    "whose version ends in a letter": lambda version: f"{MEDIA_TYPE}; version={version}a",
    "whose version has a comma for its dot": lambda version: f"{MEDIA_TYPE}; version={version.replace('.', ',')}",
}


def _authorization(value: Callable[[SignIn], str]) -> Callable[[SignIn], HeaderChanges]:
    return lambda sign_in: {"Authorization": value(sign_in)}


def _accept(spelling: Callable[[str], str]) -> Callable[[SignIn], HeaderChanges]:
    return lambda sign_in: {"Accept": spelling(sign_in.caller.version)}


#: The headers that a request can be sent with.
HEADERS: Mapping[str, Callable[[SignIn], HeaderChanges]] = {
    "in this version": lambda _sign_in: {},
    "without Accept": lambda _sign_in: {"Accept": None},
    **{f"with an Accept header {name}": _accept(spelling) for name, spelling in _SPELLINGS.items()},
    **{f"with {name} as Authorization": _authorization(value) for name, value in AUTHORIZATIONS.items()},
}


@given(phrase("{request_kind} that succeeds", request_kind=REQUESTS))
def have_request_succeed(sign_in: SignIn, request_kind: Request) -> None:
    with control(f"{request_kind.name} with the usual headers succeeds"):
        sign_in.recently(request_kind.name, lambda: request_kind.expect(request_kind.prepare(sign_in)({})))


@when(phrase("{request_kind} is sent {headers}", request_kind=REQUESTS, headers=HEADERS), target_fixture="exchange")
def send_with_headers(sign_in: SignIn, request_kind: Request, headers: Callable[[SignIn], HeaderChanges]) -> Exchange:
    changes = headers(sign_in)
    return request_kind.prepare(sign_in)(changes)


@when(phrase('{request_kind} is sent with Accept "{accept}"', request_kind=REQUESTS), target_fixture="exchange")
def send_with_accept(sign_in: SignIn, request_kind: Request, accept: str) -> Exchange:
    return request_kind.prepare(sign_in)({"Accept": accept})


@when(parsers.parse("{method} /{path} is requested"), target_fixture="exchange")
def send_to_path(sign_in: SignIn, method: str, path: str) -> Exchange:
    return sign_in.caller.send(method, f"/{path}")


@given("every connection has been closed")
def close_connections(sign_in: SignIn) -> None:
    sign_in.caller.close()
