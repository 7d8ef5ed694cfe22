"""Signing out: whoever has a session token may end its session."""

from __future__ import annotations

from dataclasses import replace

from conformance.protocol.errors import ErrorId
from conformance.reference.messages import Answer
from conformance.reference.server.refusal import RefusalError
from conformance.reference.server.rules import rule
from conformance.reference.server.visit import Visit


@rule("DELETE-8", "DELETE-6", "SAME-SESSION-2")
def token_to_delete_is_known(visit: Visit) -> None:
    """DELETE-6: an unknown deletion does not break the server. DELETE-8 (observed): it is a 404.

    SAME-SESSION-2: a token that is almost one is unknown.
    """
    if visit.server.sessions.find(visit.argument) is None:
        raise RefusalError(ErrorId.NOT_FOUND, "A session with the specified token could not be found.")


@rule("DELETE-7")
def token_to_delete_is_not_deleted(visit: Visit) -> None:
    """DELETE-6: a second deletion does not break the server. DELETE-7 (observed): it is a 404."""
    session = visit.server.sessions.find(visit.argument)
    if session is not None and session.deleted_at is not None:
        raise RefusalError(ErrorId.NOT_FOUND, "The session with the specified token has been deleted.")


@rule("DELETE-1")
def deletes_the_session(visit: Visit) -> Answer:
    """DELETE-1: a session token can be deleted, which is answered with 204."""
    visit.apply_rule("DELETE-5")
    return Answer(204)


@rule("DELETE-5", "DELETE-RACE-1", "DELETE-RACE-2")
def ends_the_session(visit: Visit) -> None:
    """DELETE-5: one session ends; the user's other sessions live on.

    DELETE-RACE-1: the end is one assignment, which several deletions may make at the same moment; DELETE-RACE-2: and
    nothing else assigns it, so that it holds for every later use.
    """
    session = visit.server.sessions.find(visit.argument)
    if session is not None:
        session.deleted_at = visit.now


@rule("DELETE-2")
def deletion_has_no_body(_: Visit, answer: Answer) -> Answer:
    """DELETE-2: a deletion is answered without a body."""
    return replace(answer, body=b"")
