"""How the identity token is judged: every check of the table, in order."""

from __future__ import annotations

from conformance.protocol.errors import IDENTITY_TOKEN_REFUSED
from conformance.reference.server.refused import Refused
from conformance.reference.server.rulebook import piece
from conformance.reference.server.visit import Visit


def refused(cause: str, detail: str) -> Refused:
    """Return the one refusal of identity tokens; `cause` is the documents' own `eit_*` name."""
    return Refused.by(IDENTITY_TOKEN_REFUSED, f"Invalid identity token: {cause}: {detail}")


@piece("identity-token")
def token_is_right(visit: Visit) -> None:
    """Put the identity token through the checks of the table `identity token`."""
    if visit.token is not None:
        for check in visit.server.rules.table("identity token"):
            check(visit.token, visit)
