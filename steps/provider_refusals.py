"""Requests that must get no token, each beside its control: one that does."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace

from pytest_bdd import parsers, then, when

from conformance.caller.provider import TokenRequest
from conformance.judging.leaks import expect_no_leak
from conformance.judging.outcomes import NotApplicable
from conformance.judging.provider_answers import expect_no_token, expect_refused
from conformance.protocol.layer_id import AppId
from conformance.targets import LoginTemplate
from steps.provider_requests import Asked, Asking

_Way = Callable[[Asking], TokenRequest]


def _lacking(what: str, *placeholders: str) -> _Way:
    """Leave out whatever carries one of the placeholders, where the request carries any."""

    def way(asking: Asking) -> TokenRequest:
        if not asking.caller.target.request.carries(*placeholders):
            raise NotApplicable(f"the request of the target file carries no {what}")
        return replace(asking.right(), without=frozenset(placeholders))

    return way


def _without_a_user(asking: Asking) -> TokenRequest:
    """Leave out what says who asks: where the request carries no id, that is the password, a token of the user's."""
    carries = asking.caller.target.request.carries
    return (_lacking("user", "user", "basic") if carries("user", "basic") else _lacking("login", "password"))(asking)


def _wrong_login(asking: Asking) -> TokenRequest:
    login = asking.caller.target.wrong_login
    if login is None:
        raise NotApplicable("the target file has no [wrong_login]")
    return replace(asking.right(), login=login)


def _unknown_user(asking: Asking) -> TokenRequest:
    if "login" not in asking.caller.target.declared:
        raise NotApplicable("the request of the target file carries no password")
    return replace(asking.right(), login=LoginTemplate(f"nobody-{secrets.token_hex(6)}", secrets.token_urlsafe(12)))


def _spoilt(body: bytes) -> _Way:
    """Send these bytes in the place of a body, where there is one."""

    def way(asking: Asking) -> TokenRequest:
        if asking.caller.target.request.encoding == "query":
            raise NotApplicable("the request of the target file has no body")
        return replace(asking.right(), body=body)

    return way


def _with_get(asking: Asking) -> TokenRequest:
    if asking.caller.target.request.method == "GET":
        raise NotApplicable("the target file asks for tokens with GET")
    return replace(asking.right(), method="GET")


def _in_production(slashes: int) -> _Way:
    def way(asking: Asking) -> TokenRequest:
        own = AppId.parse(asking.caller.target.credentials.app_id)
        if own is None:
            raise NotApplicable("the target file has no app id of a documented form")
        return replace(asking.right(), app_id=replace(own, environment="production").with_slashes(slashes))

    return way


#: What is wrong with a request, by the words of the features; each departs in one way from a right one.
WRONG_REQUESTS: Mapping[str, _Way] = {
    "with a wrong login": _wrong_login,
    "without a password": _lacking("password", "password", "basic"),
    "without a user": _without_a_user,
    "of an unknown user": _unknown_user,
    "without a nonce": _lacking("nonce", "nonce"),
    "with an empty nonce": lambda asking: replace(asking.right(), nonce=""),
    "with half a body": _spoilt(b'{"nonce": "'),
    "with a body that is not UTF-8": _spoilt(b'{"nonce": "\xff\xfe"}'),
    "with GET": _with_get,
    "for an application in production": _in_production(3),
    "for an application in production, written with two slashes": _in_production(2),
}


@when(parsers.parse("a request for a token {way} is sent"), target_fixture="asked")
def send_wrong_request(asking: Asking, wrong_requests: dict[str, Asked], way: str) -> Asked:
    if way in wrong_requests:
        asking.caller.transcript.add(wrong_requests[way].exchange)
    else:
        wrong_requests[way] = asking.ask(WRONG_REQUESTS[way](asking))
    return wrong_requests[way]


@then("no identity token is given")
def no_token_is_issued(asking: Asking, asked: Asked) -> None:
    expect_no_token(asked.exchange, asking.caller.token_in(asked.exchange))


@then("it is refused with a 4xx")
def refused_with_4xx(asking: Asking, asked: Asked) -> None:
    expect_refused(asked.exchange, asking.caller.token_in(asked.exchange))


@then(parsers.parse("the answer to it shows no {leak}"))
def answer_shows_no(asked: Asked, leak: str) -> None:
    expect_no_leak(asked.exchange, leak)
