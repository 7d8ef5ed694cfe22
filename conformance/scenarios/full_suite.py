"""What the full suite holds: the measure by which a run is whole or narrowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pytest_bdd.parser import ScenarioTemplate

from conformance.catalogue import Profile, Requirement
from conformance.scenarios.features import VERSIONED, feature_at, feature_files, requirement_of
from conformance.scenarios.needs import profile_of


@dataclass(frozen=True)
class ScenarioRow:
    """One scenario, or one row of an outline, with its steps as they read for this row."""

    requirement: Requirement
    name: str
    steps: tuple[str, ...]


def expected_scenarios(actor: str, versions: Sequence[str]) -> dict[tuple[str, str | None], int]:
    """Return the number of scenarios of each requirement, in each of the target's versions where it speaks any."""
    counts: Counter[tuple[str, str | None]] = Counter()
    for row in all_rows(actor):
        for version in versions if actor in VERSIONED else (None,):
            counts[row.requirement.id, version] += 1
    return dict(counts)


@cache
def all_rows(actor: str) -> tuple[ScenarioRow, ...]:
    """Return every scenario of an actor's features, row by row."""
    return tuple(
        ScenarioRow(requirement_of(template, path), template.name, steps_of(template, values))
        for path in feature_files(actor)
        for template in feature_at(path).scenarios.values()
        for values in _rows_of(template)
    )


def _rows_of(template: ScenarioTemplate) -> Iterator[Mapping[str, str]]:
    """Yield the values of each row of an outline; of a plain scenario, no values once."""
    rows = [values for table in template.examples for values in table.as_contexts()]
    yield from rows or [{}]


def steps_of(template: ScenarioTemplate, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the steps of a scenario as they read for one row."""
    return tuple(step.name for step in template.render(values).steps)


@cache
def profiles_of(actor: str) -> dict[str, Counter[Profile]]:
    """Return, for each requirement of an actor, how many scenarios belong to each profile as their least."""
    profiles: dict[str, Counter[Profile]] = {}
    for row in all_rows(actor):
        profiles.setdefault(row.requirement.id, Counter())[profile_of(row.steps)] += 1
    return profiles
