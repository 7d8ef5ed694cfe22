"""The life of an identity token: the provider decides when it ends, the server only enforces it."""

from __future__ import annotations

from conformance.reference.server.reading import PresentedToken
from conformance.reference.server.rules import rule
from conformance.reference.server.rules.identity_token import token_refusal
from conformance.reference.server.visit import Visit


def _seconds(token: PresentedToken, claim: str) -> float | None:
    value = token.claims.get(claim)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


@rule("TOKEN-EXP-1", "TOKEN-EXP-2", "TOKEN-EXP-3", "TOKEN-EXP-4", "NUMBER-1", "NUMBER-2", "AGE-1", "AGE-2")
def exp_has_not_passed(token: PresentedToken, visit: Visit) -> None:
    """TOKEN-EXP-1: an identity token is refused once its exp has passed; the very second of exp has not.

    TOKEN-EXP-2, TOKEN-EXP-3, TOKEN-EXP-4: until then it is accepted, however near or far exp is and old the token.

    NUMBER-1, NUMBER-2: however large or small the number is; AGE-1, AGE-2: and whatever iat says.
    """
    exp = _seconds(token, "exp")
    if exp is not None and visit.now > exp + visit.server.settings.exp_leeway:
        raise token_refusal("eit_expired", "exp has passed")


@rule("TOKEN-IAT-1", "NUMBER-4")
def iat_has_come(token: PresentedToken, visit: Visit) -> None:
    """TOKEN-IAT-1: an identity token from the future is refused; a little skew is not the future.

    NUMBER-4: however large iat is.
    """
    iat = _seconds(token, "iat")
    if iat is not None and iat > visit.now + visit.server.settings.iat_leeway:
        raise token_refusal("eit_not_before", "iat is still to come")
