"""Servers that let a nonce be used when its time is over, or twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Mapping

from conformance.reference.mutants.registry import mutant, mutant_of_table
from conformance.reference.mutants.server.departures import Change, Condition, overlooking
from conformance.reference.server import ReferenceServer, RefusalError, Visit
from conformance.reference.server.nonces import Nonce
from conformance.reference.server.reading import PresentedToken
from conformance.reference.server.rules.identity_token import token_refusal


def _nonce(visit: Visit) -> Nonce | None:
    nonce: Nonce | None = visit.apply_rule("NONCE-ISSUED-2", visit.token) if visit.token else None
    return nonce


def _age(visit: Visit) -> float:
    nonce = _nonce(visit)
    return visit.now - nonce.issued_at if nonce else 0.0


def _is_a_challenges(visit: Visit) -> bool:
    nonce = _nonce(visit)
    return nonce is not None and nonce.origin == "challenge"


def _living(seconds: float) -> Change:
    return lambda server: server.with_settings(nonce_lifetime=seconds)


def _dying(when: Condition) -> Change:
    """A nonce is refused as expired where `when` holds, however young it is."""

    def expired(_: PresentedToken, visit: Visit) -> None:
        if when(visit):
            raise token_refusal("eit_nonce_not_found", "Nonce has expired")

    return lambda server: server.adding(expired, to="identity token", before="NONCE-LIFE-2")


for _name, _sentence, _change in (
    ("forgets_nonces_at_once", "Gives nonces that have expired already.", _living(-1)),
    ("forgets_nonces_after_nine_minutes", "Lets nonces expire after nine minutes.", _living(540)),
    ("forgets_nonces_two_seconds_early", "Lets nonces expire two seconds before ten minutes are over.", _living(598)),
    ("forgets_nonces_of_challenges_early", "Lets the nonce of a challenge expire after five minutes.",
     _dying(lambda visit: _is_a_challenges(visit) and _age(visit) > 300)),
):  # fmt: skip
    mutant_of_table("NONCE-LIFE-1", _name, _sentence, _change)

for _name, _sentence, _change in (
    ("keeps_nonces_for_ever", "Never lets a nonce expire.", lambda server: server.without("NONCE-LIFE-2")),
    ("keeps_nonces_for_eleven_minutes", "Lets nonces expire after eleven minutes.", _living(660)),
    ("keeps_nonces_for_half_a_minute_more", "Lets nonces expire after ten and a half minutes.", _living(630)),
    ("keeps_nonces_of_challenges_for_ever", "Never lets the nonce of a challenge expire.",
     overlooking("NONCE-LIFE-2", _is_a_challenges)),
    ("takes_nonces_again_after_a_day", "Takes a nonce that is a day old for a new one.",
     overlooking("NONCE-LIFE-2", lambda visit: _age(visit) >= 86400)),
    ("expires_nonces_by_the_token", "Asks how old the token is, and not how old its nonce is.",
     lambda server: server.replacing("NONCE-LIFE-2", _token_is_fresh)),
):  # fmt: skip
    mutant_of_table("NONCE-LIFE-2", _name, _sentence, _change)


def _token_is_fresh(token: PresentedToken, visit: Visit) -> None:
    iat = token.claims.get("iat")
    if isinstance(iat, int) and visit.now - iat > visit.server.settings.nonce_lifetime:
        raise token_refusal("eit_nonce_not_found", "Nonce has expired")


@mutant("NONCE-3")
def never_spends_nonces(server: ReferenceServer) -> ReferenceServer:
    """Opens a session for every token that carries the nonce."""
    return server.without("NONCE-3")


@mutant("NONCE-3")
def opens_two_sessions_for_a_nonce(server: ReferenceServer) -> ReferenceServer:
    """Opens two sessions for a nonce, and not three."""
    return server.replacing("NONCE-RACE-1", lambda visit, nonce: visit.server.nonces.spend(nonce.value, sessions=2))


def _spending_by(part: Callable[[Visit], Hashable]) -> Change:
    """A nonce is spent for requests that are alike in `part` only."""

    def change(server: ReferenceServer) -> ReferenceServer:
        spent: set[Hashable] = set()
        lock = threading.Lock()

        def spends(visit: Visit, nonce: Nonce) -> bool:
            with lock:
                known = len(spent)
                spent.add((nonce.value, part(visit)))
                return len(spent) > known

        return server.replacing("NONCE-RACE-1", spends)

    return change


def _user(visit: Visit) -> Hashable:
    return visit.token.claims.get("prn") if visit.token else None


_PARTS: Mapping[str, tuple[str, str, Callable[[Visit], Hashable]]] = {
    "token": ("NONCE-3", "Remembers which tokens were used, and not which nonces.",
              lambda visit: visit.token.parts if visit.token else None),
    "user": ("NONCE-3", "Lets each user spend a nonce once.", _user),
    "version": ("NONCE-3", "Lets a nonce be spent once in each version.",
                lambda visit: visit.accept.version if visit.accept else None),
    "connection": ("NONCE-RACE-1", "Lets a nonce be spent once over each connection, as servers with several "
                   "workers do that do not speak to each other.", lambda visit: visit.request.connection),
}  # fmt: skip

for _part, (_requirement, _sentence, _key) in _PARTS.items():
    mutant_of_table(_requirement, f"spends_nonces_by_the_{_part}", _sentence, _spending_by(_key))


@mutant("NONCE-3")
def frees_the_nonce_when_its_session_is_deleted(server: ReferenceServer) -> ReferenceServer:
    """Lets a nonce be used again once the session that it opened was deleted."""
    opened, ended = server.rules["SESSION-MANY-1"], server.rules["DELETE-5"]
    nonces: dict[str, Nonce | None] = {}

    def opens(visit: Visit) -> str:
        token: str = opened(visit)
        nonces[token] = _nonce(visit)
        return token

    def ends(visit: Visit) -> None:
        ended(visit)
        nonce = nonces.get(visit.argument)
        if nonce is not None:
            nonce.sessions = 0

    return server.replacing("SESSION-MANY-1", opens).replacing("DELETE-5", ends)


@mutant("NONCE-3")
def frees_the_nonce_when_a_token_is_refused(server: ReferenceServer) -> ReferenceServer:
    """Takes the spending of a nonce back when another token for it is refused."""
    strict = server.rules["NONCE-3"]

    def forgiving(token: PresentedToken, visit: Visit) -> None:
        try:
            strict(token, visit)
        except RefusalError:
            nonce = _nonce(visit)
            if nonce is not None:
                nonce.sessions = 0
            raise

    return server.replacing("NONCE-3", forgiving)


def _forgetting_after(seconds: float) -> Change:
    """Spent nonces are remembered for so long."""

    def change(server: ReferenceServer) -> ReferenceServer:
        spent: dict[str, float] = {}
        lock = threading.Lock()

        def spends(visit: Visit, nonce: Nonce) -> bool:
            with lock:
                before = spent.get(nonce.value)
                if before is not None and visit.now - before <= seconds:
                    return False
                spent[nonce.value] = visit.now
                return True

        return server.replacing("NONCE-RACE-1", spends)

    return change


for _seconds, _time in ((60, "a_minute"), (240, "four_minutes")):
    mutant_of_table(
        "NONCE-4",
        f"forgets_spent_nonces_after_{_time}",
        f"Remembers for {_time.replace('_', ' ')} that a nonce was spent.",
        _forgetting_after(_seconds),
    )


@mutant("NONCE-4")
def renews_spent_nonces_when_they_expire(server: ReferenceServer) -> ReferenceServer:
    """Takes a spent nonce for a new one when its ten minutes are over."""
    strict = server.rules["NONCE-LIFE-2"]

    def renewing(token: PresentedToken, visit: Visit) -> None:
        nonce = _nonce(visit)
        if nonce is not None and nonce.sessions and _age(visit) > visit.server.settings.nonce_lifetime:
            nonce.sessions = 0
        else:
            strict(token, visit)

    return server.replacing("NONCE-LIFE-2", renewing)
