"""Servers whose challenge brings a nonce that is of no use, or of too much."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable, Mapping

from conformance.reference.mutants.registry import mutant, mutant_of_table
from conformance.reference.mutants.server.departures import Change, overlooking
from conformance.reference.server import ReferenceServer, Visit
from conformance.reference.server.nonces import Nonce
from conformance.reference.server.reading import PresentedToken


def _repeating(occasion: Callable[[Visit], Hashable]) -> Change:
    """Challenges on one occasion bring one nonce."""

    def change(server: ReferenceServer) -> ReferenceServer:
        fresh = server.rules["CHALLENGE-1"]
        nonces: dict[Hashable, str] = {}

        def again(visit: Visit) -> str:
            nonce = nonces.setdefault(occasion(visit), "") or str(fresh(visit))
            nonces[occasion(visit)] = nonce
            return nonce

        return server.replacing("CHALLENGE-1", again)

    return change


_OCCASIONS: Mapping[str, tuple[str, Callable[[Visit], Hashable]]] = {
    "everyone": ("to everyone", lambda _: None),
    "one_session_token": ("to one session token", lambda visit: visit.session_token),
    "one_minute": ("within a minute", lambda visit: visit.now // 60),
}

for _occasion, (_words, _key) in _OCCASIONS.items():
    mutant_of_table(
        "CHALLENGE-1",
        f"repeats_the_nonce_of_challenges_to_{_occasion}" if "to" in _words else f"repeats_the_nonce_for_{_occasion}",
        f"Repeats the nonce of its challenges {_words}.",
        _repeating(_key),
    )


def _after(change_nonce: Callable[[Visit, Nonce], None]) -> Change:
    """The nonce of a challenge is changed before it is sent."""

    def change(server: ReferenceServer) -> ReferenceServer:
        fresh = server.rules["CHALLENGE-1"]

        def changed(visit: Visit) -> str:
            value: str = fresh(visit)
            nonce = visit.server.nonces.find(value)
            if nonce is not None:
                change_nonce(visit, nonce)
            return value

        return server.replacing("CHALLENGE-1", changed)

    return change


def _expire(visit: Visit, nonce: Nonce) -> None:
    nonce.issued_at = visit.now - 3600


def _spend(_: Visit, nonce: Nonce) -> None:
    nonce.sessions = 1


def _expire_for_strangers(visit: Visit, nonce: Nonce) -> None:
    if visit.session is None:
        _expire(visit, nonce)


def _expire_for_leavers(visit: Visit, nonce: Nonce) -> None:
    if visit.session is not None:
        _expire(visit, nonce)


for _name, _sentence, _change in (
    ("challenges_with_an_invented_nonce", "Sends a nonce with its challenge that it does not remember.",
     lambda server: server.replacing("CHALLENGE-1", lambda _: secrets.token_hex(20))),
    ("challenges_with_an_expired_nonce", "Sends a nonce with its challenge that has expired.", _after(_expire)),
    ("challenges_strangers_with_an_expired_nonce", "Sends a dead nonce to session tokens that it never gave.",
     _after(_expire_for_strangers)),
    ("challenges_deleted_sessions_with_an_expired_nonce", "Sends a dead nonce to session tokens that were deleted.",
     _after(_expire_for_leavers)),
):  # fmt: skip
    mutant_of_table("CHALLENGE-2", _name, _sentence, _change)


def _is_a_challenges(visit: Visit) -> bool:
    nonce: Nonce | None = visit.apply_rule("NONCE-ISSUED-2", visit.token) if visit.token else None
    return nonce is not None and nonce.origin == "challenge"


@mutant("CHALLENGE-3")
def never_spends_the_nonces_of_challenges(server: ReferenceServer) -> ReferenceServer:
    """Opens any number of sessions for the nonce of a challenge."""
    return overlooking("NONCE-3", _is_a_challenges)(server)


@mutant("CHALLENGE-3")
def opens_two_sessions_for_the_nonce_of_a_challenge(server: ReferenceServer) -> ReferenceServer:
    """Opens two sessions for the nonce of a challenge, and one for any other."""

    def spends(visit: Visit, nonce: Nonce) -> bool:
        return visit.server.nonces.spend(nonce.value, sessions=2 if nonce.origin == "challenge" else 1)

    return server.replacing("NONCE-RACE-1", spends)


@mutant("CHALLENGE-3")
def takes_any_token_for_the_nonce_of_a_challenge_again(server: ReferenceServer) -> ReferenceServer:
    """Remembers of the nonce of a challenge which tokens came for it, and not that it was used."""
    strict = server.rules["NONCE-3"]
    seen: set[tuple[str, ...]] = set()

    def lenient(token: PresentedToken, visit: Visit) -> None:
        if not _is_a_challenges(visit) or token.parts in seen:
            strict(token, visit)
        seen.add(token.parts)

    return server.replacing("NONCE-3", lenient)
