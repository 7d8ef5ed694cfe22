"""Several tokens of one provider beside each other, and one that is shown to a Layer server."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from pytest_bdd import parsers, then, when

from conformance.caller import ServerCaller
from conformance.caller.http.last_byte import send_simultaneously
from conformance.durations import parse_duration
from conformance.evidence.exchange import Exchange
from conformance.evidence.race import Race
from conformance.judging.expectations import expect_nonce
from conformance.judging.outcomes import Undeclared
from conformance.judging.provider_answers import expect_refused
from conformance.judging.provider_tokens import (
    IssuedToken,
    expect_another_token,
    expect_fresh_token,
    expect_session_opened,
    expect_tokens_of_their_own,
)
from conformance.judging.simultaneous import in_race
from conformance.targets import User
from steps.parameters import phrase
from steps.provider_requests import TokenExchange, TokenRequests

#: Where a provider's time is not ours to move, so many seconds are waited for: iat counts whole ones.
_SHORT_WAIT = 3.0


def _two_users(requests: TokenRequests) -> list[User]:
    first = requests.users[0]
    others = [user for user in requests.users if user.prn != first.prn]
    if not others:
        raise Undeclared.of("a second user")
    return [first, others[0]]


_USERS: Mapping[str, Callable[[TokenRequests], list[User]]] = {
    "one user": lambda requests: [requests.users[0]],
    "two users": _two_users,
}


@dataclass(frozen=True)
class PresentedToken:
    """A token that was presented to the suite's own server, and what that server answered."""

    token: IssuedToken
    answer: Exchange


@when("identity tokens are requested for two nonces", target_fixture="two_tokens")
def request_for_two_nonces(token_requests: TokenRequests) -> tuple[IssuedToken, IssuedToken]:
    requests = (token_requests.valid_request() for _ in range(2))
    first, second = (token_requests.token(token_requests.request(request)) for request in requests)
    return first, second


@then("the second token is another one")
def expect_another(two_tokens: tuple[IssuedToken, IssuedToken]) -> None:
    expect_another_token(*two_tokens)


@when(
    parsers.parse("an identity token is requested again for the same nonce, {duration} later"),
    target_fixture="repeated",
)
def request_again(token_requests: TokenRequests, duration: str) -> tuple[IssuedToken, TokenExchange]:
    request = token_requests.valid_request()
    first = token_requests.token(token_requests.request(request))
    if token_requests.clock.can_move:
        token_requests.clock.advance(parse_duration(duration), duration)
    else:
        time.sleep(_SHORT_WAIT)
    return first, token_requests.request(request)


@then("the token is newly made, or the nonce is refused")
def expect_fresh(token_requests: TokenRequests, repeated: tuple[IssuedToken, TokenExchange]) -> None:
    first, second = repeated
    received = second.exchange.received
    if received is not None and 200 <= received.status < 300:
        expect_fresh_token(first, token_requests.examined_token(second))
    else:
        expect_refused(second.exchange, None)


@when(
    phrase("{count:d} identity tokens are requested at the same moment for {users}", users=_USERS),
    target_fixture="race",
)
def request_at_once(
    token_requests: TokenRequests, count: int, users: Callable[[TokenRequests], list[User]]
) -> Race[TokenExchange]:
    logins, most = users(token_requests), token_requests.caller.target.http.burst
    valid = [token_requests.valid_request(user=logins[index % len(logins)]) for index in range(min(count, most))]
    requests = [token_requests.caller.with_login(request) for request in valid]
    return send_simultaneously([partial(token_requests.request, request) for request in requests])


@then("every token is for the user and the nonce of its own request")
def expect_own_tokens(token_requests: TokenRequests, race: Race[TokenExchange]) -> None:
    with in_race(race):
        expect_tokens_of_their_own([token_requests.token(answer) for answer in race.results])


@when(
    "an identity token for a nonce of the suite's own server is presented to that server",
    target_fixture="presented",
)
def present_token(token_requests: TokenRequests, layer_server: ServerCaller) -> PresentedToken:
    nonce = expect_nonce(layer_server.request_nonce())
    token = token_requests.token(token_requests.request(token_requests.valid_request(nonce)))
    return PresentedToken(token, layer_server.request_session(token.text))


@then("the server opens a session")
def expect_opened_session(presented: PresentedToken) -> None:
    expect_session_opened(presented.token, presented.answer)
