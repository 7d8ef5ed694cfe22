"""Cookies of a run: Layer has none, and a balancer in front of a server may find its node by one."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from conformance.evidence.exchange import Received


class CookieJar:
    """The cookies that each host has set, by their names; path and age say nothing to a run of an hour.

    `is_offered_any` tells whether a target has set one, kept or not.
    """

    def __init__(self) -> None:
        self.is_offered_any = False
        self._cookies: dict[str, dict[str, str]] = {}

    def keep(self, url: str, received: Received) -> None:
        """Keep what an answer sets."""
        for value in received.header_values("Set-Cookie"):
            self.is_offered_any = True
            try:
                parsed = SimpleCookie(value)
            except CookieError:
                continue
            of_host = self._cookies.setdefault(urlsplit(url).netloc, {})
            of_host.update({name: morsel.coded_value for name, morsel in parsed.items()})

    def header(self, url: str) -> dict[str, str]:
        """Return the header that gives a host its cookies back; none where it has set none."""
        of_host = self._cookies.get(urlsplit(url).netloc)
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in of_host.items())} if of_host else {}
