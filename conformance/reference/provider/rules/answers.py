"""What comes back: a token, or a refusal that gives nothing away."""

from __future__ import annotations

from email.utils import formatdate

from conformance.reference.messages import Answer
from conformance.reference.provider.refusal import TokenRefusalError
from conformance.reference.provider.rules import rule
from conformance.reference.provider.visit import TokenVisit

_JSON = "application/json"


@rule("ISSUE-1", "ISSUE-STATUS-1")
def answers_with_a_token(visit: TokenVisit) -> Answer:
    """ISSUE-1: a right login gets a token: `{"identity_token": "..."}`. ISSUE-STATUS-1 (observed): with a 200."""
    token: str = visit.apply_rule("LIFETIME-CACHE-1")
    if not visit.provider.interface.token:
        return Answer(200, (), token.encode("ascii", "replace"))
    return Answer.of(200, visit.provider.interface.content_of(token))


@rule("ISSUE-TYPE-1")
def token_is_labelled(visit: TokenVisit, answer: Answer) -> Answer:
    """ISSUE-TYPE-1: the answer is labelled as JSON; a bare token is text."""
    return answer.with_header("Content-Type", _JSON if visit.provider.interface.token else "text/plain")


@rule("refusal")
def refusal(visit: TokenVisit, refused: TokenRefusalError) -> Answer:
    """Give a refusal its form, which no document has: a message for people."""
    status = visit.apply_rule("REFUSE-STATUS-1", refused)
    return Answer.of(status, {"error": visit.apply_rule("REFUSE-LEAK-1", refused)}).with_more(*refused.headers)


@rule("REFUSE-STATUS-1")
def refusal_status(_: TokenVisit, refused: TokenRefusalError) -> int:
    """REFUSE-STATUS-1: a refusal is a 4xx, of the kind that HTTP has for it."""
    return refused.status


@rule("REFUSE-LEAK-1", "REFUSE-LEAK-2", "REFUSE-LEAK-3", "REFUSE-SHAPE-1")
def refusal_message(_: TokenVisit, refused: TokenRefusalError) -> str:
    """REFUSE-LEAK-1: an error shows no key; REFUSE-LEAK-2: no stack trace; REFUSE-LEAK-3: no path of a file.

    REFUSE-SHAPE-1 (observed): it is one sentence under `error`.
    """
    return refused.message


@rule("labelled")
def error_is_labelled(_: TokenVisit, answer: Answer) -> Answer:
    """A refusal is labelled as JSON too."""
    return answer.with_header("Content-Type", _JSON)


@rule("date")
def is_dated(visit: TokenVisit, answer: Answer) -> Answer:
    """Date the answer by the provider's own clock: examiners learn the skew from it."""
    return answer.with_header("Date", formatdate(visit.now, usegmt=True))
