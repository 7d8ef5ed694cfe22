"""What some servers take, or do not, though no document shows it: reported, never judged."""

from __future__ import annotations

import re

from conformance.protocol.layer_id import AppId
from conformance.reference.server import ReferenceServer
from conformance.reference.server.settings import MINUTE
from conformance.reference.variations.registry import variation, variation_of_table

_UNQUOTED = re.compile(r"Layer\s+session-token=([^\s\"']+)")
_SINGULAR = re.compile(r"layer:///app/")

for _name, _sentence, _change in (
    ("takes_typ_jws", "Takes the typ JWS of older documents, too.", lambda server: server.without("TOKEN-TYP-4")),
    ("takes_other_spellings_of_accept", "Takes version=2, a version in quotes, and other media ranges after Layer's.",
     lambda server: server.without("VERSION-8")),
    ("lenient_about_iat", "Takes an iat that is up to five minutes ahead.",
     lambda server: server.with_settings(iat_leeway=5 * MINUTE)),
    ("lenient_about_exp", "Takes an identity token for ten seconds more, for clocks that differ.",
     lambda server: server.with_settings(exp_leeway=10)),
    ("strict_to_the_second", "Takes the very second of the end for past, of nonces and of tokens.",
     lambda server: server.with_settings(nonce_lifetime=10 * MINUTE - 0.5, exp_leeway=-0.5)),
    ("small_bodies", "Refuses bodies of more than 64 KiB unread.",
     lambda server: server.with_settings(body_limit=64 * 1024)),
    ("large_bodies", "Reads bodies of up to 64 MiB.",
     lambda server: server.with_settings(body_limit=64 * 1024 * 1024)),
    ("reads_critical_extensions", "Ignores a crit in the header.", lambda server: server.without("crit")),
    ("reads_stray_bits", "Reads base64url whose last character has stray bits.",
     lambda server: server.without("one-spelling")),
):  # fmt: skip
    variation_of_table(_name, _sentence, _change)


@variation
def takes_unquoted_session_tokens(server: ReferenceServer) -> ReferenceServer:
    """Takes a session token without quotes."""

    def unquoted(header: str) -> str | None:
        match = _UNQUOTED.fullmatch(header)
        return match.group(1) if match else None

    return server.adding(unquoted, to="session token")


@variation
def takes_singular_app_ids(server: ReferenceServer) -> ReferenceServer:
    """Takes layer:///app/ for layer:///apps/."""

    def singular(text: str) -> AppId | None:
        return AppId.parse(_SINGULAR.sub("layer:///apps/", text)) if _SINGULAR.match(text) else None

    return server.adding(singular, to="app id")
