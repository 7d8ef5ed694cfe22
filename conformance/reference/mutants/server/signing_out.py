"""Servers that do not end a session when they are told to, or end others with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from conformance.protocol.errors import ErrorId
from conformance.reference.mutants.registry import mutant, mutant_of_table
from conformance.reference.mutants.server.departures import (
    Change,
    Condition,
    falling_over,
    overlooking,
)
from conformance.reference.server import Answer, ReferenceServer, RefusalError, Visit
from conformance.reference.server.sessions import Session


def _add_headers(dress: Callable[[Answer], Answer]) -> Change:
    return lambda server: server.adding(lambda _, answer: dress(answer), to="DELETE /sessions/:token answer")


for _requirement, _name, _sentence, _dress in (
    ("DELETE-1", "confirms_deletions_with_200_and_json", "Answers a deletion with 200 and an object.",
     lambda answer: replace(answer, status=200, body=b'{"deleted":true}')),
    ("DELETE-1", "confirms_deletions_with_202", "Accepts a deletion for later.",
     lambda answer: replace(answer, status=202)),
    ("DELETE-2", "confirms_deletions_with_an_object", "Sends {} after the header of a 204.",
     lambda answer: replace(answer, body=b"{}")),
    ("DELETE-2", "confirms_deletions_with_a_line_break", "Sends a line break after the header of a 204.",
     lambda answer: replace(answer, body=b"\n")),
    ("DELETE-2", "announces_a_body_after_deletions", "Announces a body after a 204 and sends none.",
     lambda answer: answer.with_header("Content-Length", "2")),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, _add_headers(_dress))


@mutant("DELETE-1")
def cannot_delete_sessions(server: ReferenceServer) -> ReferenceServer:
    """Answers 404 to every deletion."""

    def nowhere(_: Visit) -> None:
        raise RefusalError(ErrorId.INVALID_ENDPOINT, "This endpoint does not exist.")

    return server.adding(nowhere, to="DELETE /sessions/:token")


def _deleted_for(visit: Visit) -> float:
    deleted_at = visit.session.deleted_at if visit.session else None
    return visit.now - deleted_at if deleted_at is not None else 0.0


for _requirement, _name, _sentence, _when in (
    ("DELETE-4", "takes_deleted_session_tokens", "Lets a session token in that was deleted.", lambda _: True),
    ("DELETE-4", "takes_deleted_session_tokens_for_a_minute", "Deletes a session a minute after it was told to.",
     lambda visit: _deleted_for(visit) < 60),
    ("DELETE-10", "revives_sessions_after_a_minute", "Forgets after a minute that a session was deleted.",
     lambda visit: _deleted_for(visit) > 60),
    ("DELETE-10", "revives_sessions_after_a_day", "Forgets after a day that a session was deleted.",
     lambda visit: _deleted_for(visit) > 86400),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, overlooking("DELETE-4", _when))


@mutant("DELETE-4")
def forgets_to_delete(server: ReferenceServer) -> ReferenceServer:
    """Answers 204 to a deletion and deletes nothing."""
    return server.replacing("DELETE-5", lambda _: None)


@mutant("DELETE-4")
def deletes_in_version_1_only(server: ReferenceServer) -> ReferenceServer:
    """Answers 204 to a deletion in version 2.0 and deletes nothing."""
    end = server.rules["DELETE-5"]

    def ends(visit: Visit) -> None:
        if visit.accept is not None and visit.accept.version == "1.0":
            end(visit)

    return server.replacing("DELETE-5", ends)


def _users(visit: Visit) -> list[Session]:
    """Return the sessions of the user whose session is deleted, oldest first."""
    own = visit.server.sessions.find(visit.argument)
    return visit.server.sessions.of(own.user) if own else []


def _older(visit: Visit) -> Iterable[Session]:
    sessions = _users(visit)
    return sessions[: [each.token for each in sessions].index(visit.argument)]


def _younger(visit: Visit) -> Iterable[Session]:
    sessions = _users(visit)
    return sessions[[each.token for each in sessions].index(visit.argument) :]


def _ending(also: Callable[[Visit], Iterable[Session]]) -> Change:
    """Other sessions end with the one that is deleted."""

    def change(server: ReferenceServer) -> ReferenceServer:
        end = server.rules["DELETE-5"]

        def ends(visit: Visit) -> None:
            end(visit)
            for session in also(visit):
                session.deleted_at = session.deleted_at or visit.now

        return server.replacing("DELETE-5", ends)

    return change


for _name, _sentence, _also in (
    ("ends_every_session_of_the_user", "Ends every session of the user with the one that is deleted.", _users),
    ("ends_the_users_older_sessions", "Ends the user's older sessions with the one that is deleted.", _older),
    ("ends_the_users_younger_sessions", "Ends the user's younger sessions with the one that is deleted.", _younger),
):
    mutant_of_table("DELETE-5", _name, _sentence, _ending(_also))


def _was_deleted(visit: Visit) -> bool:
    return visit.server.sessions.find(visit.argument) is not None


_MISSING: dict[str, tuple[str, str, Condition]] = {
    "falls_over_a_second_deletion": ("DELETE-7", "Answers 500 to a second deletion.", _was_deleted),
    "falls_over_an_unknown_deletion": ("DELETE-8", "Answers 500 to the deletion of an unknown token.",
                                       lambda visit: not _was_deleted(visit)),
}  # fmt: skip

for _name, (_check, _sentence, _when) in _MISSING.items():
    mutant_of_table("DELETE-6", _name, _sentence, falling_over(_check, _when))
