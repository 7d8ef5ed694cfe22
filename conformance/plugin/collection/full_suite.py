"""What the full suite holds for a target: the measure by which a run is whole or narrowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pytest_bdd.parser import ScenarioTemplate

from conformance.catalogue import Requirement
from conformance.plugin.collection.features import VERSIONED, feature_at, requirement_of
from conformance.suite import features_folder
from conformance.targets import Target


def expected_scenarios(target: Target) -> dict[tuple[str, str | None], int]:
    """Return the number of scenarios of each requirement in each version of the target."""
    counts: Counter[tuple[str, str | None]] = Counter()
    for requirement, template in all_scenarios(target.actor):
        versions: tuple[str | None, ...] = target.versions if target.actor in VERSIONED else (None,)
        for version in versions:
            counts[requirement.id, version] += rows_of(template)
    return dict(counts)


def all_scenarios(actor: str) -> Iterator[tuple[Requirement, ScenarioTemplate]]:
    """Yield every scenario of an actor's features with its requirement."""
    for path in feature_files(actor):
        for template in feature_at(path).scenarios.values():
            yield requirement_of(template, path), template


def feature_files(actor: str) -> list[Path]:
    """Return the feature files of an actor, in order."""
    return sorted((features_folder() / actor).glob("*.feature"))


def rows_of(template: ScenarioTemplate) -> int:
    """Return how many test items a scenario has in one version."""
    return sum(len(table.examples) for table in template.examples) or 1
