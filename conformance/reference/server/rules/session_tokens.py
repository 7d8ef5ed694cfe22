"""Using a session token, and the challenge that answers everything but a good one."""

from __future__ import annotations

import re

from conformance.protocol.authorization import session_token_in
from conformance.protocol.errors import ErrorId
from conformance.reference.server.refusal import RefusalError
from conformance.reference.server.rules import rule
from conformance.reference.server.visit import Visit

_SINGLE = re.compile(r"Layer\s+session-token='")


def challenge(visit: Visit, message: str) -> RefusalError:
    """Return the challenge: a 401 with a nonce (Client API 1.0, "Authentication Challenges")."""
    nonce = visit.apply_rule("CHALLENGE-1")
    return RefusalError(ErrorId.AUTHENTICATION_REQUIRED, message, data={"nonce": nonce})


@rule("CHALLENGE-1", "CHALLENGE-2")
def challenge_nonce(visit: Visit) -> str:
    """CHALLENGE-1: every challenge brings a nonce of its own; CHALLENGE-2: it opens a session."""
    nonce: str = visit.apply_rule("NONCE-MANY-1", "challenge")
    return nonce


@rule("USE-1")
def double_quoted(header: str) -> str | None:
    """USE-1: a session token is accepted in double quotes."""
    return None if _SINGLE.match(header) else session_token_in(header)


@rule("USE-2")
def single_quoted(header: str) -> str | None:
    """USE-2: a session token is accepted in single quotes. USE-6 (observed): without quotes it is not."""
    return session_token_in(header) if _SINGLE.match(header) else None


@rule("USE-4", "USE-7")
def authorization_is_there(visit: Visit) -> None:
    """USE-4: a missing Authorization is answered with the challenge. USE-7: without it nothing is returned."""
    if visit.request.header("Authorization") is None:
        raise challenge(visit, "A session token is required.")


@rule("USE-5")
def authorization_is_well_formed(visit: Visit) -> None:
    """USE-5: a malformed Authorization is answered with the challenge."""
    if visit.request.header("Authorization") is not None and visit.session_token is None:
        raise challenge(visit, 'Authorization must be of form Layer session-token="...".')


@rule("USE-3", "SAME-SESSION-1")
def session_token_is_known(visit: Visit) -> None:
    """USE-3: an unknown session token is answered with the challenge.

    SAME-SESSION-1: nor is one that is almost a token.
    """
    if visit.session_token is not None and visit.session is None:
        raise challenge(visit, "The session token is not known.")


@rule("DELETE-4", "DELETE-10")
def session_was_not_deleted(visit: Visit) -> None:
    """DELETE-4: a deleted session token is answered with the challenge; DELETE-10: it stays deleted."""
    if visit.session is not None and visit.session.deleted_at is not None:
        raise challenge(visit, "The session token is no longer valid because it has been deleted.")


@rule("SESSION-LIFE-2")
def session_has_not_expired(visit: Visit) -> None:
    """SESSION-LIFE-2: a session that has expired is answered with the challenge."""
    if visit.session is not None and visit.now > visit.session.expires_at:
        raise challenge(visit, "The session token is no longer valid because it has expired.")
