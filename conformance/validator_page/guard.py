"""Who may use the page: people at this machine, from the page itself and from no other page."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from conformance.validator_page.messages import PageError, PageRequest


def check_host(request: PageRequest) -> None:
    """Raise PageError for a request from another machine, or to a name that anybody may point at this one."""
    if not _is_loopback(request.peer):
        raise PageError(403, "The validator answers the machine that it runs on, and no other: tokens stay there.")
    if not _is_local_name(request.header("Host") or ""):
        raise PageError(403, "The validator is reached as localhost or 127.0.0.1, and by no other name.")


def check_origin(request: PageRequest) -> None:
    """Raise PageError for a request that another web page has made: browsers say which page it was."""
    own = f"http://{request.header('Host')}"
    if request.header("Origin") != own or request.header("Sec-Fetch-Site") not in (None, "same-origin"):
        raise PageError(403, "Only the validator's own page may ask for a check.")


def _is_loopback(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_loopback


def _is_local_name(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return name == "localhost" or _is_loopback(name)
