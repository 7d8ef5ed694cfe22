"""The reference provider without a transport: a request in, an answer out."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any

from conformance.clock import Clock
from conformance.keys import SigningKey
from conformance.reference.provider.accounts import ACCOUNTS, Account
from conformance.reference.provider.contract import Contract
from conformance.reference.provider.refused import TokenRefused
from conformance.reference.provider.rulebook import PIECES, ProviderRulebook
from conformance.reference.provider.rules import (  # noqa: F401  each adds its pieces by being imported
    answers,
    asking,
    claims,
    tokens,
)
from conformance.reference.provider.settings import ProviderSettings
from conformance.reference.provider.tables import TABLES
from conformance.reference.provider.visit import TokenVisit
from conformance.reference.server.credentials import CREDENTIALS, Credentials
from conformance.reference.server.messages import Answer, Request
from conformance.reference.server.rulebook import Piece, Rulebook

#: The sample service as the documents have it.
RULES = ProviderRulebook(PIECES, TABLES)


@dataclass(frozen=True, eq=False)
class ReferenceProvider:
    """An identity server that keeps every rule of the documents, with its users in memory.

    It is a value: whatever is changed about it, the methods below return a changed copy. `key` signs in the
    place of the one that the credentials name, which is the one that is registered. `failures` keeps the last
    exceptions that were answered with a 500: a correct provider has none.
    """

    clock: Clock
    credentials: Credentials = CREDENTIALS
    accounts: tuple[Account, ...] = ACCOUNTS
    key: SigningKey | None = None
    contract: Contract = field(default_factory=Contract)
    rules: Rulebook = RULES
    settings: ProviderSettings = field(default_factory=ProviderSettings)
    failures: deque[Exception] = field(default_factory=lambda: deque(maxlen=16), init=False, repr=False)

    @property
    def signing_key(self) -> SigningKey:
        """The private key that tokens are signed with."""
        return self.key or self.credentials.key.signing_key

    def handle(self, request: Request) -> Answer:
        """Answer any request; whatever goes wrong inside is a 500 that says no more than that."""
        visit = TokenVisit(self, request, self.clock.now())
        try:
            return self._delivered(visit, self._answer(visit))
        except Exception as failure:  # a server must not fall over, whatever a piece of it does
            self.failures.append(failure)
            return Answer.of(500, {"error": "Something went wrong."}).with_header("Content-Type", "application/json")

    def without(self, *names: str, on: str | None = None) -> ReferenceProvider:
        """Return a provider that lacks some checks or members, or lacks them in the table `on` only."""
        return replace(self, rules=self.rules.without(*names, on=on))

    def replacing(self, name: str, function: Piece) -> ReferenceProvider:
        """Return a provider that does `function` in the place of a piece."""
        return replace(self, rules=self.rules.replacing(name, function))

    def adding(self, function: Piece, *, to: str, before: str | None = None) -> ReferenceProvider:
        """Return a provider that does something more in the table `to`: at its end, or before a piece."""
        return replace(self, rules=self.rules.adding(function, to=to, before=before))

    def with_settings(self, **figures: Any) -> ReferenceProvider:
        """Return a provider with other figures."""
        return replace(self, settings=replace(self.settings, **figures))

    def with_contract(self, **forms: Any) -> ReferenceProvider:
        """Return a provider that is asked, or answers, in another form."""
        return replace(self, contract=replace(self.contract, **forms))

    def with_credentials(self, **registered: Any) -> ReferenceProvider:
        """Return a provider with something else registered at Layer."""
        return replace(self, credentials=replace(self.credentials, **registered))

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
            return self._dressed(visit, visit.do("ISSUE-1"), "answer")
        except TokenRefused as refused:
            return self._dressed(visit, visit.do("refusal", refused), "error answer")

    def _delivered(self, visit: TokenVisit, answer: Answer) -> Answer:
        answer = self._dressed(visit, answer, "every answer")
        if visit.request.method == "HEAD":
            return replace(answer.with_header("Content-Length", str(len(answer.body))), body=b"")
        return answer

    def _dressed(self, visit: TokenVisit, answer: Answer, table: str) -> Answer:
        for dress in self.rules.table(table):
            answer = dress(visit, answer)
        return answer
