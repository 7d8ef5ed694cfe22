"""What is sent to a protected URL: session tokens, right and wrong, in time and too late."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from pytest_bdd import parsers, when

from conformance.durations import parse_duration
from conformance.evidence.exchange import Exchange
from conformance.judging.outcomes import NotApplicable
from conformance.sign_in import Session
from steps.nonces import UNKNOWN_SESSION_TOKEN
from steps.parameters import phrase
from steps.sign_in import SignIn

_Use = Callable[[SignIn, Session], Exchange]

#: Session tokens that no server has issued, made of one that it has.
_UNKNOWN: Mapping[str, Callable[[str], str]] = {
    "an unknown session token": lambda _token: UNKNOWN_SESSION_TOKEN,
    "a session token without its last character": lambda token: token[:-1],
    "a session token with an extra character": lambda token: f"{token}0",
    "a session token in the other case": lambda token: token.swapcase(),
}

#: Authorization headers that hold no session token in the documented form.
_MALFORMED: Mapping[str, str] = {
    "Layer alone": "Layer",
    "an empty session token": 'Layer session-token=""',
    "another parameter": f'Layer token="{UNKNOWN_SESSION_TOKEN}"',
    "an unknown Bearer token": f"Bearer {UNKNOWN_SESSION_TOKEN}",
    "words": "let me in",
}

_SIDES: Mapping[str, int] = {"before": -1, "after": 1}


def _use_unknown(name: str, change: Callable[[str], str], sign_in: SignIn, session: Session) -> Exchange:
    token = change(session.token)
    if token == session.token:
        raise NotApplicable(f"this target's session tokens cannot be written as {name}")
    return sign_in.caller.use_session(token, sign_in.protected_url(session))


def _read(authorization: str | None, sign_in: SignIn, session: Session) -> Exchange:
    return sign_in.caller.use_authorization(authorization, sign_in.protected_url(session))


#: The ways to read the protected URL that features name.
USES: Mapping[str, _Use] = {
    "the session token is used": SignIn.use,
    "the session token is used in double quotes": SignIn.use,
    "the session token is used in single quotes": partial(SignIn.use, quote_mark="'"),
    "the session token is used without quotes": partial(SignIn.use, quote_mark=""),
    "the protected URL is read without Authorization": partial(_read, None),
    **{f"{name} is used": partial(_use_unknown, name, change) for name, change in _UNKNOWN.items()},
    **{
        f"the protected URL is read with {name} as Authorization": partial(_read, header)
        for name, header in _MALFORMED.items()
    },
}


@when(phrase("{use}", use=USES), target_fixture="exchange")
def read_protected_url(sign_in: SignIn, session: Session, use: _Use) -> Exchange:
    return use(sign_in, session)


@when(parsers.parse("the session token is used {delay} later"), target_fixture="exchange")
def use_later(sign_in: SignIn, session: Session, delay: str) -> Exchange:
    lifetime = sign_in.caller.target.capabilities.session_lifetime
    if lifetime is not None and lifetime <= parse_duration(delay):
        raise NotApplicable(f"the target's sessions end before {delay} have passed")
    sign_in.pass_time(parse_duration(delay), delay)
    return sign_in.use(session)


@when(
    phrase("the session token is used {distance} {side} the end of its lifetime", side=_SIDES),
    target_fixture="exchange",
)
def use_around_the_end(sign_in: SignIn, session: Session, distance: str, side: int) -> Exchange:
    lifetime = sign_in.caller.target.capabilities.session_lifetime or 0
    moment = lifetime + side * parse_duration(distance)
    if moment <= 0:
        raise NotApplicable(f"the target's sessions live for {lifetime} s only")
    sign_in.pass_time(moment, f"{moment} seconds")
    return sign_in.use(session)
