"""Where mutants are kept: one named fault of one actor, and the requirement that it breaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any, TypeVar

from conformance.reference.registry import register_change

_Change = TypeVar("_Change", bound=Callable[[Any], Any])


@dataclass(frozen=True)
class Mutant:
    """An actor with one fault: `apply` returns a changed copy of a correct one.

    `docstring` says in one sentence what it does wrong, `requirement` which sentence of the documents that breaks.
    """

    name: str
    requirement: str
    actor: str
    docstring: str
    apply: Callable[[Any], Any]


#: Every mutant by name, in the order of the chapters.
MUTANTS: dict[str, Mutant] = {}


def mutant(requirement: str, *, actor: str = "server") -> Callable[[_Change], _Change]:
    """Register a function from a correct actor to a faulty one, under its own name.

    Raises ValueError for a name that is taken already.
    """

    def register(change: _Change) -> _Change:
        mutant_of_table(requirement, change.__name__, cleandoc(change.__doc__ or ""), change, actor=actor)
        return change

    return register


def mutant_of_table(
    requirement: str, name: str, sentence: str, change: Callable[[Any], Any], *, actor: str = "server"
) -> None:
    """Register a mutant that a table describes: its name, its sentence, and the change that makes it."""
    register_change(MUTANTS, Mutant(name, requirement, actor, sentence, change))
