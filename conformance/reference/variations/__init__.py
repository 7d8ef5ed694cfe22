"""Variations: our own actors that are lawful and unusual. A rule that fails at one of them is a false alarm.

`server`, `provider` and `client` have those of each reference actor: functions under `@variation`, and tables where
many differ in a word.
"""

from __future__ import annotations

from conformance.reference.registry import change_named, changes_of
from conformance.reference.variations import client, provider, server  # noqa: F401  each adds its own by being imported
from conformance.reference.variations.registry import VARIATIONS, Variation

__all__ = ["Variation", "all_variations", "variation_named"]


def all_variations(actor: str | None = None) -> list[Variation]:
    """Return every variation, or those of one actor."""
    return changes_of(VARIATIONS, actor)


def variation_named(name: str) -> Variation:
    """Return one variation; raises LookupError with the nearest names for an unknown name."""
    return change_named(VARIATIONS, "variation", name)
