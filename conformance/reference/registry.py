"""One way to keep named changes of a reference actor: mutants and variations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeVar

from conformance.suggestions import unknown_name_message


class _Named(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def actor(self) -> str: ...


_Change = TypeVar("_Change", bound=_Named)


def register_change(registry: dict[str, _Change], change: _Change) -> None:
    """Keep a change under its name; raises ValueError for a name that is taken already."""
    if change.name in registry:
        raise ValueError(f"two changes are called {change.name}")
    registry[change.name] = change


def changes_of(registry: Mapping[str, _Change], actor: str | None) -> list[_Change]:
    """Return every change, or those of one actor, in the order of their registration."""
    return [change for change in registry.values() if actor in (None, change.actor)]


def change_named(registry: Mapping[str, _Change], kind: str, name: str) -> _Change:
    """Return one change; raises LookupError with the nearest names where no `kind` has that name."""
    if name not in registry:
        raise LookupError(unknown_name_message(kind, name, registry))
    return registry[name]
