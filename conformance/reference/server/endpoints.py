"""Which endpoints there are, and which checks a request to each of them passes, in order.

The order is ours: the documents do not say which error wins (SESSION-ORDER-1, docs/protocol.md#error-order).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

ACCEPT = (
    "VERSION-1", "VERSION-2", "VERSION-3", "VERSION-4", "VERSION-5", "VERSION-8", "VERSION-6",
)  # fmt: skip
SESSION_TOKEN = ("USE-5", "USE-3", "DELETE-4", "SESSION-LIFE-2")
PROTECTED = (*ACCEPT, "USE-4", *SESSION_TOKEN)

#: Checks of a request by endpoint, `GET` standing for `HEAD` too.
CHECKS: Mapping[str, tuple[str, ...]] = {
    "POST /nonces": ACCEPT,
    "POST /sessions": (
        *ACCEPT, "TOKEN-SIZE-1", "SESSION-BODY-1", "SESSION-FIELD-1",
        "SESSION-APP-3", "SESSION-APP-2", "SESSION-APP-1",
        "TOKEN-TYPE-1", "TOKEN-EMPTY-1", "identity-token",
    ),
    "DELETE /sessions/:token": (*ACCEPT, "DELETE-8", "DELETE-7"),
    "GET /": SESSION_TOKEN,
    "GET /ping": (),
    "GET /conversations": PROTECTED,
    "GET /content": PROTECTED,
    "GET /messages/:id": PROTECTED,
    "GET /identities/:id": PROTECTED,
}  # fmt: skip

#: Checks of an identity token. The nonce is spent by the last one, when nothing else can fail.
IDENTITY_TOKEN = (
    "TOKEN-PARTS-1", "TOKEN-BASE64-1", "TOKEN-BASE64-2", "TOKEN-BASE64-3", "one-spelling", "TOKEN-JSON-1",
    "TOKEN-TYP-1", "TOKEN-TYP-2", "TOKEN-TYP-3", "TOKEN-TYP-4",
    "TOKEN-ALG-1", "TOKEN-ALG-2", "TOKEN-ALG-3", "TOKEN-ALG-4", "TOKEN-ALG-5",
    "TOKEN-CTY-1", "TOKEN-CTY-2", "TOKEN-CTY-3", "crit",
    "TOKEN-KID-1", "TOKEN-KID-2", "TOKEN-KID-4", "TOKEN-KID-3", "KEY-DISABLED-1", "KEY-DELETED-1",
    "TOKEN-SIG-3", "TOKEN-SIG-1",
    "CLAIM-ISS-1", "CLAIM-ISS-2", "CLAIM-PRN-1", "CLAIM-PRN-2", "CLAIM-NCE-1", "CLAIM-NCE-2",
    "CLAIM-IAT-1", "CLAIM-IAT-2", "CLAIM-IAT-3", "CLAIM-EXP-1", "CLAIM-EXP-2", "CLAIM-EXP-3",
    "CLAIM-ISS-3", "key-of-provider", "PROVIDER-BOUND-1",
    "TOKEN-EXP-1", "TOKEN-IAT-1", "USER-SUSPENDED-1",
    "NONCE-ISSUED-1", "NONCE-LIFE-2", "NONCE-3",
)  # fmt: skip

#: The rule that answers where nothing was refused.
ANSWERS: Mapping[str, str] = {
    "POST /nonces": "NONCE-1",
    "POST /sessions": "SESSION-1",
    "DELETE /sessions/:token": "DELETE-1",
    "GET /": "root",
    "GET /ping": "ping",
    "GET /conversations": "list",
    "GET /content": "list",
    "GET /messages/:id": "message",
    "GET /identities/:id": "identity",
}

#: What is done to a good answer afterwards, by endpoint.
DRESSING: Mapping[str, tuple[str, ...]] = {
    "POST /nonces": ("NONCE-TYPE-1",),
    "POST /sessions": ("SESSION-TYPE-1", "SESSION-LINK-1"),
    "DELETE /sessions/:token": ("DELETE-2",),
    "GET /": ("labelled",),
    "GET /ping": (),
    "GET /conversations": ("labelled",),
    "GET /content": ("labelled",),
    "GET /messages/:id": ("labelled",),
    "GET /identities/:id": ("labelled",),
}

#: Every table of the rulebook; a mutant names the one that it changes.
TABLES: Mapping[str, tuple[str, ...]] = {
    **CHECKS,
    **{f"{endpoint} answer": rules for endpoint, rules in DRESSING.items()},
    "identity token": IDENTITY_TOKEN,
    "app id": ("SESSION-APP-4", "SESSION-APP-5"),
    "session token": ("USE-1", "USE-2"),
    "error": ("ERROR-ID-1", "ERROR-CODE-1", "ERROR-MESSAGE-1", "ERROR-URL-1", "ERROR-DATA-1"),
    "error answer": ("ERROR-TYPE-1",),
    "every answer": ("web-client", "date"),
}

#: Requirements that are kept by leaving something alone, and where: there is no function to take away.
KEPT_BY_SILENCE: Mapping[str, str] = {
    "NONCE-AUTH-1": "POST /nonces has no check of Authorization",
    "NONCE-AUTH-2": "POST /nonces has no check of Authorization",
    "NONCE-BODY-1": "POST /nonces has no check of its body",
    "NONCE-BODY-2": "POST /nonces has no check of its body",
    "NONCE-QUERY-1": "the route is found by the path alone",
    "SESSION-AUTH-1": "POST /sessions has no check of Authorization",
    "SESSION-AUTH-2": "POST /sessions has no check of Authorization",
    "SESSION-ELSEWHERE-1": "no rule asks over which connection a request came",
    "SPELL-1": "JSON is parsed by a library, and verified as it came",
    "SPELL-2": "JSON is parsed by a library, and verified as it came",
    "SPELL-3": "members are looked up by name",
    "SPELL-4": "the body is parsed by a library",
    "ODD-1": "whatever fails inside is caught, and nothing fails: every value is read as far as it can be",
    "CLAIM-PRN-3": "no check looks into prn, which is an opaque string",
    "CLAIM-PRN-4": "no check looks into prn, which is an opaque string",
    "CLAIM-OPTIONAL-1": "no check looks at the optional claims",
    "CLAIM-UNKNOWN-1": "no check looks at a claim that it does not know",
    "DELETE-3": "DELETE /sessions/:token has no check of Authorization",
    "DELETE-9": "DELETE /sessions/:token has no check of Authorization",
}


@dataclass(frozen=True)
class Route:
    """Where a request leads; `endpoint` is empty where that is nowhere, `allowed` for an unknown path."""

    endpoint: str = ""
    argument: str = ""
    allowed: tuple[str, ...] = ()


def route(method: str, path: str) -> Route:
    """Find the endpoint of a request; the query plays no part, and a segment is percent-decoded."""
    segments = _path_of(path).split("/")
    matches = {}
    for endpoint in CHECKS:
        verb, _, pattern = endpoint.partition(" ")
        argument = _argument(pattern.split("/"), segments)
        if argument is not None:
            matches[verb] = (endpoint, argument)
    allowed = tuple(verb for match in matches for verb in (("GET", "HEAD") if match == "GET" else (match,)))
    endpoint, argument = matches.get("GET" if method == "HEAD" else method, ("", ""))
    return Route(endpoint, argument, allowed)


def _path_of(target: str) -> str:
    """Return the path of a request target in its origin or absolute form."""
    if target.startswith("/"):
        return target.partition("?")[0].partition("#")[0]
    try:
        return urlsplit(target).path or "/"
    except ValueError:
        return ""


def _argument(pattern: list[str], segments: list[str]) -> str | None:
    """Return what stands in place of the pattern's variable ("" without a variable), or None for no match."""
    if len(pattern) != len(segments):
        return None
    argument = ""
    for expected, segment in zip(pattern, segments, strict=True):
        if expected.startswith(":") and segment:
            argument = unquote(segment)
        elif expected != segment:
            return None
    return argument
