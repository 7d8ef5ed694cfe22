"""Answers as expectations meet them, and what they say of one: what tests of several files share."""

from __future__ import annotations

import json

from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind
from conformance.judging.outcomes import Violation
from conformance.protocol.errors import ErrorId

SENT = Sent("POST", "http://layer.example/sessions", ())
NOT_TOKEN = {"property": "identity_token"}


def answer(status, body=b"", *headers):
    """Return an exchange with this answer; whatever is no bytes becomes JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Exchange(SENT, 0.0, 0.0, Received(status, "", headers, raw))


def error(error_id=ErrorId.INVALID_PROPERTY, status=None, **changes):
    """Return a documented refusal, with some members changed, or left out where they are None."""
    members = {"id": error_id.id, "code": error_id.code, "message": "No.", "url": "https://e/", "data": NOT_TOKEN}
    body = {name: value for name, value in {**members, **changes}.items() if value is not ...}
    return answer(status or error_id.status, body)


#: No answer at all.
NONE = Exchange(SENT, 0.0, 10.0, fault=TransportError(TransportErrorKind.TIMED_OUT, "nothing complete within 10 s"))


def outcome(expectation, *arguments):
    """Return what an expectation gives, or the words of the violation."""
    try:
        return expectation(*arguments)
    except Violation as violation:
        seen = violation
    assert seen.exchange in arguments
    return seen.expected, seen.observed


REFUSED = "422 invalid_property (code 105), data.property identity_token"
