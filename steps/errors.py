"""The documented refusals, provoked once in each version and read by every rule about errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pytest_bdd import given, parsers, then, when

from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import (
    describe,
    expect_answer,
    expect_data_object,
    expect_error_member,
    expect_json_label,
    expect_refusal,
)
from conformance.judging.outcomes import Inconclusive, Violation
from conformance.protocol.errors import ErrorId, Refusal
from steps.sign_in import SigningIn


def _altered(alteration: str) -> Callable[[SigningIn], Exchange]:
    return lambda signing_in: signing_in.caller.request_session(signing_in.altered(alteration))


def _spent_nonce(signing_in: SigningIn) -> Exchange:
    return signing_in.caller.request_session(signing_in.session().identity_token)


def _unknown_app(signing_in: SigningIn) -> Exchange:
    app_id = "layer:///apps/staging/00000000-0000-4000-8000-00000000dead"
    return signing_in.caller.request_session(signing_in.draft().right(), app_id=app_id)


def _deleted_session(signing_in: SigningIn) -> Exchange:
    session = signing_in.session()
    signing_in.end(session)
    return signing_in.caller.use_session(session.token, signing_in.protected_url(session))


def _unknown_session(signing_in: SigningIn) -> Exchange:
    session = signing_in.session()
    return signing_in.caller.use_session("00000000deadbeef" * 2, signing_in.protected_url(session))


#: The refusals that the documents show, each with a way to provoke it.
REFUSALS: Mapping[str, Callable[[SigningIn], Exchange]] = {
    "a missing Accept header": lambda s: s.caller.request_nonce(headers={"Accept": None}),
    "a version that is not available": lambda s: s.caller.request_nonce(
        headers={"Accept": "application/vnd.layer+json; version=99.0"}
    ),
    "an unknown app id": _unknown_app,
    "a token signed by another key": _altered("signed by another key"),
    "a token that has expired": _altered("whose exp is -1 day from now"),
    "a token without a claim": _altered("without prn"),
    "a token in two parts": _altered("of two parts"),
    "a spent nonce": _spent_nonce,
    "an unknown session token": _unknown_session,
    "a deleted session token": _deleted_session,
}


@given("a right sign-in")
def right_sign_in(refusals: dict[str, Exchange], signing_in: SigningIn) -> None:
    if not refusals:
        signing_in.session()


@when(parsers.parse("{refusal} is refused"), target_fixture="exchange")
def provoke_refusal(refusals: dict[str, Exchange], signing_in: SigningIn, refusal: str) -> Exchange:
    if refusal not in refusals:
        refusals[refusal] = REFUSALS[refusal](signing_in)
    else:
        signing_in.caller.transcript.add(refusals[refusal])
    exchange = refusals[refusal]
    if exchange.received is None or not 400 <= exchange.received.status < 500:
        seen = describe(exchange.received) if exchange.received else str(exchange.fault)
        raise Inconclusive(f"a control failed: {refusal} was not refused: observed {seen}", exchange)
    return exchange


@then(parsers.parse("the error has the documented {member}"))
def error_has_member(exchange: Exchange, member: str) -> None:
    expect_error_member(exchange, member)


@then("its data is an object or not there")
def data_is_an_object(exchange: Exchange) -> None:
    expect_data_object(exchange)


@then("the error is labelled as JSON")
def error_is_labelled(exchange: Exchange) -> None:
    expect_json_label(exchange)


@when(parsers.parse("{method} {path} is requested, which does not exist"), target_fixture="exchange")
def request_unknown_endpoint(signing_in: SigningIn, method: str, path: str) -> Exchange:
    return signing_in.caller.send(method, path)


@when(parsers.parse("{method} {path} is requested, which takes other methods"), target_fixture="exchange")
def request_wrong_method(signing_in: SigningIn, method: str, path: str) -> Exchange:
    return signing_in.caller.send(method, path)


@then("the endpoint is named as unknown")
def endpoint_is_unknown(exchange: Exchange) -> None:
    expect_refusal(exchange, Refusal(ErrorId.INVALID_ENDPOINT), Refusal(ErrorId.NOT_FOUND))


@then("the method is named as not allowed, with those that are")
def method_is_not_allowed(exchange: Exchange) -> None:
    expect_refusal(exchange, Refusal(ErrorId.METHOD_NOT_ALLOWED))
    if not expect_answer(exchange, "405").header("Allow"):
        raise Violation("405 with an Allow header", "405 without Allow", exchange)
