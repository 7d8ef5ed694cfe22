"""The checks of an identity token, in order: one implementation for the provider's rules, the command and the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from conformance.validation import claims, header, structure, times
from conformance.validation.expected import Expected, Keys, Moment
from conformance.validation.reading import TokenText
from conformance.validation.results import Unchecked, Validation, made
from conformance.validation.signature import signature

_NOTHING = Expected()
_NO_KEYS = Keys()

_Members = Mapping[str, Any]

_STRUCTURE: Mapping[str, Callable[[TokenText], str]] = {
    "parts": structure.parts,
    "base64url": structure.base64url,
    "header": structure.header_json,
    "payload": structure.payload_json,
}
_HEADER: Mapping[str, Callable[[_Members, Expected], str]] = {
    "typ": header.typ,
    "alg": header.alg,
    "cty": header.cty,
    "kid": header.kid,
    "other parameters": header.other_parameters,
}
_CLAIMS: Mapping[str, Callable[[_Members, Expected], str]] = {
    "iss": claims.iss,
    "prn": claims.prn,
    "iat": claims.iat,
    "exp": claims.exp,
    "nce": claims.nce,
    "optional claims": claims.optional_claims,
}
_TIMES: Mapping[str, Callable[[_Members, Moment], str]] = {
    "time: iat": times.iat,
    "time: exp": times.exp,
    "time: at least 30 s": times.at_least_30_s,
    "time: at most 10 min": times.at_most_10_min,
}

#: The ids of all checks, in the order in which they are made.
CHECK_IDS = (*_STRUCTURE, *_HEADER, *_CLAIMS, "signature", *_TIMES)


def check_token(
    text: str,
    keys: Keys = _NO_KEYS,
    expected: Expected = _NOTHING,
    moment: Moment | None = None,
) -> Validation:
    """Check a token, exactly as its text stands there.

    Every check is made that can be made: one fault hides no other. Without the right key the signature is not
    checked, without a moment no time is, and what is not expected is compared with nothing.
    """
    token = TokenText(text)
    looks: dict[str, Callable[[], str]] = {}
    looks |= {name: _bound(check, token) for name, check in _STRUCTURE.items()}
    looks |= {name: _member_check(check, token, "header", expected) for name, check in _HEADER.items()}
    looks |= {name: _member_check(check, token, "payload", expected) for name, check in _CLAIMS.items()}
    looks |= {"signature": lambda: signature(token, keys)}
    looks |= {name: _time_check(check, token, moment) for name, check in _TIMES.items()}
    return Validation(
        parts=token.parts,
        header=token.header.members if token.header else None,
        claims=token.claims.members if token.claims else None,
        checks=tuple(made(check_id, looks[check_id]) for check_id in CHECK_IDS),
    )


def _bound(check: Callable[[TokenText], str], token: TokenText) -> Callable[[], str]:
    return lambda: check(token)


def _member_check(
    check: Callable[[_Members, Expected], str], token: TokenText, part: str, expected: Expected
) -> Callable[[], str]:
    return lambda: check(token.members(part), expected)


def _time_check(
    check: Callable[[_Members, Moment], str], token: TokenText, moment: Moment | None
) -> Callable[[], str]:
    def look() -> str:
        if moment is None:
            raise Unchecked("not asked for")
        return check(token.members("payload"), moment)

    return look
