"""Reading a Link (RFC 8288), and telling one origin from another."""

from __future__ import annotations

from urllib.parse import urlsplit

import requests
import weblinking


def link_to(relation: str, answer: requests.Response) -> str | None:
    """CLIENT-LINK-2: return where Link leads by a relation, in any form that RFC 8288 allows; None for nowhere."""
    fields = answer.headers.get("Link")
    for link in weblinking.parse([fields] if fields else []):
        if relation in (each.lower() for each in link.rels):
            return str(link.uri)
    return None


def is_of_origin(url: str, origin: str) -> bool:
    """Whether a URL has the scheme, host and port of another."""
    asked, own = urlsplit(url), urlsplit(origin)
    return (asked.scheme, asked.netloc) == (own.scheme, own.netloc)
