"""Requests for identity tokens: valid ones, as a control, and each departure from them that features name."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import pytest
from pytest_bdd import given, when

from conformance.caller import TargetClock
from conformance.caller.provider import ProviderCaller, TokenRequest
from conformance.evidence.exchange import Exchange
from conformance.judging.outcomes import NotApplicable, Undeclared, control
from conformance.judging.provider_tokens import IssuedToken
from conformance.protocol.layer_id import AppId
from conformance.sign_in import ProviderSignIn
from conformance.targets import LoginTemplate, User
from steps.parameters import phrase


@dataclass(frozen=True)
class TokenExchange:
    """One request for a token, and what came of it."""

    request: TokenRequest
    exchange: Exchange


@dataclass(frozen=True)
class TokenRequests:
    """Valid requests for tokens. A token that does not come is Inconclusive for all rules but the first."""

    caller: ProviderCaller
    clock: TargetClock

    @property
    def users(self) -> tuple[User, ...]:
        """The users of the target file."""
        return self.caller.target.users

    def valid_request(self, nonce: str | None = None, user: User | None = None) -> TokenRequest:
        """Return a valid request, for a fresh nonce where none is named."""
        return self.caller.right_request(nonce, user)

    def request(self, request: TokenRequest) -> TokenExchange:
        """Send a request, valid or not."""
        return TokenExchange(request, self.caller.request_token(request))

    def token_in(self, answer: TokenExchange) -> object:
        """Return what stands in the token's place of an answer, or None where nothing does."""
        return self.caller.token_in(answer.exchange)

    def token_text(self, answer: TokenExchange) -> str:
        """Return the token of an answer; raises Violation where it has none."""
        return ProviderSignIn(self.caller, self.clock).token_of(answer.exchange)

    def token(self, answer: TokenExchange, claims: Mapping[str, str] | None = None) -> IssuedToken:
        """Return the token of an answer, as a control; `claims` are optional ones that it should have."""
        with control("a valid login gets an identity token", "ISSUE-1"):
            return self.examined_token(answer, claims)

    def examined_token(self, answer: TokenExchange, claims: Mapping[str, str] | None = None) -> IssuedToken:
        """Return the token of an answer with all that can be found out about it.

        Raises Violation where the answer has none.
        """
        return ProviderSignIn(self.caller, self.clock).check(answer.request, answer.exchange, claims)


@pytest.fixture
def token_requests(provider_caller: ProviderCaller, provider_clock: TargetClock) -> TokenRequests:
    """Valid requests for tokens, for one scenario."""
    return TokenRequests(provider_caller, provider_clock)


def _hex(length: int) -> str:
    return secrets.token_hex(length)[:length]


#: Nonces by their form (docs/protocol.md#nonce-form); each is another one every time.
NONCES: Mapping[str, Callable[[], str]] = {
    "of forty hexadecimal digits": lambda: _hex(40),
    "that is a UUID": lambda: str(uuid.uuid4()),
    "in base64 with plus, slash and equals signs": lambda: f"a+{_hex(20)}/+b/{_hex(20)}==",
    "in base64url with dashes and underscores": lambda: f"_-{_hex(20)}-_{_hex(20)}_-",
    "with percent signs": lambda: f"100%{_hex(8)}%zz%",
    "with an escaped plus sign": lambda: f"{_hex(8)}%2B{_hex(8)}%2b%20",
    "with quotes and angle brackets": lambda: f"<{_hex(8)}>\"{_hex(8)}'{_hex(4)}",
    "with ampersands": lambda: f"{_hex(8)}&{_hex(8)}&amp;{_hex(4)}",
    "with dots at both ends": lambda: f"..{_hex(16)}.{_hex(4)}.",
    "with dashes at both ends": lambda: f"--{_hex(16)}-{_hex(4)}-",
    "in capitals and small letters": lambda: f"aBcDeF{_hex(16)}XyZ",
    "of digits with leading zeros": lambda: f"000{secrets.randbelow(10**15):015}",
    "of one character": lambda: secrets.choice("abcdefghijkmnpqrstuvwxyz"),
    "of 512 characters": lambda: _hex(512),
}

_Departure = Callable[[TokenRequests], TokenRequest]


def _lacking(what: str, *placeholders: str) -> _Departure:
    """Leave out whatever carries one of the placeholders, where the request carries any."""

    def depart(requests: TokenRequests) -> TokenRequest:
        if not requests.caller.target.carries(*placeholders):
            raise Undeclared.of(what)
        return replace(requests.valid_request(), without=frozenset(placeholders))

    return depart


def _without_a_user(requests: TokenRequests) -> TokenRequest:
    """Leave out what says who asks: where the request carries no id, that is the password, a token of the user's."""
    if requests.caller.target.carries("user", "basic"):
        return _lacking("a user in [request]", "user", "basic")(requests)
    return _lacking("a user or a password in [request]", "password")(requests)


def _without_a_user_to_check(requests: TokenRequests) -> TokenRequest:
    """Leave out the user of a request that carries no password."""
    if "password" in requests.caller.target.declared:
        raise NotApplicable("the provider asks for a password: REFUSE-LOGIN-3 is about it")
    return _without_a_user(requests)


def _with_a_wrong_login(requests: TokenRequests) -> TokenRequest:
    login = requests.caller.target.wrong_login
    if login is None:
        raise Undeclared.of("wrong_login")
    return replace(requests.valid_request(), login=login)


def _of_an_unknown_user(requests: TokenRequests) -> TokenRequest:
    if "password" not in requests.caller.target.declared:
        raise Undeclared.of("password")
    login = LoginTemplate(f"nobody-{secrets.token_hex(6)}", secrets.token_urlsafe(12))
    return replace(requests.valid_request(), login=login)


def _with_body(body: bytes, requests: TokenRequests) -> TokenRequest:
    """Send these bytes in place of a body, where there is one."""
    if requests.caller.target.request.encoding == "query":
        raise NotApplicable("the request of the target file has no body")
    return replace(requests.valid_request(), body=body)


def _with_get(requests: TokenRequests) -> TokenRequest:
    if requests.caller.target.request.method == "GET":
        raise NotApplicable("the target file asks for tokens with GET")
    return replace(requests.valid_request(), method="GET")


def _in_production(slashes: int, requests: TokenRequests) -> TokenRequest:
    own = AppId.parse(requests.caller.target.credentials.app_id)
    if own is None:
        raise NotApplicable("the target file has no app id of a documented form")
    app_id = replace(own, environment="production").with_slashes(slashes)
    return replace(requests.valid_request(), app_id=app_id)


#: What is wrong with a request; each departs in one way from a valid one.
DEPARTURES: Mapping[str, _Departure] = {
    "with a wrong login": _with_a_wrong_login,
    "without a password": _lacking("a password in [request]", "password", "basic"),
    "without a user": _without_a_user,
    "without a user, where nobody signs in,": _without_a_user_to_check,
    "of an unknown user": _of_an_unknown_user,
    "without a nonce": _lacking("a nonce in [request]", "nonce"),
    "with an empty nonce": lambda requests: replace(requests.valid_request(), nonce=""),
    "with half a body": partial(_with_body, b'{"nonce": "'),
    "with a body that is not UTF-8": partial(_with_body, b'{"nonce": "\xff\xfe"}'),
    "with GET": _with_get,
    "for an application in production": partial(_in_production, 3),
    "for an application in production, written with two slashes": partial(_in_production, 2),
}

#: Users of the target file.
_USERS: Mapping[str, Callable[[User], bool]] = {
    "every user": lambda _user: True,
    "every user whose claims are known": lambda user: bool(user.claims),
}


@given("a valid login gets an identity token")
def have_login_accepted(token_requests: TokenRequests) -> None:
    token_requests.token(token_requests.request(token_requests.valid_request()))


@when("an identity token is requested", target_fixture="answer")
def request_token(token_requests: TokenRequests) -> TokenExchange:
    return token_requests.request(token_requests.valid_request())


@when(phrase("an identity token is requested for a nonce {form}", form=NONCES), target_fixture="answer")
def request_token_for_nonce(token_requests: TokenRequests, form: Callable[[], str]) -> TokenExchange:
    return token_requests.request(token_requests.valid_request(form()))


@when(phrase("an identity token is requested for {users}", users=_USERS), target_fixture="answers")
def request_token_for_users(token_requests: TokenRequests, users: Callable[[User], bool]) -> list[TokenExchange]:
    requests = [token_requests.valid_request(user=user) for user in token_requests.users if users(user)]
    return [token_requests.request(request) for request in requests]


@when(phrase("a request for a token {departure} is sent", departure=DEPARTURES), target_fixture="answer")
def send_departing_request(
    token_requests: TokenRequests, wrong_requests: dict[_Departure, TokenExchange], departure: _Departure
) -> TokenExchange:
    if departure in wrong_requests:
        token_requests.caller.transcript.add(wrong_requests[departure].exchange)
    else:
        wrong_requests[departure] = token_requests.request(departure(token_requests))
    return wrong_requests[departure]
