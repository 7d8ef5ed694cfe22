"""Asking a provider for identity tokens, in the words of its target file."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from conformance.caller.http.connection import Connection
from conformance.evidence.exchange import Exchange
from conformance.evidence.transcript import Transcript
from conformance.targets import LoginTemplate, ProviderTarget, Template, Value

#: The type of a body, by the encoding of its fields; those of a query have none.
_CONTENT_TYPES = {"json": "application/json", "form": "application/x-www-form-urlencoded"}
#: What may be a token, right or wrong, a JWS or not: an error page or a message in its place has to stay readable.
_TOKEN_LIKE = re.compile(r"[\w+/=-]+(?:\.[\w+/=-]*)+|(?=.*[0-9])[!-~]{16,}", re.ASCII)


@dataclass(frozen=True)
class TokenRequest:
    """One request for a token, before it takes the form that the target file gives it.

    Whatever names a placeholder of `without` is left out, a field as well as a header. `method` and `body` stand
    in for those of the target file; the fields of a GET go into its query.
    """

    login: LoginTemplate
    nonce: str
    app_id: str
    without: frozenset[str] = frozenset()
    method: str | None = None
    body: bytes | None = field(default=None, repr=False)

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

    def request_token(self, wanted: TokenRequest) -> Exchange:
        """Send the request and keep the exchange."""
        method = wanted.method or self.target.request.method
        encoding = "query" if method == "GET" else self.target.request.encoding
        fields = _filled(self.target.request.fields, wanted)
        url, body = self._addressed(fields, encoding)
        exchange = self._connection.send(method, url, self._headers(wanted, encoding), wanted.body or body)
        self.transcript.add(exchange)
        token = self.token_in(exchange)
        if isinstance(token, str) and _TOKEN_LIKE.fullmatch(token):
            self.transcript.redactor.learn("identity token", token)
        return exchange

    def token_in(self, exchange: Exchange) -> object:
        """Return what stands in the token's place of an answer, or None where nothing does."""
        return self.target.token.find(exchange.received.body) if exchange.received else None

    def _addressed(self, fields: Mapping[str, Any], encoding: str) -> tuple[str, bytes | None]:
        """Return where the request goes, and its body, where it has one."""
        url = self.target.url
        if encoding == "json":
            return url, json.dumps(fields).encode("ascii")
        text = urlencode({name: _as_text(value) for name, value in fields.items()})
        if encoding == "form":
            return url, text.encode("ascii")
        return (f"{url}{'&' if '?' in url else '?'}{text}" if text else url), None

    def _headers(self, wanted: TokenRequest, encoding: str) -> dict[str, str]:
        """Return the headers: the target file's own ones win, in any case of letters."""
        own = {
            name: template.fill(wanted.values)
            for name, template in self.target.request.headers.items()
            if not template.names & wanted.without
        }
        usual = {"Accept": "application/json"}
        if encoding in _CONTENT_TYPES:
            usual["Content-Type"] = _CONTENT_TYPES[encoding]
        given = {name.lower() for name in own}
        return {**{name: value for name, value in usual.items() if name.lower() not in given}, **own}


def _filled(fields: Mapping[str, Value], wanted: TokenRequest) -> dict[str, Any]:
    """Return the fields with their placeholders filled, without those that are left out."""
    filled: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, Mapping):
            filled[name] = _filled(value, wanted)
        elif not isinstance(value, Template):
            filled[name] = value
        elif not value.names & wanted.without:
            filled[name] = value.fill(wanted.values)
    return filled


def _as_text(value: object) -> str:
    """Return a constant as forms write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
