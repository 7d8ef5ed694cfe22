"""A login that comes before the request for a token, and where its answer has what that request carries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from conformance.targets.headers import FIELD_VALUE
from conformance.targets.provider_request import RequestTemplate, TokenLocation


@dataclass(frozen=True)
class LoginPlace:
    """Where an answer has what {login} becomes: one of a place in its JSON, a header, and a cookie that it sets."""

    value: TokenLocation | None = None
    header: str | None = None
    cookie: str | None = None

    def __str__(self) -> str:
        """Return the place in the words of a finding."""
        if self.header is not None:
            return f"the header {self.header}"
        return f"the cookie {self.cookie}" if self.cookie is not None else str(self.value)

    def find(self, headers: Sequence[tuple[str, str]], body: bytes) -> str | None:
        """Return what stands there, or None where nothing does that a request can carry in any place."""
        found = self._look_up(headers, body)
        text = str(found) if isinstance(found, int) and not isinstance(found, bool) else found
        return text if isinstance(text, str) and FIELD_VALUE.fullmatch(text) else None

    def _look_up(self, headers: Sequence[tuple[str, str]], body: bytes) -> object:
        if self.value is not None:
            return self.value.find(body)
        if self.header is not None:
            return next((text for name, text in headers if name.lower() == self.header.lower()), None)
        set_by = [text for name, text in headers if name.lower() == "set-cookie"]
        return next((text for each in set_by for name, text in _cookies(each) if name == self.cookie), None)


def _cookies(field: str) -> list[tuple[str, str]]:
    """Return the name and the value that a Set-Cookie field has, the value as it has to be sent again."""
    try:
        return [(name, morsel.coded_value) for name, morsel in SimpleCookie(field).items()]
    except CookieError:
        return []


@dataclass(frozen=True)
class LoginRequest:
    """The request that comes first: where it goes, in which words, and where its answer has what it is for."""

    url: str
    request: RequestTemplate
    place: LoginPlace
