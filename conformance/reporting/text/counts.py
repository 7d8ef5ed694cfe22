"""How much was examined, in the one order that every output has: requirements first, then scenarios."""

from __future__ import annotations


def describe_counts(requirements: int, scenarios: int) -> str:
    """Return the words; a scenario that is run in two versions is two."""
    plurals = ("" if requirements == 1 else "s", "" if scenarios == 1 else "s")
    return f"{requirements} requirement{plurals[0]} in {scenarios} scenario{plurals[1]}"
