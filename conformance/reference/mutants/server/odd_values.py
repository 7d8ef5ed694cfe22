"""Servers that count in small numbers, read the beginning of a value, or fall over what they did not expect."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from conformance.reference.mutants.registry import mutant_of_table
from conformance.reference.mutants.server.departures import Change, FallenError, overlooking
from conformance.reference.mutants.server.lenient_verifiers import header_of, is_signed, reading, taking
from conformance.reference.server import ReferenceServer, Visit
from conformance.reference.server.reading import PresentedToken, lenient_bytes
from conformance.reference.server.rules.identity_token import token_refusal

_Number = Callable[[int], int]


def _whole(token: PresentedToken, claim: str) -> int | None:
    value = token.claims.get(claim)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _counting(claim: str, count: _Number) -> Change:
    """The claim is kept in a number that cannot hold it."""

    def reads(visit: Visit, token: PresentedToken) -> Mapping[str, Any] | None:
        value = _whole(token, claim)
        if value is None or count(value) == value or not is_signed(visit, token):
            return None
        return {**token.claims, claim: count(value)}

    return reading(reads)


def _signed(bits: int) -> _Number:
    return lambda value: (value + 2 ** (bits - 1)) % 2**bits - 2 ** (bits - 1)


def _unsigned(bits: int) -> _Number:
    return lambda value: value % 2**bits


def _never(when: Callable[[int], bool]) -> Change:
    """An exp of this kind means that the token never expires."""

    def endless(visit: Visit) -> bool:
        exp = _whole(visit.token, "exp") if visit.token else None
        return exp is not None and when(exp)

    return overlooking("TOKEN-EXP-1", endless)


def _of_exponents(_: Visit, token: PresentedToken) -> Mapping[str, Any] | None:
    """An exponent is not read: 14e8 is 14, and that never expires."""
    return {**token.claims, "exp": 2**40} if b"14e8" in lenient_bytes(token.parts[1]) else None


def _of_milliseconds(value: int) -> int:
    return value // 1000 if value > 10**12 else value


for _requirement, _name, _sentence, _change in (
    ("NUMBER-1", "takes_a_negative_exp_for_never", "Takes a negative exp for one that never comes.",
     _never(lambda exp: exp < 0)),
    ("NUMBER-1", "takes_no_time_for_never", "Takes an exp of -0 for one that never comes.",
     _never(lambda exp: exp == 0)),
    ("NUMBER-1", "takes_a_small_exp_for_a_life", "Takes an exp of some minutes for how long the token lives from now.",
     _never(lambda exp: 60 <= exp < 10**6)),
    ("NUMBER-1", "counts_exp_in_32_bits", "Keeps exp in 32 bits without a sign.", _counting("exp", _unsigned(32))),
    ("NUMBER-1", "counts_exp_in_64_bits", "Keeps exp in 64 bits without a sign.", _counting("exp", _unsigned(64))),
    ("NUMBER-1", "reads_no_exponents", "Reads an exp with an exponent as one that never comes.",
     reading(_of_exponents)),
    ("NUMBER-2", "counts_exp_in_31_bits", "Keeps exp in 32 bits with a sign.", _counting("exp", _signed(32))),
    ("NUMBER-4", "counts_iat_in_32_bits", "Keeps iat in 32 bits.", _counting("iat", _unsigned(32))),
    ("NUMBER-4", "counts_iat_in_64_bits", "Keeps iat in 64 bits.", _counting("iat", _unsigned(64))),
    ("NUMBER-4", "reads_milliseconds_as_seconds", "Divides an iat of enormous size by a thousand.",
     _counting("iat", _of_milliseconds)),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, _change)


def _refusing(when: Callable[[PresentedToken, Visit], bool]) -> Change:
    def strict(token: PresentedToken, visit: Visit) -> None:
        if when(token, visit):
            raise token_refusal("eit_expired", "this is not a time of ours")

    return lambda server: server.adding(strict, to="identity token", before="TOKEN-EXP-1")


def _older_than(seconds: int) -> Change:
    return _refusing(lambda token, visit: visit.now - (_whole(token, "iat") or 0) > seconds)


for _requirement, _name, _sentence, _change in (
    ("NUMBER-2", "refuses_an_exp_after_2100", "Refuses an exp that is after the year 2100.",
     _refusing(lambda token, _: (_whole(token, "exp") or 0) > 4102444800)),
    ("NUMBER-2", "refuses_an_exp_beyond_a_century", "Refuses an exp that is more than a century ahead.",
     _refusing(lambda token, visit: (_whole(token, "exp") or 0) - visit.now > 100 * 365 * 86400)),
    ("AGE-1", "refuses_tokens_of_two_minutes", "Refuses a token that was made more than two minutes ago.",
     _older_than(120)),
    ("AGE-1", "refuses_tokens_of_five_minutes", "Refuses a token that was made more than five minutes ago.",
     _older_than(300)),
    ("AGE-1", "refuses_tokens_of_eight_minutes", "Refuses a token that was made more than eight minutes ago.",
     _older_than(480)),
    ("AGE-2", "refuses_tokens_older_than_a_nonce", "Refuses a token that was made more than ten minutes ago.",
     _older_than(600)),
    ("AGE-2", "refuses_tokens_of_an_hour", "Refuses a token that was made an hour ago.", _older_than(3599)),
    ("AGE-2", "refuses_tokens_of_a_day", "Refuses a token that was made a day ago.", _older_than(86399)),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, _change)

for _name, _sentence, _matches in (
    ("compares_the_beginning_of_cty", "Takes whatever begins with layer-eit;v=1 for it.",
     lambda cty: cty.startswith("layer-eit;v=1")),
    ("looks_for_cty_anywhere", "Takes whatever has layer-eit;v=1 in it for it.", lambda cty: "layer-eit;v=1" in cty),
    ("reads_the_version_of_cty_as_any", "Takes layer-eit with any version, and with none.",
     lambda cty: re.fullmatch(r"layer-eit;v=\d*", cty) is not None),
    ("takes_the_last_version_of_cty", "Takes the last of two versions in a cty.", lambda cty: cty.endswith(";v=1")),
):  # fmt: skip
    mutant_of_table(
        "HEADER-ODD-3",
        _name,
        _sentence,
        taking(lambda visit, token, matches=_matches: matches(header_of(token, "cty")) and is_signed(visit, token)),  # type: ignore[misc]
    )


def _falling_over(when: Callable[[PresentedToken], bool]) -> Change:
    """A right signature is followed by a fall over what this holds for."""

    def brittle(token: PresentedToken, _: Visit) -> None:
        if when(token):
            raise FallenError("ODD-1")

    def change(server: ReferenceServer) -> ReferenceServer:
        return server.adding(brittle, to="identity token", before="TOKEN-PARTS-1")

    return change


def _prn(token: PresentedToken) -> str:
    value = token.claims.get("prn")
    return value if isinstance(value, str) else ""


def _is_no_text(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


for _name, _sentence, _when in (
    ("falls_over_an_exp_beyond_64_bits", "Answers 500 to an exp that its database cannot hold.",
     lambda token: abs(_whole(token, "exp") or 0) >= 2**63),
    ("falls_over_the_year_10000", "Answers 500 to an exp that its calendar does not have.",
     lambda token: (_whole(token, "exp") or 0) > 253402300799),
    ("falls_over_a_negative_iat", "Answers 500 to an iat before its epoch.",
     lambda token: (_whole(token, "iat") or 0) < 0),
    ("falls_over_a_zero_byte_in_a_user", "Answers 500 to a prn with a zero byte in it.",
     lambda token: "\0" in _prn(token)),
    ("falls_over_half_a_pair_of_surrogates", "Answers 500 to a prn that is no text.",
     lambda token: _is_no_text(_prn(token))),
    ("falls_over_a_long_user", "Answers 500 to a prn of more than 4096 letters.", lambda token: len(_prn(token)) > 4096),
    ("falls_over_deep_nesting", "Answers 500 to a part that is nested thousands of times.",
     lambda token: any(b"[" * 1000 in lenient_bytes(part) for part in token.parts[:2])),
    ("falls_over_a_critical_name", "Answers 500 to a critical extension that it does not know.",
     lambda token: isinstance(token.header.get("crit"), list) and bool(token.header["crit"])),
    ("falls_over_a_payload_that_is_not_encoded", "Answers 500 where b64 is false.",
     lambda token: token.header.get("b64") is False),
    ("falls_over_a_crit_that_is_no_list", "Answers 500 to a crit that is no list.",
     lambda token: isinstance(token.header.get("crit"), str)),
    ("falls_over_a_byte_order_mark", "Answers 500 to a part that begins with a byte order mark.",
     lambda token: any(lenient_bytes(part).startswith(b"\xef\xbb\xbf") for part in token.parts[:2])),
):  # fmt: skip
    mutant_of_table("ODD-1", _name, _sentence, _falling_over(_when))
