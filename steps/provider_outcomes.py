"""What an answer of the provider can be: one sentence of the features, one expectation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from pytest_bdd import then

from conformance.judging.expectations import describe, expect_answer
from conformance.judging.leaks import LEAKS, expect_no_leak
from conformance.judging.outcomes import Observation
from conformance.judging.provider_answers import expect_labelled_token, expect_no_token, expect_refusal_status
from conformance.judging.provider_tokens import (
    expect_check,
    expect_iat_not_ahead,
    expect_iat_not_behind,
    expect_prefixed_kid,
)
from conformance.targets import User
from steps.parameters import phrase
from steps.provider_requests import TokenExchange, TokenRequests

_Expectation = Callable[[TokenRequests, TokenExchange], object]

#: The checks of a token, by the words of the features.
_CHECKS: Mapping[str, str] = {
    "the token has three parts": "parts",
    "the token's parts are in base64url": "base64url",
    "the token's optional claims are strings": "optional claims",
    "the token's exp is after the provider's time": "time: exp",
    "the token's exp is 30 seconds or more after the provider's time": "time: at least 30 s",
    "the token's exp is 10 minutes or less after the provider's time": "time: at most 10 min",
    **{
        f"the token's {part} is right": part
        for part in ("header", "payload", "typ", "alg", "cty", "kid", "signature", "iss", "prn", "iat", "exp")
    },
}


def _check(check_id: str, requests: TokenRequests, answer: TokenExchange) -> None:
    expect_check(requests.token(answer), check_id)


def _expect_own_nonce(requests: TokenRequests, answer: TokenExchange) -> None:
    expect_check(requests.examined_token(answer), "nce")


def _expect_label(requests: TokenRequests, answer: TokenExchange) -> None:
    requests.token(answer)
    expect_labelled_token(answer.exchange, is_json=bool(requests.caller.target.token.members))


def _expect_known_claims(requests: TokenRequests, answer: TokenExchange) -> None:
    login = answer.request.login
    claims = login.claims if isinstance(login, User) else None
    expect_check(requests.token(answer, claims), "optional claims")


def _report(_requests: TokenRequests, answer: TokenExchange) -> None:
    raise Observation(describe(expect_answer(answer.exchange, "an answer")))


def _expect_no(leak: str) -> _Expectation:
    return lambda _requests, answer: expect_no_leak(answer.exchange, leak)


#: What an answer has to be, by the words of the features.
OUTCOMES: Mapping[str, _Expectation] = {
    "an identity token is issued": TokenRequests.token_text,
    "no identity token is issued": lambda requests, answer: expect_no_token(answer.exchange, requests.token_in(answer)),
    "the request is refused with a 4xx": lambda requests, answer: expect_refusal_status(
        answer.exchange, requests.token_in(answer)
    ),
    "what the provider answers is reported": _report,
    "the answer with the token is labelled as JSON": _expect_label,
    "a token with that very nonce is issued": _expect_own_nonce,
    "the token's iat is not ahead of the provider's time": lambda requests, answer: expect_iat_not_ahead(
        requests.token(answer)
    ),
    "the token's iat is not behind the provider's time": lambda requests, answer: expect_iat_not_behind(
        requests.token(answer)
    ),
    "the token's kid has its prefix": lambda requests, answer: expect_prefixed_kid(requests.token(answer)),
    **{f"the answer shows no {leak}": _expect_no(leak) for leak in LEAKS},
    **{name: partial(_check, check_id) for name, check_id in _CHECKS.items()},
}

#: What each of several answers has to be.
_EACH: Mapping[str, _Expectation] = {
    "an identity token is issued to each of them": TokenRequests.token_text,
    "the prn of each token is right": partial(_check, "prn"),
    "the optional claims of each token are those of the target file": _expect_known_claims,
}


@then(phrase("{answer_is}", answer_is=OUTCOMES))
def expect_provider_outcome(token_requests: TokenRequests, answer: TokenExchange, answer_is: _Expectation) -> None:
    answer_is(token_requests, answer)


@then(phrase("{each_is}", each_is=_EACH))
def expect_of_each_answer(token_requests: TokenRequests, answers: list[TokenExchange], each_is: _Expectation) -> None:
    for answer in answers:
        each_is(token_requests, answer)
