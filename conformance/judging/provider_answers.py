"""What the answer of a provider must be: a token, or a refusal without one."""

from __future__ import annotations

import re

from conformance.evidence.exchange import Exchange, Received
from conformance.evidence.secret_finder import text_of
from conformance.evidence.views import unescape
from conformance.judging.expectations import describe, expect_answer, expect_json_label
from conformance.judging.outcomes import NotApplicable, Violation

#: A token can stand in a header and in a form as it is: it has no blanks and nothing that is not ASCII.
_ONE_WORD = re.compile(r"[!-~]+")
#: What is surely a signed token, wherever it stands.
_JWS = re.compile(r"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{16,}", re.ASCII)


def expect_token(exchange: Exchange, found: object, place: str) -> str:
    """Return the token of a success; `found` is what stands in its place, and `place` says where that is."""
    expected = f"a 2xx with an identity token at {place}"
    received = expect_answer(exchange, expected)
    if not 200 <= received.status < 300:
        raise Violation(expected, describe(received), exchange)
    if not isinstance(found, str) or not _ONE_WORD.fullmatch(found):
        raise Violation(expected, f"{describe(received)}, and no token at {place}", exchange)
    return found


def expect_labelled_token(exchange: Exchange, *, is_json: bool) -> None:
    """Hold that an answer with a token is labelled as JSON, where it is meant to be JSON at all."""
    if not is_json:
        raise NotApplicable("the target file says that the body is the bare token")
    expect_json_label(exchange)


def expect_no_token(exchange: Exchange, found: object) -> None:
    """Hold that the answer has no token; that a refusal is a 4xx is another rule's."""
    expected = "no identity token"
    received = expect_answer(exchange, expected)
    if _carries_token(received, found):
        raise Violation(expected, f"{received.status} with an identity token", exchange)


def expect_refused(exchange: Exchange, found: object) -> None:
    """Hold that a request is refused as the client's mistake: a 4xx, without a token."""
    expected = "a 4xx"
    received = expect_answer(exchange, expected)
    if _carries_token(received, found):
        raise Violation(expected, f"{received.status} with an identity token", exchange)
    if 200 <= received.status < 300:
        raise Violation(expected, f"{describe(received)}: a success without a token", exchange)
    if received.status >= 500:
        raise Violation(expected, f"{describe(received)}: a server error is not a refusal", exchange)
    if received.status < 400:
        raise Violation(expected, describe(received), exchange)


def expect_refusal_status(exchange: Exchange, found: object) -> None:
    """Hold that a refusal is a 4xx; where the request gets a token, that is the finding of another rule."""
    received = expect_answer(exchange, "a 4xx")
    if _carries_token(received, found):
        raise NotApplicable(f"nothing is refused: {received.status} with an identity token")
    expect_refused(exchange, found)


def _carries_token(received: Received, found: object) -> bool:
    """Say whether an answer has a token: in its place, or anywhere in its body.

    What a success has in the place of a token counts as one, whatever its form: somebody will present it.
    """
    if isinstance(found, str) and _ONE_WORD.fullmatch(found):
        is_success = 200 <= received.status < 300 and bool(received.json_object())
        if is_success or found.count(".") == 2:
            return True
    return _JWS.search(unescape(text_of(received.body))) is not None
