"""Servers that ask for an Authorization where it is not needed, or refuse one that is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from conformance.reference.mutants.registry import mutant, mutant_of_table
from conformance.reference.mutants.server.departures import Condition, refusing
from conformance.reference.server import ReferenceServer, RefusalError, Visit
from conformance.reference.server.rules.session_tokens import challenge

#: The endpoints that need none: what they are called, and their two requirements.
_OPEN = {
    "POST /nonces": ("nonce_requests", "NONCE-AUTH-1", "NONCE-AUTH-2"),
    "POST /sessions": ("session_requests", "SESSION-AUTH-1", "SESSION-AUTH-2"),
    "DELETE /sessions/:token": ("deletions", "DELETE-3", "DELETE-9"),
}


def _header(visit: Visit) -> str:
    return visit.request.header("Authorization") or ""


def _is_unauthorized(visit: Visit) -> bool:
    return not _header(visit)


_MINDED: Mapping[str, tuple[str, Condition]] = {
    "a_deleted_session": (
        "the token of a session that was deleted",
        lambda visit: visit.session is not None and visit.session.deleted_at is not None,
    ),
    "an_unknown_session": (
        "a session token that nobody was given",
        lambda visit: visit.session_token is not None and visit.session is None,
    ),
    "a_bearer_token": ("a Bearer token", lambda visit: _header(visit).startswith("Bearer ")),
    "a_basic_login": ("a Basic login", lambda visit: _header(visit).startswith("Basic ")),
    "no_sense": ("no sense", lambda visit: bool(_header(visit)) and " " not in _header(visit)),
    "the_token_itself": ("the token that is deleted", lambda visit: visit.session_token == visit.argument),
}

_MINDED_ON = {
    "POST /nonces": ("a_deleted_session", "an_unknown_session", "a_bearer_token", "a_basic_login", "no_sense"),
    "POST /sessions": ("a_deleted_session", "an_unknown_session", "a_bearer_token", "a_basic_login"),
    "DELETE /sessions/:token": ("the_token_itself", "a_deleted_session", "an_unknown_session", "a_bearer_token"),
}


def _challenged(visit: Visit) -> RefusalError:
    return challenge(visit, "A session token is required.")


def _minded() -> Iterator[tuple[str, str]]:
    return ((endpoint, what) for endpoint, kinds in _MINDED_ON.items() for what in kinds)


for _endpoint, (_requests, _needs_none, _) in _OPEN.items():
    mutant_of_table(
        _needs_none,
        f"wants_authorization_for_{_requests}",
        f"Answers {_endpoint} with the challenge unless there is an Authorization.",
        refusing(_is_unauthorized, _challenged, on=_endpoint),
    )

for _endpoint, _what in _minded():
    _requests, _, _changes_nothing = _OPEN[_endpoint]
    mutant_of_table(
        _changes_nothing,
        f"minds_{_what}_in_{_requests}",
        f"Refuses {_endpoint} where the Authorization is {_MINDED[_what][0]}.",
        refusing(_MINDED[_what][1], _challenged, on=_endpoint),
    )


@mutant("DELETE-9")
def deletes_the_session_of_the_authorization(server: ReferenceServer) -> ReferenceServer:
    """Ends the session whose token is in the Authorization, where there is one, and not that of the path."""
    end = server.rules["DELETE-5"]

    def ends_another(visit: Visit) -> None:
        if visit.session is None:
            end(visit)
        else:
            visit.session.deleted_at = visit.now

    return server.replacing("DELETE-5", ends_another)
