"""Where variations are kept: actors that are lawful and unusual."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any, TypeVar

from conformance.reference.registry import register_change

_Change = TypeVar("_Change", bound=Callable[[Any], Any])


@dataclass(frozen=True)
class Variation:
    """An actor that keeps every rule in an unusual way: `apply` returns a changed copy of the usual one.

    `docstring` says in one sentence what is unusual about it.
    """

    name: str
    actor: str
    docstring: str
    apply: Callable[[Any], Any]


#: Every variation by name.
VARIATIONS: dict[str, Variation] = {}


def variation(change: _Change, *, actor: str = "server") -> _Change:
    """Register a function from a usual actor to an unusual one, under its own name.

    Raises ValueError for a name that is taken already.
    """
    variation_of_table(change.__name__, cleandoc(change.__doc__ or ""), change, actor=actor)
    return change


def variation_of_table(name: str, sentence: str, change: Callable[[Any], Any], *, actor: str = "server") -> None:
    """Register a variation that a table describes: its name, its sentence, and the change that makes it."""
    register_change(VARIATIONS, Variation(name, actor, sentence, change))
