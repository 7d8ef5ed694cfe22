"""Nonces: issued to anyone, valid for ten minutes and for one session."""

from __future__ import annotations

import secrets

from conformance.protocol.errors import IDENTITY_TOKEN_REFUSED
from conformance.reference.messages import Answer
from conformance.reference.server.nonces import Nonce
from conformance.reference.server.reading import PresentedToken
from conformance.reference.server.refusal import RefusalError
from conformance.reference.server.rules import rule
from conformance.reference.server.visit import Visit


def _refusal(detail: str) -> RefusalError:
    return RefusalError.by(IDENTITY_TOKEN_REFUSED, f"eit_nonce_not_found: {detail}")


@rule("NONCE-1")
def gives_a_nonce(visit: Visit) -> Answer:
    """NONCE-1: a nonce is created on request: 201 and `{"nonce": "..."}`."""
    return Answer.of(201, {"nonce": visit.apply_rule("NONCE-MANY-1", "request")})


@rule("NONCE-UNIQUE-1", "NONCE-URLSAFE-1", "GUESS-1")
def makes_a_nonce(_: Visit) -> str:
    """NONCE-UNIQUE-1: no nonce is issued twice; NONCE-URLSAFE-1: it can stand in a URL as it is.

    160 bits in hex, as in the documents' examples.

    GUESS-1: all of them random.
    """
    return secrets.token_hex(20)


@rule("NONCE-MANY-1", "NONCE-RACE-2")
def keeps_a_new_nonce(visit: Visit, origin: str) -> str:
    """NONCE-MANY-1: several nonces live side by side; a new one cancels no other.

    NONCE-RACE-2: nor do two that are made at the same moment: each is random, and is added in one step.
    """
    value: str = visit.apply_rule("NONCE-UNIQUE-1")
    visit.server.nonces.add(Nonce(value, visit.now, origin))
    return value


@rule("NONCE-ISSUED-2", "SAME-NONCE-1")
def nonce_of(visit: Visit, token: PresentedToken) -> Nonce | None:
    """NONCE-ISSUED-2: nonces are compared byte for byte: an altered one is unknown.

    SAME-NONCE-1: so is one that is cut, longer, or in another spelling.
    """
    nce = token.claims.get("nce")
    return visit.server.nonces.find(nce) if isinstance(nce, str) else None


@rule("NONCE-ISSUED-1", "SAME-NONCE-2")
def nonce_is_known(token: PresentedToken, visit: Visit) -> None:
    """NONCE-ISSUED-1: a nonce that was never issued is refused.

    SAME-NONCE-2: nothing, or a word for it, was never issued either.
    """
    if isinstance(token.claims.get("nce"), str) and visit.apply_rule("NONCE-ISSUED-2", token) is None:
        raise _refusal("Nonce not found")


@rule("NONCE-LIFE-2", "NONCE-LIFE-1")
def nonce_is_fresh(token: PresentedToken, visit: Visit) -> None:
    """NONCE-LIFE-2: a nonce is refused after ten minutes; NONCE-LIFE-1: until then it can be used."""
    nonce: Nonce | None = visit.apply_rule("NONCE-ISSUED-2", token)
    if nonce is not None and visit.now - nonce.issued_at > visit.server.settings.nonce_lifetime:
        raise _refusal("Nonce has expired")


@rule("NONCE-3", "NONCE-4", "CHALLENGE-3", "MEMORY-1")
def nonce_is_unspent(token: PresentedToken, visit: Visit) -> None:
    """NONCE-3: a nonce that has opened a session opens no other; CHALLENGE-3: nor does that of a challenge.

    NONCE-4: it stays spent for as long as it is known.
    NONCE-BURN-1 (observed): this is the last check, so a refused attempt spends nothing.

    MEMORY-1: spent nonces, deleted sessions and checks do not depend on how many sign in.
    """
    nonce: Nonce | None = visit.apply_rule("NONCE-ISSUED-2", token)
    if nonce is not None and not visit.apply_rule("NONCE-RACE-1", nonce):
        raise _refusal("Nonce has been used")


@rule("NONCE-RACE-1")
def spends_in_one_step(visit: Visit, nonce: Nonce) -> bool:
    """NONCE-RACE-1: of many attempts at the same moment, one spends the nonce."""
    return visit.server.nonces.spend(nonce.value)
