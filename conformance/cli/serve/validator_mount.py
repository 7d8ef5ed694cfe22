"""The token validator's page beside the reference actors of `layer-conformance serve`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from conformance.clock import Clock
from conformance.reference.server import Answer, Request
from conformance.validator_page import HOME, PATHS, PageRequest, respond


def page_mounts(clock: Clock) -> Mapping[str, Callable[[Request], Answer]]:
    """Return what answers each of the page's paths, by `clock`."""

    def answer(request: Request) -> Answer:
        peer = request.connection.rpartition(":")[0]  # the transport says address:port
        answered = respond(PageRequest(request.method, request.path, request.header, request.body, peer), clock.now)
        return Answer(answered.status, answered.headers, answered.body)

    return dict.fromkeys(PATHS, answer)


def page_url(base_url: str) -> str | None:
    """Return where a browser on this machine finds the page of a server at `base_url`, or None where it does not."""
    parts = urlsplit(base_url)
    try:
        address = ip_address(parts.hostname or "")
    except ValueError:
        return f"{base_url}{HOME}" if parts.hostname == "localhost" else None
    if address.is_unspecified:
        return f"{parts.scheme}://localhost:{parts.port}{HOME}"
    return f"{base_url}{HOME}" if address.is_loopback else None
