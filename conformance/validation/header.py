"""The JOSE header: typ, alg, cty, kid (Client API 2.0, "Identity token")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.protocol.identity_token import ALG, CTY, HEADER_PARAMETERS, TYP
from conformance.validation.context import CheckContext
from conformance.validation.formatting import describe, join, short_repr
from conformance.validation.results import CheckFailed
from conformance.validation.token_ids import describe_id, uuid_of

_Header = Mapping[str, Any]

_NOT_FOUND = "eit_header_param_not_found"
_WRONG_TYPE = "eit_header_param_wrong_type"
_WRONG_VALUE = "eit_header_param_wrong_value"

#: Parameters with which a token brings a key along: Layer looks the key up by kid alone.
_BROUGHT_KEYS = ("jwk", "jku", "x5c", "x5u")


def typ(context: CheckContext) -> str:
    """Typ is JWT."""
    older = {"JWS": "the older documents have JWS; "}
    return _equal(context.header, "typ", TYP, older)


def alg(context: CheckContext) -> str:
    """Alg is RS256."""
    meaning = {"none": "that means unsigned; "}
    meaning |= {f"HS{bits}": "that is a secret shared by both sides; " for bits in (256, 384, 512)}
    return _equal(context.header, "alg", ALG, meaning)


def cty(context: CheckContext) -> str:
    """Cty is layer-eit;v=1."""
    return _equal(context.header, "cty", CTY, {})


def kid(context: CheckContext) -> str:
    """Kid is a key id, and that of the key in question where it is known."""
    value = _string(context.header, "kid", "layer:///keys/UUID")
    uuid = uuid_of("keys", value)
    if uuid is None:
        what = describe_id(value)
        raise CheckFailed(f"kid is {short_repr(value)}{what}; it should be layer:///keys/UUID", "eit_key_malformed")
    expected = context.expected.key_id
    if expected is not None and uuid != uuid_of("keys", expected):
        raise CheckFailed(
            f"kid is {short_repr(value)}; the key in question is {short_repr(expected)}", "eit_key_not_found"
        )
    note = "" if value.startswith("layer:") else ", a bare UUID; layer:///keys/UUID is the documents' form"
    return f"{value}{note}" + ("" if expected else "; compared with nothing")


def other_parameters(context: CheckContext) -> str:
    """No other parameter has to be understood by whoever reads the token (RFC 7515, 4.1.11)."""
    header = context.header
    others = [name for name in header if name not in HEADER_PARAMETERS]
    if "crit" in others:
        raise CheckFailed(
            f"crit is {short_repr(header['crit'])}: it names extensions that Layer does not know", _WRONG_VALUE
        )
    if not others:
        return "none"
    brought = [name for name in others if name in _BROUGHT_KEYS]
    note = f"; {join(brought)} brings a key along, which counts for nothing" if brought else ""
    return f"ignored: {join([short_repr(name) for name in others])}{note}"


def _equal(header: _Header, name: str, right: str, meanings: Mapping[str, str]) -> str:
    value = _string(header, name, short_repr(right))
    if value == right:
        return right
    meaning = next((text for name, text in meanings.items() if name.lower() == value.lower()), "")
    case = ", in this case" if value.strip().lower() == right.lower() else ""
    raise CheckFailed(f"{name} is {short_repr(value)}; {meaning}it should be {short_repr(right)}{case}", _WRONG_VALUE)


def _string(header: _Header, name: str, right: str) -> str:
    if name not in header:
        raise CheckFailed(f"{name} is missing; it should be {right}", _NOT_FOUND)
    value = header[name]
    if not isinstance(value, str):
        raise CheckFailed(f"{name} is {describe(value)}; it should be the string {right}", _WRONG_TYPE)
    return value
