"""Servers that do in two steps what should be one: right as long as one request comes after the other."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from conformance.protocol.errors import ErrorId
from conformance.reference.mutants.registry import mutant, mutant_of_table
from conformance.reference.mutants.server.departures import Change, FallenError
from conformance.reference.server import ReferenceServer, RefusalError, Visit
from conformance.reference.server.nonces import Nonce
from conformance.reference.server.sessions import Session

#: How long a mutant dawdles between two steps that should be one, in real seconds.
GAP = 0.02


@contextmanager
def _one_at_a_time(lock: threading.Lock) -> Iterator[None]:
    """Take a while for what is inside, and fall over whatever comes in the meantime."""
    if not lock.acquire(blocking=False):
        raise FallenError("locked")
    try:
        time.sleep(GAP)
        yield
    finally:
        lock.release()


def looking_before_spending(gap: float) -> Change:
    """Between looking whether a nonce is spent and spending it lie so many real seconds."""

    def spends(_: Visit, nonce: Nonce) -> bool:
        if nonce.sessions:
            return False
        time.sleep(gap)
        nonce.sessions += 1
        return True

    return lambda server: server.replacing("NONCE-RACE-1", spends)


@mutant("NONCE-RACE-1")
def looks_first_and_spends_later(server: ReferenceServer) -> ReferenceServer:
    """Looks whether a nonce is spent, and spends it twenty milliseconds later."""
    return looking_before_spending(GAP)(server)


@mutant("NONCE-RACE-1")
def falls_over_a_nonce_that_is_in_use(server: ReferenceServer) -> ReferenceServer:
    """Answers 500 to whoever comes while the nonce is locked by another request."""
    lock = threading.Lock()

    def spends(visit: Visit, nonce: Nonce) -> bool:
        with _one_at_a_time(lock):
            return visit.server.nonces.spend(nonce.value)

    return server.replacing("NONCE-RACE-1", spends)


@mutant("NONCE-RACE-1")
def refuses_all_that_come_at_once(server: ReferenceServer) -> ReferenceServer:
    """Opens no session at all where several requests for a nonce come at the same moment."""
    arrived: Counter[str] = Counter()

    def spends(_: Visit, nonce: Nonce) -> bool:
        arrived[nonce.value] += 1
        time.sleep(GAP)
        return arrived[nonce.value] == 1

    return server.replacing("NONCE-RACE-1", spends)


@mutant("NONCE-RACE-2")
def gives_who_ask_at_once_one_nonce(server: ReferenceServer) -> ReferenceServer:
    """Gives the nonce that is being made to whoever asks in the meantime."""
    makes, at_work = server.rules["NONCE-UNIQUE-1"], list[str]()

    def share_nonce(visit: Visit) -> str:
        if at_work:
            return at_work[0]
        nonce: str = makes(visit)
        at_work.append(nonce)
        time.sleep(GAP)
        at_work.clear()
        return nonce

    return server.replacing("NONCE-UNIQUE-1", share_nonce)


@mutant("NONCE-RACE-2")
def keeps_one_of_the_nonces_of_a_moment(server: ReferenceServer) -> ReferenceServer:
    """Reads all nonces, adds one, and writes them all back: what was added in the meantime is lost."""

    def keeps(visit: Visit, origin: str) -> str:
        store, known = visit.server.nonces, visit.server.nonces.all()
        added = Nonce(visit.apply_rule("NONCE-UNIQUE-1"), visit.now, origin)
        time.sleep(GAP)
        store.forget()
        for nonce in (*known, added):
            store.add(nonce)
        return added.value

    return server.replacing("NONCE-MANY-1", keeps)


@mutant("NONCE-RACE-2")
def makes_one_nonce_at_a_time(server: ReferenceServer) -> ReferenceServer:
    """Answers 500 to whoever asks for a nonce while one is being made."""
    makes, lock = server.rules["NONCE-UNIQUE-1"], threading.Lock()

    def fall_beside_another(visit: Visit) -> str:
        with _one_at_a_time(lock):
            nonce: str = makes(visit)
        return nonce

    return server.replacing("NONCE-UNIQUE-1", fall_beside_another)


@mutant("DELETE-RACE-1")
def makes_one_deletion_at_a_time(server: ReferenceServer) -> ReferenceServer:
    """Answers 500 to a deletion that comes while one is being made."""
    ends, lock = server.rules["DELETE-5"], threading.Lock()

    def ended(visit: Visit) -> None:
        with _one_at_a_time(lock):
            ends(visit)

    return server.replacing("DELETE-5", ended)


@mutant("DELETE-RACE-1")
def turns_the_mark_of_deleted_sessions_over(server: ReferenceServer) -> ReferenceServer:
    """Looks whether a session was deleted, and turns its mark over later: two deletions at once bring it back."""

    def turns(visit: Visit) -> None:
        session = visit.server.sessions.find(visit.argument)
        time.sleep(GAP)
        if session is not None:
            session.deleted_at = visit.now if session.deleted_at is None else None

    return server.replacing("DELETE-5", turns)


def _dawdling_over_uses(then: Callable[[Visit, Session], None]) -> Change:
    """Every use of a session that is good takes a while, after which `then` is done."""

    def change(server: ReferenceServer) -> ReferenceServer:
        strict = server.rules["DELETE-4"]

        def dawdling(visit: Visit) -> None:
            strict(visit)
            if visit.session is not None:
                time.sleep(GAP)
                then(visit, visit.session)

        return server.replacing("DELETE-4", dawdling)

    return change


def _writes_back(_: Visit, session: Session) -> None:
    session.deleted_at = None


def _falls_over(_: Visit, session: Session) -> None:
    if session.deleted_at is not None:
        raise FallenError("the session is gone")


def _gives_no_nonce(_: Visit, session: Session) -> None:
    if session.deleted_at is not None:
        raise RefusalError(ErrorId.AUTHENTICATION_REQUIRED, "The session token has just been deleted.")


for _name, _sentence, _then in (
    ("writes_sessions_back_after_use", "Writes a session back as it was before it was used.", _writes_back),
    ("falls_over_sessions_that_go_while_in_use", "Answers 500 where a session is deleted while it is used.",
     _falls_over),
    ("gives_no_nonce_where_a_session_goes_while_in_use",
     "Answers 401 without a nonce where a session is deleted while it is used.", _gives_no_nonce),
):  # fmt: skip
    mutant_of_table("DELETE-RACE-2", _name, _sentence, _dawdling_over_uses(_then))
