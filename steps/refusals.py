"""What a session request comes to: accepted, or refused in the documented form."""

from __future__ import annotations

from pytest_bdd import parsers, then

from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import expect_client_error, expect_refusal, expect_session
from conformance.judging.outcomes import Violation
from conformance.protocol.errors import APP_ID_REFUSED, IDENTITY_TOKEN_REFUSED, ErrorId, Refusal

_MISSING_TOKEN = Refusal(ErrorId.MISSING_PROPERTY, ("property", "identity_token"))


@then("the identity token is refused")
def identity_token_is_refused(exchange: Exchange) -> None:
    expect_refusal(exchange, IDENTITY_TOKEN_REFUSED)


@then("the identity token is accepted")
def identity_token_is_accepted(exchange: Exchange) -> None:
    expect_session(exchange)


@then("the empty identity token is refused")
def empty_identity_token_is_refused(exchange: Exchange) -> None:
    expect_refusal(exchange, IDENTITY_TOKEN_REFUSED, _MISSING_TOKEN)


@then("the app id is refused")
def app_id_is_refused(exchange: Exchange) -> None:
    expect_refusal(exchange, APP_ID_REFUSED)


@then(parsers.parse("{field} is named as missing"))
def field_is_named_as_missing(exchange: Exchange, field: str) -> None:
    expect_refusal(exchange, Refusal(ErrorId.MISSING_PROPERTY, ("property", field)))


@then("the request is named as invalid")
def request_is_named_as_invalid(exchange: Exchange) -> None:
    expect_refusal(exchange, Refusal(ErrorId.INVALID_REQUEST))


@then("the request is refused as the client's mistake")
def request_is_refused_as_client_error(exchange: Exchange) -> None:
    expect_client_error(exchange)


@then("the enormous token is refused as the client's mistake")
def enormous_token_is_refused(exchange: Exchange) -> None:
    received = exchange.received
    if received is None or not 400 <= received.status < 500:
        observed = f"no answer: the target {exchange.fault}" if received is None else str(received.status)
        raise Violation("422 invalid_property (code 105), or another 4xx", observed, exchange)
