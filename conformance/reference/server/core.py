"""The reference server without a transport: a request in, an answer out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from conformance.protocol.errors import ErrorId
from conformance.reference.messages import Answer, Request
from conformance.reference.rulebook import Rulebook
from conformance.reference.server.endpoints import ANSWERS, TABLES, route
from conformance.reference.server.refusal import RefusalError
from conformance.reference.server.rules import (  # noqa: F401  each adds its rules by being imported
    errors,
    identity_token,
    nonces,
    rule,
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
from conformance.reference.server.state import ServerState
from conformance.reference.server.visit import Visit

#: The protocol as the documents have it.
RULES = rule.rulebook(TABLES)


@dataclass(frozen=True, eq=False)
class ReferenceServer(ServerState):
    """A Layer server that keeps every rule of the documents, in memory."""

    rules: Rulebook = field(default=RULES, kw_only=True)

    def handle(self, request: Request) -> Answer:
        """Answer any request; whatever goes wrong inside is a 500 in the documented shape."""
        try:
            visit = self._visit(request)
            return self._deliver(visit, request, self._answer(visit))
        except Exception as failure:  # a server must not crash, whatever its rules do
            self.failures.append(failure)
            broken = RefusalError(ErrorId.INTERNAL_SERVER_ERROR, "Something went wrong in the server.")
            return replace(self, rules=RULES).refuse(broken, request)

    def refuse(self, refusal: RefusalError, request: Request | None = None) -> Answer:
        """Return the answer to a request that is refused before it could be handled, or even read."""
        visit = self._visit(request or Request("", ""))
        return self._deliver(visit, visit.request, self._refusal(visit, refusal))

    def with_writer(self, **manners: Any) -> ReferenceServer:
        """Return a server with other manners on the wire."""
        return self._with("writer", **manners)

    def _visit(self, request: Request) -> Visit:
        led = route(request.method, request.path)
        return Visit(self, request, self.clock.now(), led.endpoint, led.argument, led.allowed)

    def _answer(self, visit: Visit) -> Answer:
        try:
            return self._routed(visit) if visit.endpoint else self._unrouted(visit)
        except RefusalError as refusal:
            return self._refusal(visit, refusal)

    def _routed(self, visit: Visit) -> Answer:
        for check in self.rules.table(visit.endpoint):
            check(visit)
        return self._add_headers(visit, visit.apply_rule(ANSWERS[visit.endpoint]), f"{visit.endpoint} answer")

    def _unrouted(self, visit: Visit) -> Answer:
        answer: Answer
        if visit.request.method == "OPTIONS":
            answer = visit.apply_rule("preflight")
        else:
            answer = visit.apply_rule("ERROR-405-1" if visit.allowed else "ERROR-404-1")
        return answer

    def _refusal(self, visit: Visit, refusal: RefusalError) -> Answer:
        return self._add_headers(visit, visit.apply_rule("refusal", refusal), "error answer")
