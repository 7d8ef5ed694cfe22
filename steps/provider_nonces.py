"""Nonces as providers meet them: of every form that Layer has given, two at once, the same again."""

from __future__ import annotations

import secrets
import time
import uuid
from collections.abc import Callable, Mapping
from functools import partial

from pytest_bdd import parsers, then, when

from conformance.caller.http.last_byte import send_simultaneously
from conformance.durations import parse_duration
from conformance.evidence.race import Race
from conformance.judging.outcomes import NotApplicable
from conformance.judging.provider_answers import expect_refused
from conformance.judging.provider_tokens import (
    IssuedToken,
    expect_another_token,
    expect_check,
    expect_fresh_token,
    expect_tokens_of_their_own,
)
from conformance.judging.simultaneous import in_race
from conformance.targets import User
from steps.provider_requests import Asked, Asking

#: Where a provider's time is not ours to move, so many seconds are waited for: iat counts whole ones.
_SHORT_WAIT = 3.0


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
    "with ampersands": lambda: f"{_hex(8)}&{_hex(8)}&amp;{_hex(4)}",
    "with dots at both ends": lambda: f"..{_hex(16)}.{_hex(4)}.",
    "with dashes at both ends": lambda: f"--{_hex(16)}-{_hex(4)}-",
    "in capitals and small letters": lambda: f"aBcDeF{_hex(16)}XyZ",
    "of digits with zeros in front": lambda: f"000{secrets.randbelow(10**15):015}",
    "of one character": lambda: secrets.choice("abcdefghijkmnpqrstuvwxyz"),
    "of 512 characters": lambda: _hex(512),
}


@when(parsers.parse("an identity token is requested for a nonce {form}"), target_fixture="asked")
def request_for_nonce_of_form(asking: Asking, form: str) -> Asked:
    return asking.ask(asking.right(NONCES[form]()))


@then("a token with that very nonce is issued")
def token_has_the_nonce(asking: Asking, asked: Asked) -> None:
    expect_check(asking.examined(asked), "nce")


@when("identity tokens are requested for two nonces", target_fixture="two")
def request_for_two_nonces(asking: Asking) -> tuple[IssuedToken, IssuedToken]:
    first, second = (asking.issued(asking.ask(asking.right())) for _ in range(2))
    return first, second


@then("the second token is another one")
def second_token_is_another(two: tuple[IssuedToken, IssuedToken]) -> None:
    expect_another_token(*two)


@when(
    parsers.parse("an identity token is requested again for the same nonce, {duration} later"),
    target_fixture="again",
)
def request_again(asking: Asking, duration: str) -> tuple[IssuedToken, Asked]:
    wanted = asking.right()
    first = asking.issued(asking.ask(wanted))
    if asking.clock.can_move:
        asking.clock.advance(parse_duration(duration), duration)
    else:
        time.sleep(_SHORT_WAIT)
    return first, asking.ask(wanted)


@then("the token is made anew, or the nonce is refused")
def token_is_new(asking: Asking, again: tuple[IssuedToken, Asked]) -> None:
    first, second = again
    received = second.exchange.received
    if received is not None and 200 <= received.status < 300:
        expect_fresh_token(first, asking.examined(second))
    else:
        expect_refused(second.exchange, None)


@when(
    parsers.parse("{count:d} identity tokens are requested at the same moment for {users} user"),
    target_fixture="race",
)
@when(
    parsers.parse("{count:d} identity tokens are requested at the same moment for {users} users"),
    target_fixture="race",
)
def request_at_once(asking: Asking, count: int, users: str) -> Race[Asked]:
    asked_for = [asking.users[0]] if users == "one" else _two_users(asking)
    wanted = [asking.right(user=asked_for[index % len(asked_for)]) for index in range(count)]
    return send_simultaneously([partial(asking.ask, each) for each in wanted])


def _two_users(asking: Asking) -> list[User]:
    first = asking.users[0]
    others = [user for user in asking.users if user.prn != first.prn]
    if not others:
        raise NotApplicable("the target file names one user only")
    return [first, others[0]]


@then("every token is for the user and the nonce of its own request")
def tokens_are_their_own(asking: Asking, race: Race[Asked]) -> None:
    with in_race(race):
        expect_tokens_of_their_own([asking.issued(asked) for asked in race.results])
