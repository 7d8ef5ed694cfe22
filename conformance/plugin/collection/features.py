"""From feature files to test items: one for each scenario, each row of an outline, and each API version."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pytest_bdd.parser import ScenarioTemplate, Step
from pytest_bdd.scenario import scenario as scenario_decorator

from conformance.catalogue import Requirement, load_catalogue
from conformance.judging.outcomes import OUTCOMES
from conformance.plugin.state import RunState
from conformance.processes import without_garbage_collection
from conformance.scenarios import VERSIONED, FeatureError, actor_of, feature_at, requirement_of, steps_of

#: The attributes of a test function that hold its requirement's id, and its scenario as the feature file has it.
_REQUIREMENT = "__layer_requirement__"
_TEMPLATE = "__layer_scenario__"
#: The plug-in with which VS Code discovers tests.
EXPLORER = "vscode_pytest"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage meanwhile: what is collected stays to the end of the run."""
    with without_garbage_collection():
        return (yield)


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
                # pytest would name the function that pytest-bdd makes of every scenario.
                vars(item)["reportinfo"] = partial(_place, item, template.line_number)
                yield item

    def _function(self, name: str, template: ScenarioTemplate) -> Callable[..., Any]:
        @scenario_decorator(self.path.name, name, features_base_dir=str(self.path.parent))
        def _scenario() -> None:
            """Hold the scenario's steps; pytest-bdd runs them."""

        try:
            requirement = requirement_of(template, self.path)
        except FeatureError as error:
            raise pytest.UsageError(str(error)) from error
        function: Callable[..., Any] = _scenario
        if requirement.actor in VERSIONED:
            function = pytest.mark.usefixtures("api_version")(_scenario)
        setattr(function, _REQUIREMENT, requirement.id)
        setattr(function, _TEMPLATE, template)
        return function


def _brief(item: pytest.Function, excinfo: pytest.ExceptionInfo[BaseException]) -> object:
    if isinstance(excinfo.value, OUTCOMES):
        return str(excinfo.value)
    return pytest.Function.repr_failure(item, excinfo)


def _place(item: pytest.Function, line: int) -> tuple[Path, int, str]:
    """Return where a scenario stands: its feature file, its line there, counted from 0, and its name."""
    return item.path, line - 1, item.name


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Show scenarios to VS Code's Test Explorer as tests of their files.

    Its plug-in looks for `.py` in the id of whatever has parameters; nothing reads those after the discovery.
    """
    if session.config.option.collectonly and session.config.pluginmanager.has_plugin(EXPLORER):
        for item in session.items:
            if requirement_of_item(item) is not None:
                vars(item).pop("callspec", None)


@pytest.hookimpl(optionalhook=True)
def pytest_csv_register_columns(columns: dict[str, Any]) -> None:
    """Let pytest-csv tell a scenario's file and name, which it looks for behind the `.py` of an id."""
    for name in ("module", "function", "name"):
        columns[name] = partial(_csv_column, name, columns.get(name))


def _csv_column(
    name: str, usual: Callable[..., Any] | None, item: pytest.Item | None, report: object
) -> Mapping[str, str]:
    if item is not None and requirement_of_item(item) is not None:
        return {name: item.path.name if name == "module" else item.name}
    return dict(usual(item, report)) if usual else {}


def requirement_of_item(item: pytest.Item) -> Requirement | None:
    """Return the requirement that a test item examines, or None where it is none of ours."""
    requirement_id = getattr(getattr(item, "function", None), _REQUIREMENT, None)
    return load_catalogue()[requirement_id] if requirement_id else None


def template_of_item(item: pytest.Item) -> ScenarioTemplate | None:
    """Return the scenario of a test item as the feature file has it, or None where it is none of ours."""
    return getattr(getattr(item, "function", None), _TEMPLATE, None)


#: The steps of an item, once somebody has asked for them.
_STEPS = pytest.StashKey[tuple[str, ...]]()


def steps_of_item(item: pytest.Item) -> tuple[str, ...]:
    """Return the steps of a test item as they read for its row; none where it is no scenario of ours."""
    if _STEPS not in item.stash:
        template, values = _template_and_row_of(item)
        item.stash[_STEPS] = steps_of(template, values) if template else ()
    return item.stash[_STEPS]


def rendered_steps_of(item: pytest.Item) -> Sequence[Step]:
    """Return the steps of a test item with their tables, as they read for its row; none where it is none of ours."""
    template, values = _template_and_row_of(item)
    return template.render(values).steps if template else ()


def scenario_name_of(item: pytest.Item) -> str:
    """Return the name of a scenario as it reads for its row."""
    template, values = _template_and_row_of(item)
    return template.render(values).name if template else item.name


def _template_and_row_of(item: pytest.Item) -> tuple[ScenarioTemplate | None, Mapping[str, str]]:
    template = template_of_item(item)
    callspec = getattr(item, "callspec", None)
    rows = [value for value in (callspec.params.values() if callspec else ()) if isinstance(value, Mapping)]
    return template, rows[0] if rows else {}


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
