"""The claims of a token: who vouches for whom, for which nonce, and for how long."""

from __future__ import annotations

from conformance.reference.provider.rules import rule
from conformance.reference.provider.visit import TokenVisit


@rule("ISSUE-ISS-1")
def iss(visit: TokenVisit) -> dict[str, object]:
    """ISSUE-ISS-1: iss is the provider's id."""
    return {"iss": visit.provider.credentials.provider_id}


@rule("ISSUE-PRN-1")
def prn(visit: TokenVisit) -> dict[str, object]:
    """ISSUE-PRN-1: prn is the user who has signed in."""
    return {"prn": visit.user}


@rule("LIFETIME-IAT-1", "LIFETIME-IAT-2", "ISSUE-IAT-1")
def iat(visit: TokenVisit) -> dict[str, object]:
    """LIFETIME-IAT-1: iat does not lie ahead of the time at which the token is made; LIFETIME-IAT-2: nor behind it.

    ISSUE-IAT-1: in whole seconds.
    """
    return {"iat": int(visit.now)}


@rule("LIFETIME-EXP-2", "LIFETIME-EXP-1", "LIFETIME-EXP-3", "ISSUE-EXP-1")
def exp(visit: TokenVisit) -> dict[str, object]:
    """LIFETIME-EXP-2: exp is thirty seconds ahead or more; LIFETIME-EXP-3: ten minutes or less.

    LIFETIME-EXP-1: so it is still to come, and after iat. ISSUE-EXP-1: in whole seconds.
    """
    return {"exp": int(visit.now) + visit.provider.settings.token_lifetime}


@rule("ISSUE-NCE-1")
def nce(visit: TokenVisit) -> dict[str, object]:
    """ISSUE-NCE-1: nce is the nonce, byte for byte."""
    return {"nce": visit.nonce}


@rule("ISSUE-OPTIONAL-2", "ISSUE-OPTIONAL-1")
def optional_claims(visit: TokenVisit) -> dict[str, object]:
    """ISSUE-OPTIONAL-2: the token has what is known of the user; ISSUE-OPTIONAL-1: as strings."""
    return dict(visit.account.claims) if visit.account else {}
