"""One request on its way through the provider, with what has been made out about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from conformance.reference.provider.accounts import Account
from conformance.reference.server.messages import Json, Request
from conformance.reference.server.rulebook import Made

if TYPE_CHECKING:
    from conformance.reference.provider.core import ReferenceProvider


@dataclass(frozen=True)
class TokenVisit:
    """What every piece is given. `now` is read once, so that a token is made at one moment."""

    provider: ReferenceProvider = field(repr=False)
    request: Request
    now: float

    def do(self, name: str, *arguments: object) -> Made:
        """Let the piece `name` do its part in this visit."""
        return self.provider.rules[name](self, *arguments)

    def members(self, table: str) -> dict[str, object]:
        """Return what the pieces of a table put together: the members of a header, or of the claims."""
        members: dict[str, object] = {}
        for member in self.provider.rules.table(table):
            members.update(member(self))
        return members

    def said(self, placeholder: str) -> Json:
        """Return what the request says in the place of ``{user}``, ``{nonce}`` and so on, or None."""
        return self.provider.contract.said(placeholder, self.request, self.fields)

    @cached_property
    def fields(self) -> Mapping[str, Json]:
        """What the request says, by name; empty where it cannot be read."""
        found: Mapping[str, Json] = self.do("fields")
        return found

    @cached_property
    def nonce(self) -> Json:
        """The nonce, untouched, or None where there is none."""
        return self.do("nonce")

    @cached_property
    def login(self) -> tuple[Json, Json]:
        """The user's id and password as they were sent, each None where it is missing."""
        found: tuple[Json, Json] = self.do("login")
        return found

    @cached_property
    def account(self) -> Account | None:
        """The account of the user who asks, or None for somebody unknown."""
        found: Account | None = self.do("account")
        return found

    @property
    def user(self) -> str:
        """The user to vouch for: of their account, or as they called themselves where nobody asked for one."""
        return self.account.id if self.account else str(self.login[0])
