"""The structure of a token: three parts of base64url, two of them JSON objects."""

from __future__ import annotations

from conformance.validation.context import CheckContext
from conformance.validation.encoding import encoding_error
from conformance.validation.formatting import join
from conformance.validation.results import CheckFailed, CheckSkipped
from conformance.validation.token_text import LONGEST, PARTS

_KNOWN_COUNTS = {
    1: "; there is no dot in it",
    2: "; there is no signature",
    5: "; that is the form of an encrypted token (JWE), and Layer's is signed",
}


def parts(context: CheckContext) -> str:
    """There are three parts."""
    token = context.token
    if token.is_too_long:
        raise CheckFailed(
            f"the token has {len(token.text)} characters and was not read; {LONGEST} are more than enough"
        )
    if token.count != len(PARTS):
        count = f"{token.count} part{'s' if token.count > 1 else ''} instead of 3"
        hint = "; the last one is empty" if not token.parts[-1] else _KNOWN_COUNTS.get(token.count, "")
        raise CheckFailed(f"{count}{hint}: it should be header.payload.signature", "eit_wrong_jws_part_count")
    return "3: header, payload, signature"


def base64url(context: CheckContext) -> str:
    """Every part is base64url without padding."""
    errors = [(name, encoding_error(part)) for name, part in zip(PARTS, context.token.three_parts(), strict=True)]
    wrong = [f"the {name} {error}" for name, error in errors if error]
    if wrong:
        raise CheckFailed(f"{join(wrong)}; it should be base64url without padding", "eit_malformed_base64url")
    return "every part is, without padding"


def header_json(context: CheckContext) -> str:
    """The header is one JSON object in UTF-8."""
    return _json("header", context)


def payload_json(context: CheckContext) -> str:
    """The payload is one JSON object in UTF-8."""
    return _json("payload", context)


def _json(name: str, context: CheckContext) -> str:
    context.token.three_parts()
    part = context.token.header if name == "header" else context.token.claims
    if part is None:
        raise CheckSkipped(f"the {name} could not be decoded")
    if part.wrong:
        right = "one JSON object in UTF-8, each name in it once"
        raise CheckFailed(f"the {name} {part.wrong}; it should be {right}", "eit_malformed_json")
    return f"a JSON object of {len(part.members or ())} members"
