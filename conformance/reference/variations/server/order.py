"""Checks in another order: no document says which error wins, nor when a nonce is spent.

See docs/protocol.md#error-order and docs/protocol.md#nonce-burn.
"""

from __future__ import annotations

from conformance.reference.rulebook import Rule
from conformance.reference.server import ReferenceServer, RefusalError, Visit
from conformance.reference.variations.registry import variation, variation_of_table

_TOKEN = "identity token"  # noqa: S105 - the name of a table
_SESSIONS = "POST /sessions"


def _reordered(server: ReferenceServer, on: str, before: str | None, *names: str) -> ReferenceServer:
    for name in names:
        server = server.moving(name, on=on, before=before)
    return server


for _name, _sentence, _change in (
    ("nonce_before_signature", "Asks whether the nonce was given and is alive before it looks at the signature.",
     lambda server: _reordered(server, _TOKEN, "TOKEN-SIG-3", "NONCE-ISSUED-1", "NONCE-LIFE-2")),
    ("claims_before_header", "Looks at the times before it looks at the header.",
     lambda server: _reordered(server, _TOKEN, "TOKEN-TYP-1", "TOKEN-EXP-1", "TOKEN-IAT-1")),
    ("signature_last", "Verifies the signature when all else is right.",
     lambda server: _reordered(server, _TOKEN, "NONCE-ISSUED-1", "TOKEN-SIG-3", "TOKEN-SIG-1")),
    ("provider_before_key", "Asks for the provider before it looks for the key.",
     lambda server: _reordered(server, _TOKEN, "TOKEN-KID-1", "CLAIM-ISS-1", "CLAIM-ISS-2", "CLAIM-ISS-3")),
    ("version_after_body", "Looks at the body before it looks at the version.",
     lambda server: _reordered(server, _SESSIONS, "SESSION-APP-3", "VERSION-1", "VERSION-2", "VERSION-3", "VERSION-4",
                           "VERSION-5", "VERSION-8", "VERSION-6")),
    ("session_before_version", "Looks at the session token before it looks at the version.",
     lambda server: _reordered(server, "GET /conversations", "VERSION-1", "USE-4", "USE-5", "USE-3", "DELETE-4",
                           "SESSION-LIFE-2")),
    ("deletes_before_version", "Asks for the session before it looks at the version.",
     lambda server: _reordered(server, "DELETE /sessions/:token", "VERSION-1", "DELETE-8", "DELETE-7")),
):  # fmt: skip
    variation_of_table(_name, _sentence, _change)


@variation
def app_id_last(server: ReferenceServer) -> ReferenceServer:
    """Looks at the app id when the identity token is right, and then whether its provider is the app's."""
    bound = server.rules["PROVIDER-BOUND-1"]

    def is_bound(visit: Visit) -> None:
        if visit.token is not None:
            bound(visit.token, visit)

    reordered = _reordered(server, _SESSIONS, None, "SESSION-APP-3", "SESSION-APP-2", "SESSION-APP-1")
    return reordered.without("PROVIDER-BOUND-1").adding(is_bound, to=_SESSIONS)


def _burning(check: Rule) -> Rule:
    def burns(visit: Visit) -> None:
        try:
            check(visit)
        except RefusalError:
            _spend(visit)
            raise

    return burns


def _spend(visit: Visit) -> None:
    nce = visit.token.claims.get("nce") if visit.token else None
    if isinstance(nce, str):
        visit.server.nonces.spend(nce)


@variation
def burns_nonces(server: ReferenceServer) -> ReferenceServer:
    """Spends the nonce of a token that it refuses."""
    return server.replacing("identity-token", _burning(server.rules["identity-token"]))


@variation
def burns_nonces_that_a_right_signature_names(server: ReferenceServer) -> ReferenceServer:
    """Spends the nonce as soon as the signature is verified, whatever is refused afterwards."""
    return server.moving("NONCE-3", on=_TOKEN, before="CLAIM-ISS-1")
