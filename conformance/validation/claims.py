"""The claims: iss, prn, iat, exp, nce, and the optional ones (Client API 2.0, "Identity token")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.protocol.identity_token import CLAIM_TYPES, OPTIONAL_CLAIMS
from conformance.validation.context import CheckContext
from conformance.validation.formatting import describe, format_time, join, kind_of, short_repr
from conformance.validation.nonce import describe_difference
from conformance.validation.results import CheckFailed
from conformance.validation.token_ids import describe_id, uuid_of

_Claims = Mapping[str, Any]

_NOT_FOUND = "eit_claim_not_found"
_WRONG_TYPE = "eit_claim_wrong_type"

#: What other protocols call the same thing.
_ELSEWHERE = {"prn": "sub", "nce": "nonce"}

#: From which number on a time is in another unit than seconds: 10 to the 11th would be in the year 5138.
_UNITS = ((10**17, "nanoseconds"), (10**14, "microseconds"), (10**11, "milliseconds"))


def iss(context: CheckContext) -> str:
    """Iss is a provider id, and that of the provider in question where it is known."""
    value = _string(context.claims, "iss")
    uuid = uuid_of("providers", value)
    if uuid is None:
        right = "it should be layer:///providers/UUID"
        raise CheckFailed(f"iss is {short_repr(value)}{describe_id(value)}; {right}", "eit_provider_not_found")
    expected = context.expected.provider_id
    if expected is not None and uuid != uuid_of("providers", expected):
        raise CheckFailed(
            f"iss is {short_repr(value)}; the provider in question is {short_repr(expected)}", "eit_provider_not_found"
        )
    note = "" if value.startswith("layer:") else ", a bare UUID; layer:///providers/UUID is the documents' form"
    return f"{value}{note}" + ("" if expected else "; compared with nothing")


def prn(context: CheckContext) -> str:
    """Prn is a user id, and that of the user in question where it is known."""
    value = _string(context.claims, "prn")
    if not value:
        raise CheckFailed("prn is empty; it should be the id of a user", _WRONG_TYPE)
    expected = context.expected.user
    if expected is not None and value != expected:
        raise CheckFailed(f"prn is {short_repr(value)}; the user in question is {short_repr(expected)}")
    return short_repr(value) + ("" if expected is not None else "; compared with nothing")


def iat(context: CheckContext) -> str:
    """Iat is a whole number of seconds since the epoch."""
    return _seconds(context.claims, "iat")


def exp(context: CheckContext) -> str:
    """Exp is a whole number of seconds since the epoch."""
    return _seconds(context.claims, "exp")


def nce(context: CheckContext) -> str:
    """Nce is a nonce, and byte for byte the one in question where it is known."""
    value = _string(context.claims, "nce")
    if not value:
        raise CheckFailed("nce is empty; it should be the nonce as Layer gave it", "eit_nonce_not_found")
    expected = context.expected.nonce
    if expected is None:
        return f"{len(value)} characters; compared with nothing"
    if value != expected:
        raise CheckFailed(
            f"nce is not the nonce in question: {describe_difference(expected, value)}", "eit_nonce_not_found"
        )
    return f"the nonce in question, {len(value)} characters"


def optional_claims(context: CheckContext) -> str:
    """Optional claims that are present are strings, with the values that are expected where those are known."""
    claims = context.claims
    present = {name: claims[name] for name in OPTIONAL_CLAIMS if claims.get(name) is not None}
    wrong = [f"{name} is {kind_of(value)}" for name, value in present.items() if not isinstance(value, str)]
    if wrong:
        raise CheckFailed(f"{join(wrong)}; it should be a string, or left out", _WRONG_TYPE)
    for name, expected in context.expected.claims.items():
        if claims.get(name) != expected:
            state = f"is {short_repr(claims[name])}" if name in claims else "is missing"
            raise CheckFailed(f"{name} {state}; it should be {short_repr(expected)}")
    return _describe_optional(claims, present)


def unit_of(value: float) -> str:
    """Return the unit that a time since the epoch is in, by its size: seconds, or another that no document asks for."""
    return next((unit for least, unit in _UNITS if abs(value) >= least), "seconds")


def _describe_optional(claims: _Claims, present: _Claims) -> str:
    null = [name for name in OPTIONAL_CLAIMS if name in claims and claims[name] is None]
    others = [short_repr(name) for name in claims if name not in CLAIM_TYPES and name not in OPTIONAL_CLAIMS]
    parts = [join(list(present)) or "none"]
    parts += [f"null and so left out: {join(null)}"] if null else []
    parts += [f"ignored: {join(others)}"] if others else []
    return "; ".join(parts)


def _present(claims: _Claims, name: str, right: str) -> Any:
    value = claims.get(name)
    if value is None:
        state = "is null, which is no value" if name in claims else "is missing"
        other = _ELSEWHERE.get(name, "")
        hint = f" ({other} is there: other protocols call it so)" if other in claims else ""
        raise CheckFailed(f"{name} {state}{hint}; it should be {right}", _NOT_FOUND)
    return value


def _string(claims: _Claims, name: str) -> str:
    value = _present(claims, name, "a string")
    if not isinstance(value, str):
        description = kind_of(value) if name == "nce" else describe(value)  # a nonce is a secret
        raise CheckFailed(f"{name} is {description}; it should be a string", _WRONG_TYPE)
    return value


def _seconds(claims: _Claims, name: str) -> str:
    right = "a whole number of seconds since 1970"
    value = _present(claims, name, right)
    if isinstance(value, bool) or not isinstance(value, int):
        raise CheckFailed(f"{name} is {describe(value)}; it should be {right}", _WRONG_TYPE)
    if (unit := unit_of(value)) != "seconds":
        # To a server it is a whole number of seconds, far ahead: an iat that has not come, an exp that may be lawful.
        cause = "eit_not_before" if name == "iat" else None
        raise CheckFailed(f"{name} is in {unit}: {short_repr(value)}; the documents say seconds", cause)
    when = format_time(value)
    return f"{value}, {when}" if when else str(value)
