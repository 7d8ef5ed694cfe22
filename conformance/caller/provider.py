"""Asking a provider for identity tokens, in the words of its target file."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from conformance.caller.http.connection import Connection
from conformance.evidence.exchange import Exchange, Sent
from conformance.evidence.transcript import Transcript
from conformance.targets import LoginTemplate, ProviderTarget, RequestTemplate, Template, Value

#: The type of a body, by the encoding of its fields; those of a query have none.
_CONTENT_TYPES = {"json": "application/json", "form": "application/x-www-form-urlencoded"}
#: What may be a token, right or wrong, a JWS or not: an error page or a message in its place has to stay readable.
_TOKEN_LIKE = re.compile(r"[\w+/=-]+(?:\.[\w+/=-]*)+|(?=.*[0-9])[!-~]{16,}", re.ASCII)


@dataclass(frozen=True)
class TokenRequest:
    """One request for a token, before it takes the form that the target file gives it.

    Whatever names a placeholder of `without` is left out, a field as well as a header. `method` and `body` stand
    in for those of the target file; the fields of a GET go into its query. `login_value` is what the answer to the
    login before it has given; None where that login has still to be made.
    """

    login: LoginTemplate
    nonce: str
    app_id: str
    without: frozenset[str] = frozenset()
    method: str | None = None
    body: bytes | None = field(default=None, repr=False)
    login_value: str | None = field(default=None, repr=False)

    @property
    def values(self) -> Mapping[str, str]:
        """What the placeholders become."""
        login = self.login
        return {
            "user": login.id,
            "password": login.password,
            "basic": login.basic,
            "nonce": self.nonce,
            "app_id": self.app_id,
            "login": self.login_value or "",
        }


class ProviderCaller:
    """Asks one provider for tokens and keeps the exchanges of one scenario."""

    def __init__(self, target: ProviderTarget, connection: Connection, transcript: Transcript) -> None:
        self.target = target
        self.transcript = transcript
        self._connection = connection

    def right_request(self, nonce: str | None = None, login: LoginTemplate | None = None) -> TokenRequest:
        """Return a right request: for a fresh nonce or `nonce`, by the first user of the target file or by `login`."""
        app_id = self.target.credentials.app_id
        return TokenRequest(login or self.target.users[0], nonce or secrets.token_hex(20), app_id)

    def request_token(self, token_request: TokenRequest) -> Exchange:
        """Log in where the target file says so, send the request, and keep the exchanges; return the last.

        Where a login is not answered nothing follows it; where its answer gives nothing, what would carry that is left
        out.
        """
        if self.target.login is not None and token_request.login_value is None:
            answer = self.log_in(token_request)
            if answer.received is None:
                return answer
            token_request = self._after(answer, token_request)
        exchange = self._send(self.target.url, self.target.request, token_request)
        token = self.token_in(exchange)
        if isinstance(token, str) and _TOKEN_LIKE.fullmatch(token):
            self.transcript.redactor.learn("identity token", token)
        return exchange

    def with_login(self, token_request: TokenRequest) -> TokenRequest:
        """Return a request whose login is made already, where there is one: for requests at the same moment."""
        if self.target.login is None:
            return token_request
        answer = self.log_in(token_request)
        return token_request if answer.received is None else self._after(answer, token_request)

    def _after(self, answer: Exchange, token_request: TokenRequest) -> TokenRequest:
        value = self.login_value_in(answer)
        left_out = token_request.without if value is not None else token_request.without | {"login"}
        return replace(token_request, login_value=value or "", without=left_out)

    def log_in(self, token_request: TokenRequest) -> Exchange:
        """Send the login that comes before a request, and keep the exchange; what it gives is never shown."""
        login = self.target.login
        assert login is not None  # noqa: S101 - for the type checker: only where there is one
        exchange = self._send(login.url, login.request, replace(token_request, method=None, body=None))
        if value := self.login_value_in(exchange):
            self.transcript.redactor.learn("password", value)
        return exchange

    def login_value_in(self, exchange: Exchange) -> str | None:
        """Return what stands in the place of an answer that {login} is taken from; None where nothing does."""
        login, received = self.target.login, exchange.received
        if login is None or received is None or received.status >= 400:
            return None
        return login.place.find(received.headers, received.body)

    def _send(self, url: str, request: RequestTemplate, token_request: TokenRequest) -> Exchange:
        method = token_request.method or request.method
        encoding = "query" if method == "GET" else request.encoding
        address, body = _addressed(url, _filled(request.fields, token_request), encoding)
        headers = _headers(request, token_request, encoding)
        self.transcript.prepare(Sent(method, address, tuple(headers.items()), token_request.body or body))
        exchange = self._connection.send(method, address, headers, token_request.body or body)
        self.transcript.add(exchange)
        return exchange

    def token_in(self, exchange: Exchange) -> object:
        """Return what stands in the token's place of an answer, or None where nothing does."""
        return self.target.token.find(exchange.received.body) if exchange.received else None


def _addressed(url: str, fields: Mapping[str, Any], encoding: str) -> tuple[str, bytes | None]:
    """Return where a request goes, and its body, where it has one."""
    if encoding == "json":
        return url, json.dumps(fields).encode("ascii")
    text = urlencode({name: _as_text(value) for name, value in fields.items()})
    if encoding == "form":
        return url, text.encode("ascii")
    return (f"{url}{'&' if '?' in url else '?'}{text}" if text else url), None


def _headers(request: RequestTemplate, token_request: TokenRequest, encoding: str) -> dict[str, str]:
    """Return the headers: the target file's own ones win, in any case of letters."""
    own = {
        name: template.fill(token_request.values)
        for name, template in request.headers.items()
        if not template.names & token_request.without
    }
    usual = {"Accept": "application/json"}
    if encoding in _CONTENT_TYPES:
        usual["Content-Type"] = _CONTENT_TYPES[encoding]
    names = {name.lower() for name in own}
    return {**{name: value for name, value in usual.items() if name.lower() not in names}, **own}


def _filled(fields: Mapping[str, Value], token_request: TokenRequest) -> dict[str, Any]:
    """Return the fields with their placeholders filled, without those that are left out."""
    filled: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, Mapping):
            filled[name] = _filled(value, token_request)
        elif not isinstance(value, Template):
            filled[name] = value
        elif not value.names & token_request.without:
            filled[name] = value.fill(token_request.values)
    return filled


def _as_text(value: object) -> str:
    """Return a constant as forms write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
