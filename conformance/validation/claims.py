"""The claims: iss, prn, iat, exp, nce, and the optional ones (Client API 2.0, "Identity token")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.protocol.identity_token import CLAIM_TYPES, OPTIONAL_CLAIMS
from conformance.validation.identifiers import uuid_of, what_it_is
from conformance.validation.nonce import difference
from conformance.validation.results import Wrong
from conformance.validation.showing import described, kind_of, listed, moment, shown
from conformance.validation.subject import Subject

_Claims = Mapping[str, Any]

_NOT_FOUND = "eit_claim_not_found"
_WRONG_TYPE = "eit_claim_wrong_type"

#: What other protocols call the same thing.
_ELSEWHERE = {"prn": "sub", "nce": "nonce"}

#: From how many on, a number of seconds is none: 10 to the 11th would be in the year 5138.
_UNITS = ((10**17, "nanoseconds"), (10**14, "microseconds"), (10**11, "milliseconds"))


def iss(subject: Subject) -> str:
    """Iss is a provider id, and that of the provider in question where it is known."""
    value = _string(subject.claims, "iss")
    uuid = uuid_of("providers", value)
    if uuid is None:
        right = "it should be layer:///providers/UUID"
        raise Wrong(f"iss is {shown(value)}{what_it_is(value)}; {right}", "eit_provider_not_found")
    wanted = subject.expected.provider_id
    if wanted is not None and uuid != uuid_of("providers", wanted):
        raise Wrong(f"iss is {shown(value)}; the provider in question is {shown(wanted)}", "eit_provider_not_found")
    note = "" if value.startswith("layer:") else ", a bare UUID; layer:///providers/UUID is the documents' form"
    return f"{value}{note}" + ("" if wanted else "; compared with nothing")


def prn(subject: Subject) -> str:
    """Prn is a user id, and that of the user in question where it is known."""
    value = _string(subject.claims, "prn")
    if not value:
        raise Wrong("prn is empty; it should be the id of a user", _WRONG_TYPE)
    wanted = subject.expected.user
    if wanted is not None and value != wanted:
        raise Wrong(f"prn is {shown(value)}; the user in question is {shown(wanted)}")
    return shown(value) + ("" if wanted is not None else "; compared with nothing")


def iat(subject: Subject) -> str:
    """Iat is a whole number of seconds since the epoch."""
    return _seconds(subject.claims, "iat")


def exp(subject: Subject) -> str:
    """Exp is a whole number of seconds since the epoch."""
    return _seconds(subject.claims, "exp")


def nce(subject: Subject) -> str:
    """Nce is a nonce, and byte for byte the one in question where it is known."""
    value = _string(subject.claims, "nce")
    if not value:
        raise Wrong("nce is empty; it should be the nonce as Layer gave it", "eit_nonce_not_found")
    wanted = subject.expected.nonce
    if wanted is None:
        return f"{len(value)} characters; compared with nothing"
    if value != wanted:
        raise Wrong(f"nce is not the nonce in question: {difference(wanted, value)}", "eit_nonce_not_found")
    return f"the nonce in question, {len(value)} characters"


def optional_claims(subject: Subject) -> str:
    """Optional claims are strings where they are there, and say what they should where that is known."""
    claims = subject.claims
    there = {name: claims[name] for name in OPTIONAL_CLAIMS if claims.get(name) is not None}
    wrong = [f"{name} is {kind_of(value)}" for name, value in there.items() if not isinstance(value, str)]
    if wrong:
        raise Wrong(f"{listed(wrong)}; it should be a string, or left out", _WRONG_TYPE)
    for name, wanted in subject.expected.claims.items():
        if claims.get(name) != wanted:
            found = f"is {shown(claims[name])}" if name in claims else "is missing"
            raise Wrong(f"{name} {found}; it should be {shown(wanted)}")
    return _told(claims, there)


def unit_of(value: float) -> str:
    """Return the unit that a time since the epoch is in, by its size: seconds, or one that no document asks for."""
    return next((unit for least, unit in _UNITS if abs(value) >= least), "seconds")


def _told(claims: _Claims, there: _Claims) -> str:
    null = [name for name in OPTIONAL_CLAIMS if name in claims and claims[name] is None]
    others = [shown(name) for name in claims if name not in CLAIM_TYPES and name not in OPTIONAL_CLAIMS]
    said = [listed(list(there)) or "none"]
    said += [f"null and so left out: {listed(null)}"] if null else []
    said += [f"ignored: {listed(others)}"] if others else []
    return "; ".join(said)


def _present(claims: _Claims, name: str, right: str) -> Any:
    value = claims.get(name)
    if value is None:
        state = "is null, which is no value" if name in claims else "is missing"
        other = _ELSEWHERE.get(name, "")
        hint = f" ({other} is there: other protocols call it so)" if other in claims else ""
        raise Wrong(f"{name} {state}{hint}; it should be {right}", _NOT_FOUND)
    return value


def _string(claims: _Claims, name: str) -> str:
    value = _present(claims, name, "a string")
    if not isinstance(value, str):
        said = kind_of(value) if name == "nce" else described(value)  # a nonce is a secret
        raise Wrong(f"{name} is {said}; it should be a string", _WRONG_TYPE)
    return value


def _seconds(claims: _Claims, name: str) -> str:
    right = "a whole number of seconds since 1970"
    value = _present(claims, name, right)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Wrong(f"{name} is {described(value)}; it should be {right}", _WRONG_TYPE)
    if (unit := unit_of(value)) != "seconds":
        raise Wrong(f"{name} is in {unit}: {shown(value)}; the documents say seconds", _WRONG_TYPE)
    when = moment(value)
    return f"{value}, {when}" if when else str(value)
