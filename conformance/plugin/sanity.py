"""The way in, before everything else and after it: what was seen in between counts as long as both go well."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from conformance.plugin.beginning import SUSPECT, begun
from conformance.plugin.collection import requirement_of_item
from conformance.plugin.embedded import is_embedded
from conformance.plugin.examined import Examined
from conformance.plugin.options import targets_of


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Let a right user in first and last; where only the first succeeds, the target has changed meanwhile."""
    well = [examined for examined in _examined(session) if examined.lets_in()]
    done = yield
    if any(not examined.lets_in_still() for examined in well):
        session.config.stash[SUSPECT] = (
            "a right user got in before everything else and not after it: the target died, or was asked too much, "
            "and what was found in between is suspect"
        )
    return done


def _examined(session: pytest.Session) -> list[Examined]:
    """Return the examinations of this run's targets, where they are somebody else's and anything is to run."""
    config = session.config
    if hasattr(config, "workerinput") or config.option.collectonly or config.getoption("--matrix"):
        return []
    items = getattr(session, "items", None)  # xdist's controller has none
    if session.testsfailed or (items is not None and not any(requirement_of_item(item) for item in items)):
        return []
    return [begun(config, actor) for actor, target in targets_of(config).items() if not is_embedded(target)]
