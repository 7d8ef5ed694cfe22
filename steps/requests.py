"""The three requests of the API, each as one that can be sent again with another header."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pytest_bdd import given, parsers, then, when

from conformance.caller.server import HeaderChanges
from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import expect_deleted, expect_nonce, expect_refusal, expect_session
from conformance.judging.outcomes import control
from conformance.protocol.accept import MEDIA_TYPE
from conformance.protocol.errors import ACCEPT_REFUSED
from steps.sign_in import SigningIn

_Send = Callable[[HeaderChanges | None], Exchange]


def _nonce_request(signing_in: SigningIn) -> _Send:
    return lambda headers: signing_in.caller.request_nonce(headers=headers)


def _session_request(signing_in: SigningIn) -> _Send:
    token = signing_in.draft().right()
    return lambda headers: signing_in.caller.request_session(token, headers=headers)


def _session_deletion(signing_in: SigningIn) -> _Send:
    token = signing_in.session().token
    return lambda headers: signing_in.caller.delete_session(token, headers=headers)


#: How each request is prepared, and what its success is.
REQUESTS: Mapping[str, tuple[Callable[[SigningIn], _Send], Callable[[Exchange], object]]] = {
    "a nonce request": (_nonce_request, expect_nonce),
    "a session request": (_session_request, expect_session),
    "a session deletion": (_session_deletion, expect_deleted),
}

#: Spellings of the header that no document shows; `VERSION` stands for the version that is examined.
SPELLINGS: Mapping[str, str] = {
    "without the blank": f"{MEDIA_TYPE};version=VERSION",
    "in capitals": f"{MEDIA_TYPE.upper()}; VERSION=VERSION",
    "with the version in quotes": f'{MEDIA_TYPE}; version="VERSION"',
    "with the major version alone": f"{MEDIA_TYPE}; version=MAJOR",
    "with another parameter": f"{MEDIA_TYPE}; version=VERSION; charset=utf-8",
    "after another media range": f"application/json, {MEDIA_TYPE}; version=VERSION",
}


def _prepared(signing_in: SigningIn, request_kind: str) -> _Send:
    return REQUESTS[request_kind][0](signing_in)


@given(parsers.parse("{request_kind} that succeeds"))
def request_that_succeeds(signing_in: SigningIn, request_kind: str) -> None:
    prepare, expect = REQUESTS[request_kind]
    with control(f"{request_kind} with the right headers succeeds"):
        expect(prepare(signing_in)(None))


@when(parsers.parse("{request_kind} is sent without Accept"), target_fixture="exchange")
def sent_without_accept(signing_in: SigningIn, request_kind: str) -> Exchange:
    return _prepared(signing_in, request_kind)({"Accept": None})


@when(parsers.parse('{request_kind} is sent with Accept "{accept}"'), target_fixture="exchange")
def sent_with_accept(signing_in: SigningIn, request_kind: str, accept: str) -> Exchange:
    return _prepared(signing_in, request_kind)({"Accept": accept})


@when(parsers.parse("a nonce request is sent with an Accept header {spelling}"), target_fixture="exchange")
def sent_with_spelling(signing_in: SigningIn, spelling: str) -> Exchange:
    version = signing_in.caller.version
    template = SPELLINGS[spelling].replace("MAJOR", version.partition(".")[0])
    accept = template.replace("VERSION=VERSION", f"VERSION={version}").replace("=VERSION", f"={version}")
    return signing_in.caller.request_nonce(headers={"Accept": accept.replace('"VERSION"', f'"{version}"')})


@when(parsers.parse("{request_kind} asks for this version"), target_fixture="exchange")
def asks_for_this_version(signing_in: SigningIn, request_kind: str) -> Exchange:
    return _prepared(signing_in, request_kind)(None)


@then(parsers.parse("{request_kind} succeeds"))
def request_succeeds(exchange: Exchange, request_kind: str) -> None:
    REQUESTS[request_kind][1](exchange)


@then("the Accept header is refused")
def accept_is_refused(exchange: Exchange) -> None:
    expect_refusal(exchange, ACCEPT_REFUSED)
