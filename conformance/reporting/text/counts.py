"""How much was examined, in the one order that every output has: requirements first, then scenarios."""

from __future__ import annotations


def describe_counts(requirements: int, scenarios: int) -> str:
    """Return the words; a scenario that is run in two versions is two."""
    return f"{count_of(requirements, 'requirement')} in {count_of(scenarios, 'scenario')}"


def count_of(number: int, noun: str) -> str:
    """Return a number before a noun whose plural ends in s."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
