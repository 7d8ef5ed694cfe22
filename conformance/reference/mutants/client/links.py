"""Clients that read Link badly, or follow it anywhere."""

from __future__ import annotations

import re

from conformance.reference.client.links import link_to
from conformance.reference.mutants.client.departures import register


def _by_splitting(client, _right, answer):
    """Read Link as an old SDK does: at commas and semicolons, with quotes as part of a relation."""
    for link in answer.headers.get("Link", "").split(","):
        address, _, parameters = link.strip().partition(";")
        if parameters.strip() == "rel=conversations":
            return address.strip()[1:-1]
    return None


def _by_pattern(client, _right, answer):
    found = re.search(r"<([^>]*)>; rel=conversations", answer.headers.get("Link", ""))
    return found.group(1) if found else None


def _the_first(client, _right, answer):
    found = re.search(r"<([^>]*)>", answer.headers.get("Link", ""))
    return found.group(1) if found else None


def _anywhere(client, _right, answer):
    return link_to("conversations", answer) or f"{client.layer_url}/conversations"


register((
    ("CLIENT-LINK-1", "follows_no_link", "Builds the address of conversations itself.",
     dict(conversations_in=lambda client, right, answer: f"{client.layer_url}/conversations")),
    ("CLIENT-LINK-1", "drops_the_query_of_a_link", "Drops the query of a Link.",
     dict(conversations_in=lambda client, right, answer: right(answer).partition("?")[0])),
    ("CLIENT-LINK-2", "splits_links", "Reads Link by splitting it at commas and semicolons.",
     dict(link_in=_by_splitting)),
    ("CLIENT-LINK-2", "finds_links_by_a_pattern", "Reads Link by a pattern that has one form only.",
     dict(link_in=_by_pattern)),
    ("CLIENT-LINK-2", "takes_the_first_link", "Takes the first Link, whatever its relation.",
     dict(link_in=_the_first)),
    ("CLIENT-LINK-3", "follows_links_anywhere", "Takes its session wherever Link leads.",
     dict(conversations_in=_anywhere)),
))  # fmt: skip
