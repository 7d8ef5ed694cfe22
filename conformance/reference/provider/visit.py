"""One request on its way through the provider, with what is known about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from conformance.reference.messages import Json, Request
from conformance.reference.provider.accounts import Account
from conformance.reference.provider.state import ProviderState
from conformance.reference.rulebook import RuleResult


@dataclass(frozen=True)
class TokenVisit:
    """What every rule works on. `now` is read once, so that a token is made at one moment."""

    provider: ProviderState = field(repr=False)
    request: Request
    now: float

    def apply_rule(self, name: str, *arguments: object) -> RuleResult:
        """Apply the rule `name` to this visit and return its result."""
        return self.provider.rules[name](self, *arguments)

    def members(self, table: str) -> dict[str, object]:
        """Return what the rules of a table put together: the members of a header, or of the claims."""
        members: dict[str, object] = {}
        for member in self.provider.rules.table(table):
            members.update(member(self))
        return members

    def value_of(self, placeholder: str) -> Json:
        """Return what the request has in place of ``{user}``, ``{nonce}`` and so on, or None."""
        return self.provider.interface.value_of(placeholder, self.request, self.fields)

    @cached_property
    def fields(self) -> Mapping[str, Json]:
        """What the request says, by name; empty where it cannot be read."""
        found: Mapping[str, Json] = self.apply_rule("fields")
        return found

    @cached_property
    def nonce(self) -> Json:
        """The nonce, untouched, or None where it is missing."""
        return self.apply_rule("nonce")

    @cached_property
    def login(self) -> tuple[Json, Json]:
        """The user's id and password as they were sent, each None where it is missing."""
        found: tuple[Json, Json] = self.apply_rule("login")
        return found

    @cached_property
    def account(self) -> Account | None:
        """The account of the user who asks, or None for somebody unknown."""
        found: Account | None = self.apply_rule("account")
        return found

    @property
    def user(self) -> str:
        """The user to vouch for: the id of the account, or without an account the name in the request."""
        return self.account.id if self.account else str(self.login[0])
