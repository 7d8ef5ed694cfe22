"""Nonces: given to anyone, good for ten minutes, and for one session."""

from __future__ import annotations

import secrets

from conformance.protocol.errors import IDENTITY_TOKEN_REFUSED
from conformance.reference.server.messages import Answer
from conformance.reference.server.nonces import Nonce
from conformance.reference.server.reading import PresentedToken
from conformance.reference.server.refused import Refused
from conformance.reference.server.rulebook import piece
from conformance.reference.server.visit import Visit


def _refused(detail: str) -> Refused:
    return Refused.by(IDENTITY_TOKEN_REFUSED, f"eit_nonce_not_found: {detail}")


@piece("NONCE-1")
def gives_a_nonce(visit: Visit) -> Answer:
    """NONCE-1: a nonce is created on request: 201 and `{"nonce": "..."}`."""
    return Answer.of(201, {"nonce": visit.do("NONCE-MANY-1", "request")})


@piece("NONCE-UNIQUE-1", "NONCE-URLSAFE-1")
def makes_a_nonce(_: Visit) -> str:
    """NONCE-UNIQUE-1: no nonce is given twice; NONCE-URLSAFE-1: it can stand in a URL as it is.

    160 bits in hex, as in the documents' examples.
    """
    return secrets.token_hex(20)


@piece("NONCE-MANY-1", "NONCE-RACE-2")
def keeps_a_new_nonce(visit: Visit, origin: str) -> str:
    """NONCE-MANY-1: several nonces live side by side; a new one cancels none.

    NONCE-RACE-2: nor do two that are made at the same moment: each is random, and is added in one step.
    """
    value: str = visit.do("NONCE-UNIQUE-1")
    visit.server.nonces.add(Nonce(value, visit.now, origin))
    return value


@piece("NONCE-ISSUED-2")
def nonce_of(visit: Visit, token: PresentedToken) -> Nonce | None:
    """NONCE-ISSUED-2: nonces are compared byte for byte: an altered one is none of ours."""
    nce = token.claims.get("nce")
    return visit.server.nonces.find(nce) if isinstance(nce, str) else None


@piece("NONCE-ISSUED-1")
def nonce_was_given(token: PresentedToken, visit: Visit) -> None:
    """NONCE-ISSUED-1: a nonce that was never given is refused."""
    if isinstance(token.claims.get("nce"), str) and visit.do("NONCE-ISSUED-2", token) is None:
        raise _refused("Nonce not found")


@piece("NONCE-LIFE-2", "NONCE-LIFE-1")
def nonce_is_fresh(token: PresentedToken, visit: Visit) -> None:
    """NONCE-LIFE-2: a nonce is refused after ten minutes; NONCE-LIFE-1: until then it can be used."""
    nonce: Nonce | None = visit.do("NONCE-ISSUED-2", token)
    if nonce is not None and visit.now - nonce.given_at > visit.server.settings.nonce_lifetime:
        raise _refused("Nonce has expired")


@piece("NONCE-3", "NONCE-4", "CHALLENGE-3")
def nonce_is_unspent(token: PresentedToken, visit: Visit) -> None:
    """NONCE-3: a nonce that has opened a session opens no other; CHALLENGE-3: nor does that of a challenge.

    NONCE-4: it stays spent for as long as it is known.
    NONCE-BURN-1 (observed): this is the last check, so a refused attempt spends nothing.
    """
    nonce: Nonce | None = visit.do("NONCE-ISSUED-2", token)
    if nonce is not None and not visit.do("NONCE-RACE-1", nonce):
        raise _refused("Nonce has been used")


@piece("NONCE-RACE-1")
def spends_in_one_step(visit: Visit, nonce: Nonce) -> bool:
    """NONCE-RACE-1: of many attempts at the same moment, one spends the nonce."""
    return visit.server.nonces.spend(nonce.value)
