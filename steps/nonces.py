"""Nonces: asked for, altered, aged, spent."""

from __future__ import annotations

import random
import re
import uuid
from collections.abc import Callable, Mapping

from pytest_bdd import given, parsers, then, when

from conformance.durations import parse_duration
from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import expect_distinct, expect_json_label, expect_nonce, expect_refusal
from conformance.judging.outcomes import Inconclusive, NotApplicable, Violation, control
from conformance.protocol.authorization import authorization_for
from conformance.protocol.errors import IDENTITY_TOKEN_REFUSED
from conformance.sign_in import Session
from steps.sign_in import SigningIn

#: RFC 3986's unreserved characters: what a URL carries as it is.
_URL_SAFE = re.compile(r"[A-Za-z0-9._~-]+", re.ASCII)

#: How a nonce can be asked for, beyond the plain way: what is sent instead.
_WAYS: Mapping[str, Callable[[SigningIn], Exchange]] = {
    "without a body and without Content-Type": lambda s: s.caller.request_nonce(headers={"Content-Type": None}),
    "with an empty body labelled as JSON": lambda s: s.caller.request_nonce(body=b""),
    "with an empty JSON object": lambda s: s.caller.request_nonce(body=b"{}"),
    "with an unknown query": lambda s: s.caller.request_nonce(query="?connection-test"),
    "with a query that names a value": lambda s: s.caller.request_nonce(query="?client=3.4.18"),
    "without Authorization": lambda s: s.caller.request_nonce(),
}

_SWAPS = (str.maketrans("-_", "+/"), str.maketrans("+/", "-_"))


def _swapped(nonce: str) -> str:
    return next((changed for swap in _SWAPS if (changed := nonce.translate(swap)) != nonce), "")


def _shuffled(nonce: str) -> str:
    letters = sorted(nonce)
    random.Random(nonce).shuffle(letters)
    return "".join(letters)


#: How a nonce can be altered; an empty result says that this nonce cannot be altered so.
_CHANGES: Mapping[str, Callable[[str], str]] = {
    "in the other case": lambda nonce: nonce.swapcase(),
    "without its last character": lambda nonce: nonce[:-1],
    "with a character too many": lambda nonce: f"{nonce}0",
    "in the other base64 alphabet": _swapped,
    "with a blank after it": lambda nonce: f"{nonce} ",
    "with a blank before it": lambda nonce: f" {nonce}",
}
#: Nonces are drawn so often until one can be altered in the wanted way.
_DRAWS = 20

_INVENTED: Mapping[str, Callable[[str], str]] = {
    "a UUID that nobody gave": lambda _nonce: str(uuid.uuid4()),
    "forty hexadecimal digits that nobody gave": lambda _nonce: f"{random.getrandbits(160):040x}",
    "the characters of a nonce in another order": _shuffled,
}

_AUTHORIZATIONS: Mapping[str, str] = {
    "a session token that nobody was given": authorization_for("00000000deadbeef00000000deadbeef00000000"),
    "a Bearer token": "Bearer 00000000deadbeef",
    "a Basic login": "Basic bGF5ZXI6bGF5ZXI=",
    "no sense": "?",
}


def authorization_header(signing_in: SigningIn, named: str) -> str:
    """Return the Authorization header that a feature names; a stale one is of a session that was deleted."""
    if named != "the token of a session that was deleted":
        return _AUTHORIZATIONS[named]
    session = signing_in.session()
    signing_in.end(session)
    return authorization_for(session.token)


@when("a nonce is requested", target_fixture="exchange")
def request_nonce(signing_in: SigningIn) -> Exchange:
    return signing_in.caller.request_nonce()


@when(parsers.parse("a nonce is requested {way}"), target_fixture="exchange")
def request_nonce_in_a_way(signing_in: SigningIn, way: str) -> Exchange:
    return _WAYS[way](signing_in)


@when(parsers.parse("a nonce request carries {named} as Authorization"), target_fixture="exchange")
def request_nonce_with_authorization(signing_in: SigningIn, named: str) -> Exchange:
    header = authorization_header(signing_in, named)
    return signing_in.caller.request_nonce(headers={"Authorization": header})


@when(parsers.parse("{count:d} nonces are requested one after another"), target_fixture="exchanges")
def request_nonces(signing_in: SigningIn, count: int) -> list[Exchange]:
    return [signing_in.caller.request_nonce() for _ in range(count)]


@then("a nonce is created")
def nonce_is_created(exchange: Exchange) -> None:
    expect_nonce(exchange)


@then("the answer is labelled as JSON")
def answer_is_labelled_as_json(exchange: Exchange) -> None:
    expect_json_label(exchange)


@then("no two of the nonces are alike")
def nonces_differ(exchanges: list[Exchange]) -> None:
    expect_distinct([expect_nonce(exchange) for exchange in exchanges], "nonces", exchanges[-1])


@then("every nonce can stand in a URL as it is")
def nonces_are_url_safe(exchanges: list[Exchange]) -> None:
    for exchange in exchanges:
        foreign = sorted(set(re.sub(_URL_SAFE, "", expect_nonce(exchange))))
        if foreign:
            raise Violation("letters, digits and - . _ ~ only", f"a nonce with {' '.join(foreign)}", exchange)


@given("a nonce", target_fixture="nonce")
def a_nonce(signing_in: SigningIn) -> str:
    return signing_in.nonce()


@given(parsers.parse("{count:d} nonces that are alive"), target_fixture="nonces")
def several_nonces(signing_in: SigningIn, count: int) -> list[str]:
    return [signing_in.nonce() for _ in range(count)]


@given(parsers.parse("{duration} have passed"))
def time_has_passed(signing_in: SigningIn, duration: str) -> None:
    signing_in.pass_time(parse_duration(duration), duration)


@given(parsers.parse("a nonce that is {age} old"), target_fixture="nonce")
def an_aged_nonce(signing_in: SigningIn, age: str) -> str:
    nonce = signing_in.nonce()
    signing_in.pass_time(parse_duration(age), age)
    return nonce


@given("a nonce that has opened a session", target_fixture="session")
def a_spent_nonce(signing_in: SigningIn) -> Session:
    return signing_in.session()


@given("a refused token has named it")
def a_refused_token_has_named_it(signing_in: SigningIn, nonce: str) -> None:
    token = signing_in.mint.draft(nonce).without_claim("prn").signed()
    with control("a token without prn is refused"):
        expect_refusal(signing_in.caller.request_session(token), IDENTITY_TOKEN_REFUSED)


@given("a nonce that has opened a session in another version", target_fixture="session")
def a_nonce_spent_in_another_version(signing_in: SigningIn) -> Session:
    return signing_in.in_another_version().session()


@given(parsers.parse("{named} instead of a nonce"), target_fixture="nonce")
def an_invented_nonce(signing_in: SigningIn, named: str) -> str:
    right = signing_in.nonce()
    signing_in.session_with(signing_in.mint.draft(right))
    invented = _INVENTED[named](signing_in.nonce())
    if not invented:
        raise Inconclusive("no nonce could be invented")
    return invented


@given(parsers.parse("a nonce written {change}"), target_fixture="nonce")
def an_altered_nonce(signing_in: SigningIn, change: str) -> str:
    signing_in.session()
    for _ in range(_DRAWS):
        nonce = signing_in.nonce()
        altered = _CHANGES[change](nonce)
        if altered and altered != nonce:
            return altered
    raise NotApplicable(f"none of {_DRAWS} nonces of this target can be written {change}")
