"""A memory for pytest-bdd's search for step definitions (docs/decisions/0004-step-lookup.md).

pytest-bdd walks every fixture of the session for every step of every scenario, which is two fifths of a run on the
embedded reference. All our steps are defined by plugins, so that what is found for a text is found for it everywhere:
one look at the definitions is enough for a run, and one match for a text. Where pytest-bdd has changed inside, nothing
is done.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from pytest_bdd.compat import get_fixture_names, getfixturedefs
from pytest_bdd.steps import step_function_context_registry

_SEARCH = "find_fixturedefs_for_step"
_PARAMETERS = ("step", "fixturemanager", "node")


def pytest_configure() -> None:
    """Remember what pytest-bdd finds, as long as it searches in the way that we know."""
    module = sys.modules["pytest_bdd.scenario"]
    search = getattr(module, _SEARCH, None)
    if search is None or hasattr(search, "remembers"):
        return
    if tuple(inspect.signature(search).parameters) == _PARAMETERS:
        setattr(module, _SEARCH, _remembering())


def _remembering() -> Callable[..., Iterable[Any]]:
    definitions: dict[Any, list[Any]] = {}
    found: dict[tuple[Any, str, str], list[Any]] = {}

    def remembered(step: Any, fixturemanager: Any, node: pytest.Item) -> Iterable[Any]:
        key = (fixturemanager, step.type, step.name)
        if key not in found:
            if fixturemanager not in definitions:
                definitions[fixturemanager] = list(_definitions(fixturemanager, node))
            found[key] = [each for each in definitions[fixturemanager] if _matches(each, step)]
        return found[key]

    remembered.remembers = True  # type: ignore[attr-defined]
    return remembered


def _definitions(fixturemanager: Any, node: pytest.Item) -> Iterator[Any]:
    """Yield the fixtures that are step definitions: sixty among three hundred."""
    for name in get_fixture_names(fixturemanager=fixturemanager):
        for definition in getfixturedefs(fixturemanager, name, node) or []:
            if definition.func in step_function_context_registry:
                yield definition


def _matches(definition: Any, step: Any) -> bool:
    context = step_function_context_registry[definition.func]
    return context.type in (None, step.type) and bool(context.parser.is_matching(step.name))
