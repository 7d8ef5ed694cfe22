"""Faults that outlast the request: what a refused or repeated one does to what is there."""

from __future__ import annotations

from conformance.reference.mutants.registry import mutant
from conformance.reference.server import ReferenceServer, RefusalError, Visit
from conformance.reference.server.nonces import Nonce


@mutant("KEY-PROVIDER-1")
def takes_any_providers_key_for_another(server: ReferenceServer) -> ReferenceServer:
    """Lets the registered key of one provider vouch in the name of another."""
    return server.without("key-of-provider")


@mutant("DELETE-10")
def revives_a_session_that_is_deleted_twice(server: ReferenceServer) -> ReferenceServer:
    """Takes a second deletion for the undoing of the first."""

    def toggles(visit: Visit) -> None:
        session = visit.server.sessions.find(visit.argument)
        if session is not None:
            session.deleted_at = visit.now if session.deleted_at is None else None

    return server.without("DELETE-7", on="DELETE /sessions/:token").replacing("DELETE-5", toggles)


@mutant("DELETE-10")
def revives_sessions_when_the_user_signs_in(server: ReferenceServer) -> ReferenceServer:
    """Takes the deletion of a user's sessions back when the user opens another one."""
    keep = server.rules["SESSION-MANY-1"]

    def opens(visit: Visit) -> str:
        for session in visit.server.sessions.of(str(visit.token.claims.get("prn")) if visit.token else ""):
            session.deleted_at = None
        token: str = keep(visit)
        return token

    return server.replacing("SESSION-MANY-1", opens)


@mutant("DELETE-5")
def ends_every_session_with_an_unknown_one(server: ReferenceServer) -> ReferenceServer:
    """Ends every session where it is told to delete one that it does not know."""
    known, keep = server.rules["DELETE-8"], server.rules["SESSION-MANY-1"]
    opened: list[str] = []

    def opens(visit: Visit) -> str:
        opened.append(keep(visit))
        return opened[-1]

    def checks(visit: Visit) -> None:
        try:
            known(visit)
        except RefusalError:
            for session in filter(None, map(visit.server.sessions.find, opened)):
                session.deleted_at = session.deleted_at or visit.now
            raise

    return server.replacing("SESSION-MANY-1", opens).replacing("DELETE-8", checks)


@mutant("NONCE-LIFE-2")
def renews_nonces_that_a_refused_token_names(server: ReferenceServer) -> ReferenceServer:
    """Begins the ten minutes of a nonce anew with every token for it that is refused."""
    strict = server.rules["identity-token"]

    def renews(visit: Visit) -> None:
        try:
            strict(visit)
        except RefusalError:
            nonce: Nonce | None = visit.apply_rule("NONCE-ISSUED-2", visit.token) if visit.token else None
            if nonce is not None and not nonce.sessions and visit.now - nonce.issued_at <= 600:
                nonce.issued_at = visit.now
            raise

    return server.replacing("identity-token", renews)


@mutant("VERSION-1")
def deletes_before_it_looks_at_accept(server: ReferenceServer) -> ReferenceServer:
    """Deletes a session and then refuses the deletion for its Accept header."""
    deletes = server.adding(
        lambda visit: visit.apply_rule("DELETE-5"), to="DELETE /sessions/:token", before="VERSION-1"
    )
    return deletes.without("DELETE-7", on="DELETE /sessions/:token")
