"""What a token that a provider has issued must be: one check of `conformance.validation` a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import describe, expect_answer, expect_session
from conformance.judging.outcomes import Inconclusive, Violation
from conformance.validation import CheckResult, Outcome, Validation

#: What each check holds, as a finding says it.
EXPECTED: Mapping[str, str] = {
    "parts": "header.payload.signature: three parts",
    "base64url": "parts in base64url without padding",
    "header": "a header that is a JSON object",
    "payload": "a payload that is a JSON object",
    "typ": 'typ "JWT"',
    "alg": 'alg "RS256"',
    "cty": 'cty "layer-eit;v=1"',
    "kid": "kid, the key that signs",
    "iss": "iss, the provider",
    "prn": "prn, the user who asked",
    "iat": "iat, a whole number of seconds",
    "exp": "exp, a whole number of seconds",
    "nce": "nce, the nonce byte for byte",
    "optional claims": "optional claims that are strings, and what the target file says",
    "signature": "a signature by the provider's key, RS256",
    "time: iat": "iat, no later than the time at which the token was made",
    "time: exp": "exp, still to come and later than iat",
    "time: at least 30 s": "exp at least 30 s ahead",
    "time: at most 10 min": "exp at most 10 min ahead",
}

#: The requirement that a check of the token's own form belongs to: other checks cannot be made where it is broken.
_REQUIREMENT_OF: Mapping[str, str] = {
    "parts": "ISSUE-PARTS-1",
    "base64url": "ISSUE-BASE64-1",
    "header": "ISSUE-JSON-1",
    "payload": "ISSUE-JSON-1",
    "kid": "ISSUE-KID-1",
    "prn": "ISSUE-PRN-1",
    "iat": "ISSUE-IAT-1",
    "exp": "ISSUE-EXP-1",
    "nce": "ISSUE-NCE-1",
    "time: iat": "LIFETIME-IAT-1",
    "time: exp": "LIFETIME-EXP-1",
}

_KEY_PREFIX = "layer:///keys/"


@dataclass(frozen=True)
class IssuedToken:
    """A token that was issued: its user, its nonce, the exchange that issued it, and its validation."""

    text: str
    user: str
    nonce: str
    exchange: Exchange
    validation: Validation

    @property
    def claims(self) -> Mapping[str, Any]:
        """The claims, where they can be read."""
        return self.validation.claims or {}


def expect_check(issued: IssuedToken, check_id: str) -> CheckResult:
    """Return a check that went well; raises Inconclusive for one that could not be made."""
    result = issued.validation.check(check_id)
    if result.outcome is Outcome.NOT_CHECKED:
        raise Inconclusive(f"the token does not get as far: {result.reason}", issued.exchange, _causes(issued))
    if result.outcome is not Outcome.OK:
        cause = f" ({result.cause})" if result.cause else ""
        raise Violation(EXPECTED[check_id], f"{result.reason}{cause}", issued.exchange)
    return result


def expect_iat_not_ahead(issued: IssuedToken) -> None:
    """Hold that a token can be used at once: one from before its own iat would be refused."""
    if issued.validation.check("time: iat").outcome is not Outcome.WARNING:
        expect_check(issued, "time: iat")


def expect_iat_not_behind(issued: IssuedToken) -> None:
    """Hold that iat was not set back; where it lies ahead, that is the finding of another rule."""
    result = issued.validation.check("time: iat")
    if result.outcome is Outcome.WARNING:
        raise Violation("iat, no earlier than the time at which the token was made", result.reason, issued.exchange)
    expect_readable(issued, "time: iat")


def expect_prefixed_kid(issued: IssuedToken) -> None:
    """Hold that kid is written with the prefix that the documents ask for."""
    expect_readable(issued, "kid")
    kid = (issued.validation.header or {}).get("kid")
    if not str(kid).startswith(_KEY_PREFIX):
        raise Violation(f"kid that begins with {_KEY_PREFIX}", f"kid {kid}", issued.exchange)


def expect_readable(issued: IssuedToken, check_id: str) -> None:
    """Raise Inconclusive where a check that another rule is about did not go well."""
    result = issued.validation.check(check_id)
    if result.outcome is not Outcome.OK:
        reason = f"a control failed: {EXPECTED[check_id]}: {result.reason}"
        raise Inconclusive(reason, issued.exchange, _causes(issued))


def _causes(issued: IssuedToken) -> Sequence[str]:
    """Return the requirements that a token breaks in its form: each may be why a further check cannot be made."""
    failed = {check.id for check in issued.validation.checks if check.outcome is Outcome.FAILED}
    return [requirement for check, requirement in _REQUIREMENT_OF.items() if check in failed]


def expect_another_token(first: IssuedToken, second: IssuedToken) -> None:
    """Hold that two nonces get two tokens, each for its own."""
    expected = "another token for another nonce"
    if first.text == second.text:
        raise Violation(expected, "the same token, byte for byte", second.exchange)
    if "nce" in second.claims and second.claims.get("nce") == first.claims.get("nce"):
        raise Violation(expected, "another token with the same nce", second.exchange)


def expect_fresh_token(first: IssuedToken, second: IssuedToken) -> None:
    """Hold that a token that is asked for again, some seconds later, was made since."""
    expected = "a token that was made for this request"
    if first.text == second.text:
        raise Violation(expected, "the token of the first request, byte for byte", second.exchange)
    before, after = first.claims.get("iat"), second.claims.get("iat")
    if isinstance(before, int) and isinstance(after, int) and after <= before:
        raise Violation(expected, "another token with the iat of the first", second.exchange)


def expect_tokens_of_their_own(issued: Sequence[IssuedToken]) -> None:
    """Hold that of many requests at once, each gets its own token: for its own user and its own nonce."""
    _expect_own(issued, "prn", [each.user for each in issued])
    _expect_own(issued, "nce", [each.nonce for each in issued])


def _expect_own(issued: Sequence[IssuedToken], claim: str, asked_for: Sequence[str]) -> None:
    found = [each.claims.get(claim) for each in issued]
    if not all(isinstance(value, str) for value in found) or not set(map(str, found)) <= set(asked_for):
        raise Inconclusive(f"a control failed: {EXPECTED[claim]}", issued[0].exchange, [_REQUIREMENT_OF[claim]])
    swapped = [each for each, own, other in zip(issued, asked_for, found, strict=True) if own != other]
    if swapped:
        observed = f"{len(swapped)} of them with the {claim} of another request"
        raise Violation(f"{len(issued)} tokens, each for its own request", observed, swapped[0].exchange)


def expect_session_opened(issued: IssuedToken, answer: Exchange) -> None:
    """Hold that the suite's own server has opened a session with a token; the finding has its reason otherwise.

    The exchange of the finding is the provider's, because the server's own cannot be repeated.
    """
    try:
        expect_session(answer)
    except Violation as violation:
        received = expect_answer(answer, violation.expected)
        message = received.json_object().get("message", "")
        observed = f"the suite's own server answered {describe(received)}: {message}"
        raise Violation(violation.expected, observed, issued.exchange) from violation
