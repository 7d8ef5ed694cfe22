"""From feature files to test items: one for each scenario, each row of an outline, and each API version."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pytest_bdd.feature import get_feature
from pytest_bdd.parser import Feature, ScenarioTemplate
from pytest_bdd.scenario import scenario as scenario_decorator

from conformance.catalogue import Requirement, load_catalogue
from conformance.judging.outcomes import OUTCOMES
from conformance.plugin.state import RunState

#: The attribute of a test function that names its requirement.
_REQUIREMENT = "__layer_requirement__"

#: Actors that speak an API version; the others have none.
VERSIONED = ("server", "client")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a feature file as a module of its scenarios."""
    if file_path.suffix != ".feature":
        return None
    return FeatureFile.from_parent(parent, path=file_path)


class FeatureFile(pytest.Module):
    """A feature file; its tests are named by requirement and scenario, so that `-k NONCE-3` works."""

    def _getobj(self) -> ModuleType:
        return ModuleType(self.path.stem)

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """Yield the scenarios, in the order of the file."""
        feature = feature_at(self.path)
        if actor_of(self.path) not in RunState.of(self.config).targets:
            return
        for name, template in feature.scenarios.items():
            function = self._function(name, template)
            title = f"{getattr(function, _REQUIREMENT)} {name}"
            setattr(self.obj, title, function)
            for item in self._genfunctions(title, function):
                # Our outcomes say themselves what they are: pytest's traceback of each would cost 60 ms.
                vars(item)["repr_failure"] = partial(_brief, item)
                yield item

    def _function(self, name: str, template: ScenarioTemplate) -> Callable[..., Any]:
        @scenario_decorator(self.path.name, name, features_base_dir=str(self.path.parent))
        def _scenario() -> None:
            """Hold the scenario's steps; pytest-bdd runs them."""

        requirement = requirement_of(template, self.path)
        function: Callable[..., Any] = _scenario
        if requirement.actor in VERSIONED:
            function = pytest.mark.usefixtures("api_version")(_scenario)
        setattr(function, _REQUIREMENT, requirement.id)
        return function


def _brief(item: pytest.Function, excinfo: pytest.ExceptionInfo[BaseException]) -> object:
    if isinstance(excinfo.value, OUTCOMES):
        return str(excinfo.value)
    return pytest.Function.repr_failure(item, excinfo)


@cache
def feature_at(path: Path) -> Feature:
    """Return the parsed feature file."""
    return get_feature(str(path.parent), path.name)


def actor_of(path: Path) -> str:
    """Return the actor whose feature file this is: the name of its folder."""
    return path.parent.name


def requirement_of(template: ScenarioTemplate, path: Path) -> Requirement:
    """Return the requirement of a scenario: its rule's only tag.

    Raises pytest.UsageError for a scenario outside a rule, and for a tag that names no row of the catalogue.
    """
    tags = sorted(template.rule.tags) if template.rule else []
    if len(tags) != 1 or tags[0] not in load_catalogue():
        raise pytest.UsageError(
            f"{path.name}: the scenario {template.name!r} must stand in a Rule with one tag, "
            f"the id of a requirement in the catalogue, not {', '.join(tags) or 'none'}"
        )
    return load_catalogue()[tags[0]]


def requirement_of_item(item: pytest.Item) -> Requirement | None:
    """Return the requirement that a test item examines, or None where it is none of ours."""
    requirement_id = getattr(getattr(item, "function", None), _REQUIREMENT, None)
    return load_catalogue()[requirement_id] if requirement_id else None


def version_of_item(item: pytest.Item) -> str | None:
    """Return the API version that a test item speaks."""
    callspec = getattr(item, "callspec", None)
    version: str | None = callspec.params.get("api_version") if callspec else None
    return version


def pytest_bdd_apply_tag(tag: str) -> bool | None:
    """Keep requirement ids from becoming marks: they are no words that pytest knows."""
    return True if tag in load_catalogue() else None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every scenario in every version that the target declares."""
    requirement_id = getattr(metafunc.function, _REQUIREMENT, None)
    actor = load_catalogue()[requirement_id].actor if requirement_id else None
    if actor in VERSIONED:
        metafunc.parametrize("api_version", RunState.of(metafunc.config).targets[actor].versions)
