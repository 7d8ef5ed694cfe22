"""Mutants: our own actors with one named fault each. A rule is worth what it catches of them.

`server`, `provider` and `client` have those of each reference actor, one module a chapter: functions under `@mutant`,
and tables where many mutants differ in a word.

A mutant is killed when the rule of its own requirement is VIOLATED at it, or FALLS_SHORT where that is a SHOULD.
"""

from __future__ import annotations

from conformance.reference.mutants import client, provider, server  # noqa: F401  each adds its own by being imported
from conformance.reference.mutants.registry import MUTANTS, Mutant
from conformance.reference.registry import change_named, changes_of

__all__ = ["Mutant", "all_mutants", "mutant_named", "mutants_of"]


def all_mutants(actor: str | None = None) -> list[Mutant]:
    """Return every mutant, or those of one actor, in the order of the chapters."""
    return changes_of(MUTANTS, actor)


def mutants_of(requirement_id: str) -> list[Mutant]:
    """Return the mutants that break one requirement."""
    return [each for each in MUTANTS.values() if each.requirement == requirement_id]


def mutant_named(name: str) -> Mutant:
    """Return one mutant; raises LookupError with the nearest names for an unknown name."""
    return change_named(MUTANTS, "mutant", name)
