"""The documented refusals, provoked once in each version and read by every rule about errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from pytest_bdd import then, when

from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import (
    ERROR_MEMBERS,
    expect_data_object,
    expect_error_member,
    expect_json_label,
)
from conformance.judging.outcomes import Inconclusive
from conformance.judging.refusals import expect_of_refusals
from conformance.sign_in.tries import ALTERED
from steps.nonces import UNKNOWN_SESSION_TOKEN
from steps.parameters import phrase
from steps.sign_in import SignIn
from steps.tried_together import request_with


def _altered(alteration: str) -> Callable[[SignIn], Exchange]:
    return partial(request_with, name=f"{ALTERED}{alteration}")


def _spent_nonce(sign_in: SignIn) -> Exchange:
    return sign_in.caller.request_session(sign_in.recent_session().identity_token)


def _deleted_session(sign_in: SignIn) -> Exchange:
    session = sign_in.open_session()
    sign_in.finish(session)
    return sign_in.use(session)


def _unknown_session(sign_in: SignIn) -> Exchange:
    return sign_in.caller.use_session(UNKNOWN_SESSION_TOKEN, sign_in.protected_url(sign_in.recent_session()))


def _unavailable_version(sign_in: SignIn) -> Exchange:
    return sign_in.caller.request_nonce(headers={"Accept": "application/vnd.layer+json; version=99.0"})


#: The refusals that the documents show, each with a way to provoke it.
REFUSALS: Mapping[str, Callable[[SignIn], Exchange]] = {
    "a missing Accept header": lambda s: s.caller.request_nonce(headers={"Accept": None}),
    "a version that is not available": _unavailable_version,
    "an unknown app id": partial(request_with, name="for an app id that belongs to no app as app id"),
    "a token signed by another key": _altered("signed by another key"),
    "a token that has expired": _altered("whose exp is -1 day from now"),
    "a token without a claim": _altered("without prn"),
    "a token in two parts": _altered("of two parts"),
    "a spent nonce": _spent_nonce,
    "an unknown session token": _unknown_session,
    "a deleted session token": _deleted_session,
}

#: What every error has to have, by the words of the features.
_PARTS: Mapping[str, Callable[[Exchange], None]] = {
    **{f"the documented {member}": partial(expect_error_member, member=member) for member in ERROR_MEMBERS},
    "data that is an object, or no data": expect_data_object,
    "a body that is JSON and labelled so": expect_json_label,
}


@when("every documented refusal is provoked", target_fixture="provoked")
def provoke_refusals(sign_in: SignIn, refusals: dict[str, Exchange]) -> dict[str, Exchange | Inconclusive]:
    return {name: _provoke(name, sign_in, refusals) for name in REFUSALS}


def _provoke(name: str, sign_in: SignIn, refusals: dict[str, Exchange]) -> Exchange | Inconclusive:
    """Return the refusal that another scenario has provoked already, or provoke it; or why that is impossible."""
    if name in refusals:
        sign_in.caller.transcript.add(refusals[name])
        return refusals[name]
    try:
        refusals[name] = REFUSALS[name](sign_in)
    except Inconclusive as reason:
        return reason
    return refusals[name]


@then(phrase("every error has {part}", part=_PARTS))
def expect_of_every_error(provoked: dict[str, Exchange | Inconclusive], part: Callable[[Exchange], None]) -> None:
    expect_of_refusals(provoked, part)
