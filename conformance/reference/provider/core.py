"""The reference provider without a transport: a request in, an answer out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from conformance.keys import SigningKey
from conformance.reference.messages import Answer, Request
from conformance.reference.provider.accounts import Account
from conformance.reference.provider.refusal import TokenRefusalError
from conformance.reference.provider.rules import (  # noqa: F401  each adds its rules by being imported
    answers,
    asking,
    claims,
    rule,
    tokens,
)
from conformance.reference.provider.state import ProviderState
from conformance.reference.provider.tables import TABLES
from conformance.reference.provider.visit import TokenVisit
from conformance.reference.rulebook import Rulebook

#: The sample service as the documents have it.
RULES = rule.rulebook(TABLES)


@dataclass(frozen=True, eq=False)
class ReferenceProvider(ProviderState):
    """An identity server that keeps every rule of the documents, with its users in memory."""

    rules: Rulebook = field(default=RULES, kw_only=True)

    def handle(self, request: Request) -> Answer:
        """Answer any request; whatever goes wrong inside is a 500 that says no more than that."""
        visit = TokenVisit(self, request, self.clock.now())
        try:
            return self._deliver(visit, request, self._answer(visit))
        except Exception as failure:  # a server must not crash, whatever its rules do
            self.failures.append(failure)
            return Answer.of(500, {"error": "Something went wrong."}).with_header("Content-Type", "application/json")

    def with_interface(self, **forms: Any) -> ReferenceProvider:
        """Return a provider that is asked, or answers, in another form."""
        return self._with("interface", **forms)

    def with_key(self, key: SigningKey) -> ReferenceProvider:
        """Return a provider that signs with another key than the registered one."""
        return replace(self, key=key)

    def with_accounts(self, *accounts: Account) -> ReferenceProvider:
        """Return a provider with other users."""
        return replace(self, accounts=accounts)

    def _answer(self, visit: TokenVisit) -> Answer:
        try:
            for check in self.rules.table("request"):
                check(visit)
            return self._add_headers(visit, visit.apply_rule("ISSUE-1"), "answer")
        except TokenRefusalError as refusal:
            return self._add_headers(visit, visit.apply_rule("refusal", refusal), "error answer")
