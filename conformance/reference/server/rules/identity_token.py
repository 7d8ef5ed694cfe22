"""How the identity token is judged: every check of the table, in order."""

from __future__ import annotations

from conformance.protocol.errors import IDENTITY_TOKEN_REFUSED
from conformance.reference.server.refusal import RefusalError
from conformance.reference.server.rules import rule
from conformance.reference.server.visit import Visit


def token_refusal(cause: str, detail: str) -> RefusalError:
    """Return the one refusal of identity tokens; `cause` is the documents' own `eit_*` name."""
    return RefusalError.by(IDENTITY_TOKEN_REFUSED, f"Invalid identity token: {cause}: {detail}")


@rule("identity-token")
def token_is_right(visit: Visit) -> None:
    """Put the identity token through the checks of the table `identity token`."""
    if visit.token is not None:
        for check in visit.server.rules.table("identity token"):
            check(visit.token, visit)
