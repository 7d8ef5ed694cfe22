"""Nonces: requested, altered, invented, aged."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Mapping
from functools import partial

from pytest_bdd import given, parsers, then, when

from conformance.durations import parse_duration
from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import (
    expect_challenge,
    expect_distinct,
    expect_refusal,
)
from conformance.judging.outcomes import NotApplicable, control
from conformance.protocol.errors import IDENTITY_TOKEN_REFUSED
from steps.parameters import phrase
from steps.sign_in import SignIn

#: A session token that no server issues.
UNKNOWN_SESSION_TOKEN = "00000000deadbeef" * 2

_SWAPS = (str.maketrans("-_", "+/"), str.maketrans("+/", "-_"))
#: So many nonces are looked at until one can be altered as the feature says: one in thousands of base64 has no - or _.
_DRAWS = 6


def _swapped(nonce: str) -> str:
    return next((changed for swap in _SWAPS if (changed := nonce.translate(swap)) != nonce), "")


def _shuffled(nonce: str) -> str:
    letters = sorted(nonce)
    random.Random(nonce).shuffle(letters)
    return "".join(letters)


def _altered(name: str, alter: Callable[[str], str], sign_in: SignIn) -> str:
    """Return an altered nonce, after a control: a nonce as it is opens a session."""
    sign_in.recent_session()
    for draw in [sign_in.unspent_nonce, *[sign_in.nonce] * (_DRAWS - 1)]:
        nonce = draw()
        altered = alter(nonce)
        if altered and altered != nonce:
            return altered
    raise NotApplicable(f"this target's nonces cannot be written as {name}: {_DRAWS} were tried")


def _invented(invent: Callable[[str], str], sign_in: SignIn) -> str:
    """Return an invented nonce, after a control: a nonce that was issued opens a session."""
    sign_in.recent_session()
    return invent(sign_in.unspent_nonce())


def _from_challenge(sign_in: SignIn, *, deleted: bool) -> str:
    """Return the nonce of the challenge to the token of a deleted session, or to an unknown one."""
    session = sign_in.live_session()
    token = session.token if deleted else UNKNOWN_SESSION_TOKEN
    if deleted:
        sign_in.finish(session)
    with control("a session token without a session is answered with the challenge"):
        return expect_challenge(sign_in.caller.use_session(token, sign_in.protected_url(session)))


def _named_by_a_refused_token(age: str, sign_in: SignIn) -> str:
    nonce = sign_in.nonce()
    sign_in.pass_time(parse_duration(age), age)
    with control("a token without prn is refused", "CLAIM-PRN-1"):
        token = sign_in.mint.draft(nonce).without_claim("prn").signed()
        expect_refusal(sign_in.caller.request_session(token), IDENTITY_TOKEN_REFUSED)
    return nonce


#: Nonces that depart from an issued one; an empty text says that this nonce cannot be altered so.
_ALTERATIONS: Mapping[str, Callable[[str], str]] = {
    "a nonce in the other case": lambda nonce: nonce.swapcase(),
    "a nonce without its last character": lambda nonce: nonce[:-1],
    "a nonce with an extra character": lambda nonce: f"{nonce}0",
    "a nonce in the other base64 alphabet": _swapped,
    "a nonce with a blank after it": lambda nonce: f"{nonce} ",
    "a nonce with a blank before it": lambda nonce: f" {nonce}",
}

_INVENTIONS: Mapping[str, Callable[[str], str]] = {
    "a UUID that was never issued as a nonce": lambda _nonce: str(uuid.uuid4()),
    "forty hexadecimal digits that were never issued as a nonce": lambda _nonce: f"{random.getrandbits(160):040x}",
    "the characters of a nonce in another order": _shuffled,
}

#: The nonces that features name.
NONCES: Mapping[str, Callable[[SignIn], str]] = {
    "a nonce": SignIn.nonce,
    "the nonce of the challenge to a deleted session": partial(_from_challenge, deleted=True),
    "the nonce of the challenge to an unknown session token": partial(_from_challenge, deleted=False),
    "a nonce that a refused token named": partial(_named_by_a_refused_token, "0 seconds"),
    "a nonce that a refused token named when it was 5 minutes old": partial(_named_by_a_refused_token, "5 minutes"),
    **{name: partial(_altered, name, alter) for name, alter in _ALTERATIONS.items()},
    **{name: partial(_invented, invent) for name, invent in _INVENTIONS.items()},
}

#: What can stand in the body and in the query of a nonce request.
_WAYS: Mapping[str, Callable[[SignIn], Exchange]] = {
    "without a body and without Content-Type": lambda s: s.caller.request_nonce(headers={"Content-Type": None}),
    "without Authorization": lambda s: s.caller.request_nonce(),
    "with an empty body labelled as JSON": lambda s: s.caller.request_nonce(body=b""),
    "with an empty JSON object": lambda s: s.caller.request_nonce(body=b"{}"),
    "with an unknown query": lambda s: s.caller.request_nonce(query="?connection-test"),
    "with a query that names a value": lambda s: s.caller.request_nonce(query="?client=3.4.18"),
}


@given(phrase("{nonce}", nonce=NONCES), target_fixture="nonce")
def get_nonce(sign_in: SignIn, nonce: Callable[[SignIn], str]) -> str:
    return nonce(sign_in)


@given(parsers.parse("a nonce that is older than {count:d} others"), target_fixture="nonce")
def get_old_nonce(sign_in: SignIn, count: int) -> str:
    """Return the nonce of the beginning of the run, where that is long and not too long ago, or a fresh old one."""
    if sign_in.shared.used_up is not None:
        return sign_in.shared.used_up.unspent_nonce
    first, *_others = [sign_in.nonce() for _ in range(count + 1)]
    return first


@given(parsers.parse("{count:d} nonces"), target_fixture="nonces")
def get_nonces(sign_in: SignIn, count: int) -> list[str]:
    return sign_in.side_by_side([SignIn.nonce] * count)


@given(parsers.parse("{duration} have passed"))
def pass_time(sign_in: SignIn, duration: str) -> None:
    sign_in.pass_time(parse_duration(duration), duration)


@when("a nonce is requested", target_fixture="exchange")
def request_nonce(sign_in: SignIn) -> Exchange:
    return sign_in.caller.request_nonce()


@when(phrase("a nonce is requested {way}", way=_WAYS), target_fixture="exchange")
def request_nonce_in_a_way(sign_in: SignIn, way: Callable[[SignIn], Exchange]) -> Exchange:
    return way(sign_in)


@when(parsers.parse("{count:d} challenges are requested one after another"), target_fixture="exchanges")
def request_challenges(sign_in: SignIn, count: int) -> list[Exchange]:
    session = sign_in.live_session()
    sign_in.finish(session)
    return [sign_in.use(session) for _ in range(count)]


@then("no two of the nonces of the challenges are alike")
def expect_different(exchanges: list[Exchange]) -> None:
    expect_distinct([expect_challenge(exchange) for exchange in exchanges], "nonces", exchanges[-1])
