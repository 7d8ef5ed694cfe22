"""Checks of identity tokens: text and keys in, results in the documents' own `eit_*` words out.

    keys = Keys(read_rsa_public_key(pem))
    validation = check_token(text, keys, Expected(nonce=nonce, user="alice"), ReferenceTime(now=clock.now()))
    validation.check("alg").outcome is Outcome.OK

Pure: no clock, no I/O but the suite's published keys. `validator.CHECKS` is the table of all checks.
"""

from conformance.validation.claims import unit_of
from conformance.validation.expected import Expected, Keys, ReferenceTime
from conformance.validation.extraction import ExtractedToken, NoTokenError, token_in
from conformance.validation.results import CheckResult, Outcome, Validation
from conformance.validation.validator import CHECKS, check_token

__all__ = [
    "CHECKS",
    "CheckResult",
    "Expected",
    "ExtractedToken",
    "Keys",
    "NoTokenError",
    "Outcome",
    "ReferenceTime",
    "Validation",
    "check_token",
    "token_in",
    "unit_of",
]
