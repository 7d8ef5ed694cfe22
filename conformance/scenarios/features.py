"""Feature files as they are read: one parse each, and the requirement that a scenario examines."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pytest_bdd.feature import get_feature
from pytest_bdd.parser import Feature, ScenarioTemplate

from conformance.catalogue import Requirement, load_catalogue
from conformance.suite import features_folder

#: Actors that speak an API version; the others have none.
VERSIONED = ("server", "client")


class FeatureError(ValueError):
    """A feature file breaks a rule of the house; the message names the scenario and what would be right."""


@cache
def feature_at(path: Path) -> Feature:
    """Return the parsed feature file."""
    return get_feature(str(path.parent), path.name)


def actor_of(path: Path) -> str:
    """Return the actor whose feature file this is: the name of its folder."""
    return path.parent.name


def feature_files(actor: str) -> list[Path]:
    """Return the feature files of an actor, in order."""
    return sorted((features_folder() / actor).glob("*.feature"))


def requirement_of(template: ScenarioTemplate, path: Path) -> Requirement:
    """Return the requirement of a scenario: its rule's only tag.

    Raises FeatureError for a scenario outside a rule, and for a tag that names no row of the catalogue.
    """
    tags = sorted(template.rule.tags) if template.rule else []
    if len(tags) != 1 or tags[0] not in load_catalogue():
        raise FeatureError(
            f"{path.name}: the scenario {template.name!r} must stand in a Rule with one tag, "
            f"the id of a requirement in the catalogue, not {', '.join(tags) or 'none'}"
        )
    return load_catalogue()[tags[0]]
