"""What the reference actors that answer requests have in common."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from conformance.clock import Clock
from conformance.reference.credentials import CREDENTIALS, Credentials
from conformance.reference.messages import Answer, Request
from conformance.reference.rulebook import Rule, Rulebook

_Actor = TypeVar("_Actor", bound="Actor")


@dataclass(frozen=True, eq=False)
class Actor:
    """An actor that does what its `rules` say; every method that changes something returns a changed copy.

    `failures` keeps the last exceptions that were answered with a 500: a correct actor has none.
    """

    clock: Clock
    credentials: Credentials = CREDENTIALS
    rules: Rulebook = field(kw_only=True)
    failures: deque[Exception] = field(default_factory=lambda: deque(maxlen=16), init=False, repr=False)

    def without(self: _Actor, *names: str, on: str | None = None) -> _Actor:
        """Return an actor that lacks some rules, or lacks them in the table `on` only."""
        return replace(self, rules=self.rules.without(*names, on=on))

    def replacing(self: _Actor, name: str, function: Rule) -> _Actor:
        """Return an actor that does `function` in place of a rule."""
        return replace(self, rules=self.rules.replacing(name, function))

    def adding(self: _Actor, function: Rule, *, to: str, before: str | None = None) -> _Actor:
        """Return an actor that does something more in the table `to`: at its end, or before a rule."""
        return replace(self, rules=self.rules.adding(function, to=to, before=before))

    def moving(self: _Actor, name: str, *, on: str, before: str | None = None) -> _Actor:
        """Return an actor that does a rule of the table `on` last, or before another."""
        return replace(self, rules=self.rules.moving(name, on=on, before=before))

    def with_settings(self: _Actor, **figures: Any) -> _Actor:
        """Return an actor with other figures."""
        return self._with("settings", **figures)

    def with_credentials(self: _Actor, **registered: Any) -> _Actor:
        """Return an actor that has something else registered at Layer."""
        return self._with("credentials", **registered)

    def _with(self: _Actor, part: str, **changes: Any) -> _Actor:
        return replace(self, **{part: replace(getattr(self, part), **changes)})

    def _add_headers(self, visit: object, answer: Answer, table: str) -> Answer:
        for add in self.rules.table(table):
            answer = add(visit, answer)
        return answer

    def _deliver(self, visit: object, request: Request, answer: Answer) -> Answer:
        """Give an answer what every answer has; one to HEAD loses its body and keeps the length of it."""
        answer = self._add_headers(visit, answer, "every answer")
        if request.method == "HEAD":
            return replace(answer.with_header("Content-Length", str(len(answer.body))), body=b"")
        return answer
