"""The protocol as data: rules by id, and tables that say which rules follow each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, TypeVar

from conformance.suggestions import unknown_name_message

#: What a rule returns: its caller knows the type, the rulebook does not.
RuleResult: TypeAlias = Any
#: A function that keeps a requirement. What it is called with depends on the table it stands in.
Rule: TypeAlias = Callable[..., RuleResult]
_Function = TypeVar("_Function", bound=Rule)


@dataclass(frozen=True)
class RuleRegistry:
    """The rules of a correct actor by name; each module of its `rules` adds its own when it is imported.

    `aliases` has the requirements that the rule of another one keeps, with the name of that rule.
    """

    rules: dict[str, Rule] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)

    def __call__(self, name: str, *also: str) -> Callable[[_Function], _Function]:
        """Register a function as the rule `name`; `also` are requirements that the same function keeps.

        Names in capitals are requirements of the catalogue; the others are actions that no requirement pins down.
        """

        def register(function: _Function) -> _Function:
            self.rules[name] = function
            self.aliases.update(dict.fromkeys(also, name))
            return function

        return register

    def rulebook(self, tables: Mapping[str, tuple[str, ...]]) -> Rulebook:
        """Return the registered rules, as `tables` order them."""
        return Rulebook(self.rules, tables, self.aliases)


@dataclass(frozen=True)
class Rulebook:
    """Rules and tables; every method that changes something returns a changed copy."""

    rules: Mapping[str, Rule]
    tables: Mapping[str, tuple[str, ...]]
    aliases: Mapping[str, str]

    def __getitem__(self, name: str) -> Rule:
        """Return the rule that is in force under `name`; raises LookupError with the nearest names."""
        return self.rules[self._resolve(name)]

    def table(self, name: str) -> list[Rule]:
        """Return the rules of a table, in order."""
        return [self.rules[entry] for entry in self.tables[name]]

    def without(self, *names: str, on: str | None = None) -> Rulebook:
        """Take rules out of every table, or out of the table `on` alone.

        Raises LookupError for a name that stands in no such table: such an action is replaced, not removed.
        """
        dropped = {self._resolve(name) for name in names}
        places = self._tables_of(*dropped, on=on)
        kept = {place: tuple(e for e in self.tables[place] if e not in dropped) for place in places}
        return replace(self, tables={**self.tables, **kept})

    def replacing(self, name: str, function: Rule) -> Rulebook:
        """Put another function in place of a rule."""
        return replace(self, rules={**self.rules, self._resolve(name): function})

    def adding(self, function: Rule, *, to: str, before: str | None = None) -> Rulebook:
        """Add a function to the table `to`: at its end, or before one of its rules."""
        name = f"{getattr(function, '__name__', 'rule')} #{len(self.rules)}"
        entries = self._insert(name, self._table(to), before)
        return replace(self, rules={**self.rules, name: function}, tables={**self.tables, to: entries})

    def moving(self, name: str, *, on: str, before: str | None = None) -> Rulebook:
        """Move a rule of the table `on`: to its end, or before another of its rules."""
        entry = self._resolve(name)
        left = self.without(entry, on=on)
        return replace(left, tables={**left.tables, on: self._insert(entry, left.tables[on], before)})

    def _insert(self, entry: str, entries: tuple[str, ...], before: str | None) -> tuple[str, ...]:
        if before is None:
            return (*entries, entry)
        at = entries.index(self._resolve(before))
        return (*entries[:at], entry, *entries[at:])

    def _tables_of(self, *entries: str, on: str | None) -> list[str]:
        places = [on] if on else list(self.tables)
        for entry in entries:
            if not any(entry in self._table(place) for place in places):
                raise LookupError(f"{entry} stands in no table{f' {on}' if on else ''}: replace it instead")
        return places

    def _table(self, name: str) -> tuple[str, ...]:
        if name not in self.tables:
            raise LookupError(unknown_name_message("table", name, self.tables))
        return self.tables[name]

    def _resolve(self, name: str) -> str:
        entry = self.aliases.get(name, name)
        if entry not in self.rules:
            raise LookupError(unknown_name_message("rule", name, [*self.rules, *self.aliases]))
        return entry
