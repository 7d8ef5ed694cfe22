"""One request on its way through the server, with what is known about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from conformance.protocol.layer_id import AppId
from conformance.reference.messages import Json, Request
from conformance.reference.rulebook import RuleResult
from conformance.reference.server.directory import Key
from conformance.reference.server.reading import Accept, PresentedToken, json_object
from conformance.reference.server.sessions import Session
from conformance.reference.server.state import ServerState


@dataclass(frozen=True)
class Visit:
    """What every rule works on. `now` is read once, so that a request is judged at one moment.

    `endpoint` is such as ``POST /nonces``, and empty where the request led nowhere; `argument` is what stood
    in place of ``:token`` or ``:id``; `allowed` are the methods that the path has.
    """

    server: ServerState = field(repr=False)
    request: Request
    now: float
    endpoint: str = ""
    argument: str = ""
    allowed: tuple[str, ...] = ()

    def apply_rule(self, name: str, *arguments: object) -> RuleResult:
        """Apply the rule `name` to this visit and return its result."""
        return self.server.rules[name](self, *arguments)

    def first(self, table: str, text: str) -> RuleResult:
        """Return what the first rule of `table` that can read `text` makes of it, or None."""
        readings = (read(text) for read in self.server.rules.table(table))
        return next((reading for reading in readings if reading is not None), None)

    @cached_property
    def accept(self) -> Accept | None:
        """The Accept header, or None where it is missing or empty."""
        header = self.request.header("Accept")
        return Accept.read(header) if header and header.strip() else None

    @cached_property
    def fields(self) -> Mapping[str, Json]:
        """The members of the body; empty where it is not a JSON object."""
        return json_object(self.request.body) or {}

    @cached_property
    def app(self) -> AppId | None:
        """The app id of the body in any form that the server reads, or None."""
        text = self.fields.get("app_id")
        reading: AppId | None = self.first("app id", text) if isinstance(text, str) else None
        return reading

    @cached_property
    def token(self) -> PresentedToken | None:
        """The identity token of the body, or None where it is empty or not a string."""
        text = self.fields.get("identity_token")
        return PresentedToken.read(text) if isinstance(text, str) and text else None

    @cached_property
    def key(self) -> Key | None:
        """The key that the identity token is to be verified with, or None."""
        found: Key | None = self.apply_rule("TOKEN-KEY-1", self.token) if self.token else None
        return found

    @cached_property
    def session_token(self) -> str | None:
        """The session token of the Authorization header in any form that the server reads, or None."""
        header = (self.request.header("Authorization") or "").strip()
        reading: str | None = self.first("session token", header)
        return reading

    @cached_property
    def session(self) -> Session | None:
        """The session of that token, deleted and expired ones too, or None."""
        token = self.session_token
        return self.server.sessions.find(token) if token is not None else None
