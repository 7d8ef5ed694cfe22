"""Clients that read Link badly, or follow it anywhere."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from conformance.reference.client.links import is_of_origin, link_to
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


def _of_the_same_host(client, _right, answer):
    """Follow Link to any port of Layer's host, as code does that compares names of hosts."""
    link = link_to("conversations", answer)
    is_near = link and urlsplit(link).hostname == urlsplit(client.layer_url).hostname
    return link if is_near else f"{client.layer_url}/conversations"


def _shows_itself_elsewhere(relation, show):
    """Ask another origin for what another Link leads to as well, as soon as the session is there."""

    def conversations_in(client, right, answer):
        link = link_to(relation, answer)
        if link and not is_of_origin(link, client.layer_url):
            address, headers = show(client, link)
            client.sender.send("GET", address, client.layer_headers(None) | headers)
        return right(answer)

    return conversations_in


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
    ("CLIENT-LINK-3", "compares_hosts_without_ports", "Takes its session to any port of Layer's host, where Link leads there.",
     dict(conversations_in=_of_the_same_host)),
    ("CLIENT-LINK-3", "shows_its_session_to_the_content", "Shows its session where Link has the content.",
     dict(conversations_in=_shows_itself_elsewhere("content", lambda client, link: (link, client.session_headers())))),
    ("CLIENT-LINK-3", "shows_its_session_in_the_address_of_a_websocket", "Puts its session token into the address that Link has for a WebSocket.",
     dict(conversations_in=_shows_itself_elsewhere("websocket", lambda client, link: (f"{link}?session_token={client.store.session_token}", {})))),
))  # fmt: skip
