"""The Link header of a new session, read by RFC 8288."""

from __future__ import annotations

from urllib.parse import urlsplit

import weblinking

from conformance.evidence.exchange import Exchange, Received
from conformance.judging.expectations import describe, status_line
from conformance.judging.outcomes import Violation

#: The relations that the documents name (Client API 1.0 and 2.0).
RELATIONS = ("conversations", "content", "websocket")


def relations_of(received: Received) -> dict[str, str]:
    """Return the targets of all Link fields by relation, in lower case; the first of a relation counts.

    A target that is no URL (`http://[`) leads nowhere and is left out.
    """
    found: dict[str, str] = {}
    for link in weblinking.parse(received.header_values("Link")):
        for relation in link.rels if _is_url(link.uri) else ():
            found.setdefault(relation.lower(), link.uri)
    return found


def _is_url(target: str) -> bool:
    try:
        urlsplit(target)
    except ValueError:
        return False
    return True


def expect_link(exchange: Exchange, relation: str) -> str:
    """Return the target of `relation`."""
    expected = f"a Link with rel={relation}"
    received = status_line(exchange, expected)
    found = relations_of(received)
    if relation not in found:
        links = f"Link with {', '.join(sorted(found))}" if found else "no Link that can be read"
        raise Violation(expected, f"{describe(received)} and {links}", exchange)
    return found[relation]


def expect_absolute_link(exchange: Exchange, relation: str) -> None:
    """Hold that the target of `relation` has a scheme and a host."""
    target = expect_link(exchange, relation)
    parts = urlsplit(target)
    if not (parts.scheme and parts.netloc):
        raise Violation(f"an absolute URL for rel={relation}", target or "an empty target", exchange)
