"""The Link header of a new session, read by RFC 8288."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from conformance.evidence.exchange import Exchange, Received
from conformance.judging.expectations import describe, expect_answer
from conformance.judging.outcomes import Violation

_BLANKS = r"[ \t\r\n]*+"
#: One parameter: its name, and its value, quoted or bare (RFC 8288, Appendix B.3). A quote without an end ends with
#: the field.
_PARAMETER = (
    rf"""{_BLANKS};{_BLANKS}([^ \t\r\n=;,]*+){_BLANKS}(?:={_BLANKS}(?:"((?:[^"\\]++|\\.)*+)(?:"|\\?\Z)|([^;,]*+)))?"""
)
#: One link with its parameters, or what cannot be read, up to the next comma (Appendix B.2). No repetition gives back
#: what it has taken, so that the time for a field grows as its length does (docs/decisions/0012-link-header.md).
_LINK = re.compile(
    rf"[ \t\r\n,]*+(?:<([^>]*+)>((?:{re.sub(r'[(](?![?])', '(?:', _PARAMETER)})*+)|<.*+)?[^,]*+", re.DOTALL
)
_PARAMETERS = re.compile(_PARAMETER, re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_WORD = re.compile(r"[^ \t\r\n]+")


def relations_of(received: Received) -> dict[str, str]:
    """Return the targets of all Link fields by relation, in lower case; the first of a relation counts.

    A target that is not a URL (`http://[`) is left out.
    """
    targets: dict[str, str] = {}
    for field in received.header_values("Link"):
        for target, relations in _links_in(field):
            for relation in relations if _is_url(target) else ():
                targets.setdefault(relation.lower(), target)
    return targets


def _links_in(field: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the target and the relations of each link; of several `rel` the first counts (RFC 8288, 3.3)."""
    for link in _LINK.finditer(field):
        for name, quoted, bare in _PARAMETERS.findall(link[2] or ""):
            if name.lower() == "rel":
                yield link[1], _WORD.findall(_ESCAPED.sub(r"\1", quoted) or bare)
                break


def _is_url(target: str) -> bool:
    try:
        urlsplit(target)
    except ValueError:
        return False
    return True


def expect_link(exchange: Exchange, relation: str) -> str:
    """Return the target of `relation`."""
    expected = f"a Link with rel={relation}"
    received = expect_answer(exchange, expected)
    targets = relations_of(received)
    if relation not in targets:
        links = f"Link with {', '.join(sorted(targets))}" if targets else "no Link that can be read"
        raise Violation(expected, f"{describe(received)} and {links}", exchange)
    return targets[relation]


def expect_absolute_link(exchange: Exchange, relation: str) -> None:
    """Hold that the target of `relation` has a scheme and a host."""
    target = expect_link(exchange, relation)
    parts = urlsplit(target)
    if not (parts.scheme and parts.netloc):
        raise Violation(f"an absolute URL for rel={relation}", target or "an empty target", exchange)
