"""Servers whose parser reads more than JSON, or reads something else than the others."""

from __future__ import annotations

import ast
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from conformance.reference.mutants.registry import mutant_of_table
from conformance.reference.mutants.server.departures import Change, falling_over
from conformance.reference.mutants.server.lenient_verifiers import Takes, is_signed, own_key, reading, taking
from conformance.reference.server import Visit
from conformance.reference.server.reading import PresentedToken, lenient_bytes

_Object = Mapping[str, Any]
#: The object that a parser finds in a text; it may raise whatever it likes where it finds none.
_Parse = Callable[[str], object]
_NEVER = 2**40
_BROKEN = (ValueError, SyntaxError, RecursionError, TypeError)


def _text(token: PresentedToken, part: int) -> str:
    return lenient_bytes(token.parts[part]).decode("utf-8", "replace") if len(token.parts) > part else ""


def _parsed(parse: _Parse, text: str) -> _Object | None:
    try:
        found = parse(text)
    except _BROKEN:
        return None
    return found if isinstance(found, dict) else None


def _parsing(parse: _Parse) -> Change:
    """Header and claims are read by this parser, and signed as they came."""

    def reads(visit: Visit, token: PresentedToken) -> _Object | None:
        header, claims = (_parsed(parse, _text(token, part)) for part in (0, 1))
        return claims if header is not None and header.get("alg") == "RS256" and is_signed(visit, token) else None

    return reading(reads)


def _first_of_each(pairs: list[tuple[str, Any]]) -> _Object:
    return dict(reversed(pairs))


def _verifying_the(alg_of: _Parse) -> Takes:
    """The signature is verified by the alg that this parser finds, with the public key for a secret or without any."""

    def takes(visit: Visit, token: PresentedToken) -> bool:
        alg = (_parsed(alg_of, _text(token, 0)) or {}).get("alg")
        keyed = hmac.new(own_key(visit).public_pem, token.signed, hashlib.sha256).digest()
        return {"none": b"", "HS256": keyed}.get(str(alg)) == token.signature

    return takes


def _first(text: str) -> object:
    return json.loads(text, object_pairs_hook=_first_of_each)


for _name, _sentence, _parse in (
    ("verifies_by_the_first_alg", "Verifies by the first of two algs, whichever that is.", _first),
    ("verifies_by_the_last_alg", "Verifies by the last of two algs, whichever that is.", json.loads),
):
    mutant_of_table("FORGE-TWICE-1", _name, _sentence, taking(_verifying_the(_parse)))


mutant_of_table(
    "FORGE-TWICE-1",
    "falls_over_two_algs",
    "Answers 500 to a header with two algs.",
    falling_over("FORGE-TWICE-1", lambda visit: visit.token is not None and _text(visit.token, 0).count('"alg"') > 1),
)


def _lower(pairs: list[tuple[str, Any]]) -> _Object:
    return {name.lower(): value for name, value in pairs}


def _overriding(text: str) -> object:
    """A name in capitals is the same name, and the last of them counts, as Go has it."""
    return json.loads(text, object_pairs_hook=_lower)


def _falling_back(text: str) -> object:
    """A name in capitals is looked for where there is none in small letters."""
    found = json.loads(text)
    return {**_lower(list(found.items())), **found}


def _falling_back_for_claims(text: str) -> object:
    """Names of claims in capitals are the same names, as some mappers of objects have it; those of the header are not."""
    return _falling_back(text) if '"iss"' in text.lower() else json.loads(text)


def _with_its_prototype(text: str) -> object:
    """What an object has not, its prototype may have."""
    found = json.loads(text)
    return {**found.get("__proto__", {}), **found}


for _name, _sentence, _parse in (
    ("finds_claims_in_a_prototype", "Finds a claim in __proto__ where there is none.", _with_its_prototype),
    (
        "looks_for_claims_in_capitals",
        "Takes a PRN for prn where there is none, and a KID for nothing.",
        _falling_back_for_claims,
    ),
    ("knows_no_capitals_in_names", "Takes an EXP for exp, and the last of both.", _overriding),
    ("looks_for_names_in_capitals", "Takes a PRN for prn where there is none.", _falling_back),
):
    mutant_of_table("FORGE-NAME-1", _name, _sentence, _parsing(_parse))


def _up_to_the_end_of_the_object(text: str) -> object:
    return json.JSONDecoder().raw_decode(text)[0]


def _between_braces(text: str) -> object:
    return json.loads(text[text.index("{") : text.rindex("}") + 1])


def _without_a_guard(text: str) -> object:
    return json.loads(text.removeprefix(")]}',\n"))


def _in_a_list(text: str) -> object:
    found = json.loads(text)
    return found[0] if isinstance(found, list) else found


def _trimmed(text: str) -> object:
    return json.loads(text.rstrip("\0"))


def _with_a_brace(text: str) -> object:
    return json.loads(text if text.endswith("}") else f"{text}}}")


def _mended(pattern: str, by: str) -> _Parse:
    return lambda text: json.loads(re.sub(pattern, by, text))


_Row = tuple[str, str, str, _Parse]
_PARSERS: tuple[_Row, ...] = (
    ("FORGE-REST-1", "stops_at_the_end_of_the_object", "Reads the first object of a part and stops there.",
     _up_to_the_end_of_the_object),
    ("FORGE-REST-1", "reads_what_is_between_braces", "Reads whatever stands between the outermost braces.",
     _between_braces),
    ("FORGE-REST-1", "skips_a_guard", "Skips a guard of JavaScript before the object.", _without_a_guard),
    ("FORGE-REST-1", "unpacks_lists", "Reads the first object of a list.", _in_a_list),
    ("FORGE-REST-1", "trims_zero_bytes", "Skips zero bytes after the object.", _trimmed),
    ("FORGE-LAX-1", "reads_python", "Reads a part as Python does.", ast.literal_eval),
    ("FORGE-LAX-1", "reads_trailing_commas", "Reads a comma after the last member.", _mended(r",\s*}", "}")),
    ("FORGE-LAX-1", "reads_comments", "Reads over comments.", _mended(r"/\*.*?\*/", "")),
    ("FORGE-LAX-1", "reads_names_without_quotes", "Reads names of members without quotes.",
     _mended(r"([{,])(\w+):", r'\1"\2":')),
    ("FORGE-LAX-1", "reads_line_breaks_in_strings", "Reads a line break within a string.",
     lambda text: json.loads(text, strict=False)),
    ("FORGE-LAX-1", "closes_braces", "Adds a brace where one is missing.", _with_a_brace),
    ("FORGE-LAX-1", "reads_numbers_with_zeros_before_them", "Reads a number that begins with zeros.",
     _mended(r":0+(\d)", r":\1")),
    ("FORGE-NAN-1", "reads_nan", "Reads NaN and Infinity for nothing.",
     lambda text: json.loads(text, parse_constant=lambda _: None)),
    ("FORGE-NAN-1", "lets_nan_never_expire", "Reads NaN and Infinity for a number that no time is later than.",
     lambda text: json.loads(text, parse_constant=lambda _: _NEVER)),
)  # fmt: skip

for _requirement, _name, _sentence, _lax in _PARSERS:
    mutant_of_table(_requirement, _name, _sentence, _parsing(_lax))


mutant_of_table(
    "FORGE-NAN-1",
    "falls_over_nan",
    "Answers 500 to a token with NaN in its claims.",
    falling_over("FORGE-NAN-1", lambda visit: visit.token is not None and "NaN" in _text(visit.token, 1)),
)
mutant_of_table(
    "FORGE-REST-1",
    "falls_over_a_second_object",
    "Answers 500 to a part of two objects.",
    falling_over("FORGE-REST-1", lambda visit: visit.token is not None and "}{" in _text(visit.token, 1)),
)
