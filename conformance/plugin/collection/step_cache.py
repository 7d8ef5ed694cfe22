"""A memory for pytest-bdd's search for step definitions (docs/decisions/0004-step-lookup.md).

pytest-bdd walks every fixture of the session for every step of every scenario, and makes a fixture of what it finds:
half of a run on the embedded reference. All our steps are defined by plugins and each text matches one of them: one
look at the definitions is enough for a run, and one match for a text. Where pytest-bdd has changed inside, nothing is
done.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_bdd.compat import get_fixture_names, getfixturedefs
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

_SEARCH = "get_step_function"
_PARAMETERS = ("request", "step")
_DEFINITIONS = pytest.StashKey[list[StepFunctionContext]]()
_Search = Callable[..., StepFunctionContext | None]


def pytest_configure() -> None:
    """Remember what pytest-bdd finds, as long as it searches in the way that we know."""
    module = sys.modules["pytest_bdd.scenario"]
    search: _Search | None = getattr(module, _SEARCH, None)
    if search is None or hasattr(search, "remembers"):
        return
    if tuple(inspect.signature(search).parameters) == _PARAMETERS:
        setattr(module, _SEARCH, _remembering(search))


def _remembering(search: _Search) -> _Search:
    found: dict[tuple[Any, str, str], StepFunctionContext | None] = {}

    def remembered(request: pytest.FixtureRequest, step: Any) -> StepFunctionContext | None:
        manager = request._fixturemanager
        key = (manager, step.type, step.name)
        if key not in found:
            matching = [each for each in definitions_known_to(request.node) if _matches(each, step)]
            found[key] = matching[0] if len(matching) == 1 else None
        return found[key] or search(request=request, step=step)

    remembered.remembers = True  # type: ignore[attr-defined]
    return remembered


def definitions_known_to(item: pytest.Item) -> list[StepFunctionContext]:
    """Return the step definitions of the session of a scenario; the first look is remembered."""
    remembered = item.session.stash.get(_DEFINITIONS, None)
    if remembered is None:
        remembered = list(_definitions(item.session._fixturemanager, item))
        item.session.stash[_DEFINITIONS] = remembered
    return remembered


def _definitions(manager: Any, node: pytest.Item) -> Iterator[StepFunctionContext]:
    """Yield the step definitions: a third of the fixtures."""
    for name in get_fixture_names(fixturemanager=manager):
        for definition in getfixturedefs(manager, name, node) or []:
            context = step_function_context_registry.get(definition.func)
            if context is not None:
                yield context


def _matches(context: StepFunctionContext, step: Any) -> bool:
    return context.type in (None, step.type) and bool(context.parser.is_matching(step.name))
