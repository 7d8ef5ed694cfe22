"""What an answer of the server can be: one sentence of the features, one expectation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from pytest_bdd import then

from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import (
    describe,
    expect_accepted_use,
    expect_answer,
    expect_challenge,
    expect_client_error,
    expect_deleted,
    expect_json_label,
    expect_no_body,
    expect_nonce,
    expect_not_server_error,
    expect_refusal,
    expect_refused_use,
    expect_session,
)
from conformance.judging.links import expect_absolute_link, expect_link
from conformance.judging.outcomes import Observation
from conformance.judging.refusals import expect_allowed_methods, expect_refused_size
from conformance.protocol.errors import (
    ACCEPT_REFUSED,
    APP_ID_REFUSED,
    IDENTITY_TOKEN_REFUSED,
    USER_SUSPENDED,
    ErrorId,
    Refusal,
)
from steps.parameters import phrase
from steps.requests import REQUESTS

_Expectation = Callable[[Exchange], object]

#: The links of a new session that the documents name.
_RELATIONS = ("conversations", "content", "websocket")


def _report(exchange: Exchange) -> None:
    raise Observation(describe(expect_answer(exchange, "an answer")))


def _missing(field: str) -> Refusal:
    return Refusal(ErrorId.MISSING_PROPERTY, ("property", field))


#: The refusals of the documents, by the words of the features; where there are several, each of them will do.
REFUSALS: Mapping[str, tuple[Refusal, ...]] = {
    "the identity token is refused": (IDENTITY_TOKEN_REFUSED,),
    "the empty identity token is refused": (IDENTITY_TOKEN_REFUSED, _missing("identity_token")),
    "the suspended user is refused": (USER_SUSPENDED, IDENTITY_TOKEN_REFUSED),
    "the app id is refused": (APP_ID_REFUSED,),
    "the Accept header is refused": (ACCEPT_REFUSED,),
    "identity_token is named as missing": (_missing("identity_token"),),
    "app_id is named as missing": (_missing("app_id"),),
    "the request is named as invalid": (Refusal(ErrorId.INVALID_REQUEST),),
    "the endpoint is named as unknown": (Refusal(ErrorId.INVALID_ENDPOINT), Refusal(ErrorId.NOT_FOUND)),
}


def _refused(refusals: tuple[Refusal, ...]) -> _Expectation:
    return lambda exchange: expect_refusal(exchange, *refusals)


#: What an answer has to be, by the words of the features.
OUTCOMES: dict[str, _Expectation] = {
    "a nonce is created": expect_nonce,
    "a session is opened": expect_session,
    "the identity token is accepted": expect_session,
    "the session token is accepted": expect_accepted_use,
    "the challenge is the answer": expect_challenge,
    "the deletion is confirmed": expect_deleted,
    "no byte follows the header": expect_no_body,
    "the answer is labelled as JSON": expect_json_label,
    "the answer is reported": _report,
    "the request is refused as the client's mistake": expect_client_error,
    "no resource is returned, and the answer is a 4xx": expect_refused_use,
    "the enormous token is refused as the client's mistake": expect_refused_size,
    "the method is refused, and the allowed ones are named": expect_allowed_methods,
    "the server answers without a 5xx": expect_not_server_error,
    **{f"{request.name} succeeds": request.expect for request in REQUESTS.values()},
    **{name: _refused(refusals) for name, refusals in REFUSALS.items()},
    **{f"its Link header leads to {each}": partial(expect_link, relation=each) for each in _RELATIONS},
    **{f"its link to {each} is absolute": partial(expect_absolute_link, relation=each) for each in _RELATIONS},
}


@then(phrase("{outcome}", outcome=OUTCOMES))
def expect_outcome(exchange: Exchange, outcome: _Expectation) -> None:
    outcome(exchange)
