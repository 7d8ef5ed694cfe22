"""The reference server without a transport: a request in, an answer out."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from conformance.clock import Clock
from conformance.protocol.errors import ErrorId
from conformance.reference.server.credentials import CREDENTIALS, Credentials
from conformance.reference.server.delivery import Delivery
from conformance.reference.server.directory import Directory
from conformance.reference.server.endpoints import ANSWERS, TABLES, route
from conformance.reference.server.messages import Answer, Request
from conformance.reference.server.nonces import NonceStore
from conformance.reference.server.refused import Refused
from conformance.reference.server.rulebook import PIECES, Piece, Rulebook
from conformance.reference.server.rules import (  # noqa: F401  each adds its pieces by being imported
    errors,
    identity_token,
    nonces,
    session_tokens,
    sessions,
    signing_out,
    token_claims,
    token_header,
    token_lifetime,
    token_signature,
    token_structure,
    versioning,
    web_client,
)
from conformance.reference.server.sessions import SessionStore
from conformance.reference.server.settings import Settings
from conformance.reference.server.visit import Visit

#: The protocol as the documents have it.
RULES = Rulebook(PIECES, TABLES)


@dataclass(frozen=True, eq=False)
class ReferenceServer:
    """A Layer server that keeps every rule of the documents, in memory.

    It is a value but for its stores: whatever is changed about it, by `dataclasses.replace` or by the methods
    below, the changed copy starts with empty ones. `failures` keeps the last exceptions that were answered
    with a 500: a correct server has none.
    """

    clock: Clock
    credentials: Credentials = CREDENTIALS
    rules: Rulebook = RULES
    settings: Settings = field(default_factory=Settings)
    delivery: Delivery = field(default_factory=Delivery)
    registry: Directory | None = None
    nonces: NonceStore = field(default_factory=NonceStore, init=False, repr=False)
    sessions: SessionStore = field(default_factory=SessionStore, init=False, repr=False)
    failures: deque[Exception] = field(default_factory=lambda: deque(maxlen=16), init=False, repr=False)

    @cached_property
    def directory(self) -> Directory:
        """What the server knows: its `registry`, or without one what follows from its credentials."""
        return self.registry or Directory.of(self.credentials)

    def handle(self, request: Request) -> Answer:
        """Answer any request; whatever goes wrong inside is a 500 in the documented shape."""
        try:
            visit = self._visit(request)
            return self._delivered(visit, self._answer(visit))
        except Exception as failure:  # a server must not fall over, whatever a piece of it does
            self.failures.append(failure)
            broken = Refused(ErrorId.INTERNAL_SERVER_ERROR, "Something went wrong in the server.")
            return replace(self, rules=RULES).refuse(broken, request)

    def refuse(self, refused: Refused, request: Request | None = None) -> Answer:
        """Return the answer to a request that is refused before it could be handled, or even read."""
        visit = self._visit(request or Request("", ""))
        return self._delivered(visit, self._refusal(visit, refused))

    def without(self, *names: str, on: str | None = None) -> ReferenceServer:
        """Return a server that lacks some checks, or lacks them in the table `on` only."""
        return replace(self, rules=self.rules.without(*names, on=on))

    def replacing(self, name: str, function: Piece) -> ReferenceServer:
        """Return a server that does `function` in the place of a piece."""
        return replace(self, rules=self.rules.replacing(name, function))

    def adding(self, function: Piece, *, to: str, before: str | None = None) -> ReferenceServer:
        """Return a server that does something more in the table `to`: at its end, or before a piece."""
        return replace(self, rules=self.rules.adding(function, to=to, before=before))

    def moving(self, name: str, *, on: str, before: str | None = None) -> ReferenceServer:
        """Return a server that does a piece of the table `on` last, or before another."""
        return replace(self, rules=self.rules.moving(name, on=on, before=before))

    def with_settings(self, **figures: Any) -> ReferenceServer:
        """Return a server with other figures."""
        return replace(self, settings=replace(self.settings, **figures))

    def with_delivery(self, **manners: Any) -> ReferenceServer:
        """Return a server with other manners on the wire."""
        return replace(self, delivery=replace(self.delivery, **manners))

    def with_credentials(self, **registered: Any) -> ReferenceServer:
        """Return a server with something else registered."""
        return replace(self, credentials=replace(self.credentials, **registered))

    def _visit(self, request: Request) -> Visit:
        led = route(request.method, request.path)
        return Visit(self, request, self.clock.now(), led.endpoint, led.argument, led.allowed)

    def _answer(self, visit: Visit) -> Answer:
        try:
            return self._served(visit) if visit.endpoint else self._astray(visit)
        except Refused as refused:
            return self._refusal(visit, refused)

    def _served(self, visit: Visit) -> Answer:
        for check in self.rules.table(visit.endpoint):
            check(visit)
        return self._dressed(visit, visit.do(ANSWERS[visit.endpoint]), f"{visit.endpoint} answer")

    def _astray(self, visit: Visit) -> Answer:
        answer: Answer
        if visit.request.method == "OPTIONS":
            answer = visit.do("preflight")
        else:
            answer = visit.do("ERROR-405-1" if visit.allowed else "ERROR-404-1")
        return answer

    def _refusal(self, visit: Visit, refused: Refused) -> Answer:
        return self._dressed(visit, visit.do("refusal", refused), "error answer")

    def _delivered(self, visit: Visit, answer: Answer) -> Answer:
        answer = self._dressed(visit, answer, "every answer")
        if visit.request.method == "HEAD":
            return replace(answer.with_header("Content-Length", str(len(answer.body))), body=b"")
        return answer

    def _dressed(self, visit: Visit, answer: Answer, table: str) -> Answer:
        for dress in self.rules.table(table):
            answer = dress(visit, answer)
        return answer
