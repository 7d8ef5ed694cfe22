"""The checks of an identity token, in order: the provider's rules, the command and the page all use these."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from conformance.validation import claims, header, structure, times
from conformance.validation.context import CheckContext
from conformance.validation.expected import Expected, Keys, ReferenceTime
from conformance.validation.results import Validation, result_of
from conformance.validation.signature import signature
from conformance.validation.token_text import TokenText

#: Every check by its id, in the order in which they are reported. Each returns what it saw, or raises CheckDeviation.
CHECKS: Mapping[str, Callable[[CheckContext], str]] = {
    "parts": structure.parts,
    "base64url": structure.base64url,
    "header": structure.header_json,
    "payload": structure.payload_json,
    "typ": header.typ,
    "alg": header.alg,
    "cty": header.cty,
    "kid": header.kid,
    "other parameters": header.other_parameters,
    "iss": claims.iss,
    "prn": claims.prn,
    "iat": claims.iat,
    "exp": claims.exp,
    "nce": claims.nce,
    "optional claims": claims.optional_claims,
    "signature": signature,
    "time: iat": times.iat,
    "time: exp": times.exp,
    "time: at least 30 s": times.at_least_30_s,
    "time: at most 10 min": times.at_most_10_min,
}

_NO_KEYS = Keys()
_NOTHING = Expected()


def check_token(
    text: str, keys: Keys = _NO_KEYS, expected: Expected = _NOTHING, moment: ReferenceTime | None = None
) -> Validation:
    """Check a token, exactly as the text is.

    Every check is made that can be made: one fault hides no other. Without the right key the signature is not
    checked, without a moment no time is, and what is not expected is compared with nothing.
    """
    token = TokenText(text)
    context = CheckContext(token, keys, expected, moment)
    return Validation(
        parts=token.parts,
        header=token.header.members if token.header else None,
        claims=token.claims.members if token.claims else None,
        checks=tuple(result_of(check_id, partial(check, context)) for check_id, check in CHECKS.items()),
    )
