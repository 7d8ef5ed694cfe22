"""Servers that do without a header parameter, or take another value for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conformance.protocol.errors import ErrorId
from conformance.reference.mutants.registry import mutant_of_table
from conformance.reference.mutants.server.departures import (
    Change,
    Condition,
    answering,
    error,
    falling_over,
    members,
    overlooking,
)
from conformance.reference.mutants.server.token_keys import registered_as_fallback
from conformance.reference.server import Visit

#: The requirements of each parameter, that it is there and that it is a string, and what is taken for it.
_PARAMETERS = {
    "typ": ("TOKEN-TYP-1", "TOKEN-TYP-2", ("null", "a_number", "an_array")),
    "alg": ("TOKEN-ALG-1", "TOKEN-ALG-2", ("null", "an_array")),
    "cty": ("TOKEN-CTY-1", "TOKEN-CTY-2", ("null", "a_boolean", "an_object")),
    "kid": ("TOKEN-KID-1", "TOKEN-KID-2", ("null", "a_number", "an_array")),
}

_KINDS: Mapping[str, Callable[[object], bool]] = {
    "null": lambda value: value is None,
    "a_number": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "a_boolean": lambda value: isinstance(value, bool),
    "an_array": lambda value: isinstance(value, list),
    "an_object": lambda value: isinstance(value, dict),
}


def _header(visit: Visit) -> Mapping[str, object]:
    return visit.token.header if visit.token else {}


def _lacks(name: str) -> Condition:
    return lambda visit: name not in _header(visit)


def _is(name: str, kind: str) -> Condition:
    return lambda visit: name in _header(visit) and _KINDS[kind](_header(visit)[name])


def _says(name: str, *values: str) -> Condition:
    return lambda visit: _header(visit).get(name) in values


def _lenient(check: str, name: str, when: Condition) -> Change:
    """The check is left out; where it is about the kid, the app's own key is taken instead."""
    lenient = overlooking(check, when)
    return (lambda server: registered_as_fallback(when)(lenient(server))) if name == "kid" else lenient


for _name, (_there, _typed, _kinds) in _PARAMETERS.items():
    mutant_of_table(
        _there,
        f"needs_no_{_name}",
        f"Opens a session for a token whose header has no {_name}.",
        _lenient(_there, _name, _lacks(_name)),
    )
    for _kind in _kinds:
        mutant_of_table(
            _typed,
            f"takes_{_kind}_for_{_name}",
            f"Opens a session for a token whose {_name} is {_kind.replace('_', ' ')}.",
            _lenient(_typed, _name, _is(_name, _kind)),
        )

for _requirement, _mutant, _sentence, _change in (
    ("TOKEN-ALG-2", "falls_over_an_object_for_alg", "Answers 500 to a token whose alg is an object.",
     falling_over("TOKEN-ALG-2", _is("alg", "an_object"))),
    ("TOKEN-KID-1", "falls_over_a_missing_kid", "Answers 500 to a token whose header has no kid.",
     falling_over("TOKEN-KID-1")),
    ("TOKEN-TYP-3", "takes_any_typ_of_jose", "Opens a session for a token with typ JOSE.",
     overlooking("TOKEN-TYP-3", _says("typ", "JOSE"))),
    ("TOKEN-TYP-3", "takes_an_empty_typ", "Takes an empty typ for none that could be wrong.",
     overlooking("TOKEN-TYP-3", _says("typ", ""))),
    ("TOKEN-TYP-1", "names_typ_as_the_property", "Names typ and not identity_token as what is wrong.",
     answering("TOKEN-TYP-1", members(data={"property": "typ"}))),
    ("TOKEN-TYP-1", "falls_over_a_missing_typ", "Answers 500 to a token whose header has no typ.",
     falling_over("TOKEN-TYP-1")),
    ("TOKEN-ALG-1", "falls_over_a_missing_alg", "Answers 500 to a token whose header has no alg.",
     falling_over("TOKEN-ALG-1")),
    ("TOKEN-CTY-1", "falls_over_a_missing_cty", "Answers 500 to a token whose header has no cty.",
     falling_over("TOKEN-CTY-1")),
    ("TOKEN-TYP-3", "answers_another_typ_with_406", "Blames the Accept header for another typ.",
     answering("TOKEN-TYP-3", error(ErrorId.INVALID_HEADER, header="Accept"))),
    ("TOKEN-KID-2", "compares_kids_as_mysql_does", "Compares a kid as MySQL does, to which zero is every text.",
     _lenient("TOKEN-KID-2", "kid", lambda visit: _is("kid", "a_number")(visit) and _header(visit)["kid"] == 0)),
    ("TOKEN-CTY-3", "takes_the_next_version_of_cty", "Opens a session for a token of version 2 of its cty.",
     overlooking("TOKEN-CTY-3", _says("cty", "layer-eit;v=2"))),
    ("TOKEN-CTY-3", "takes_a_cty_without_version", "Opens a session for a token with cty layer-eit alone.",
     overlooking("TOKEN-CTY-3", _says("cty", "layer-eit"))),
    ("TOKEN-CTY-3", "takes_an_empty_cty", "Takes an empty cty for none that could be wrong.",
     overlooking("TOKEN-CTY-3", _says("cty", ""))),
    ("TOKEN-CTY-3", "answers_another_cty_with_406", "Blames the Accept header for another cty.",
     answering("TOKEN-CTY-3", error(ErrorId.INVALID_HEADER, header="Accept"))),
    ("TOKEN-CTY-1", "calls_a_missing_cty_a_bad_request", "Answers 400 to a token without cty.",
     answering("TOKEN-CTY-1", error(ErrorId.INVALID_REQUEST))),
    ("TOKEN-ALG-1", "answers_a_missing_alg_with_401", "Answers a token without alg with 401.",
     answering("TOKEN-ALG-1", error(ErrorId.AUTHENTICATION_REQUIRED))),
    ("TOKEN-KID-1", "calls_a_missing_kid_a_missing_property", "Answers a missing kid with the error of a field.",
     answering("TOKEN-KID-1", error(ErrorId.MISSING_PROPERTY, property="kid"))),
):  # fmt: skip
    mutant_of_table(_requirement, _mutant, _sentence, _change)
