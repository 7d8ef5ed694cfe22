"""The way in, before everything else and after it: what was seen in between counts as long as both go well."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from conformance.embedded.targets import is_embedded
from conformance.examination.base import Examination
from conformance.plugin.collection.features import requirement_of_item
from conformance.plugin.options import targets_of
from conformance.plugin.run.start import start_examination
from conformance.plugin.state import RunState


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Let a right user in first and last; where only the first succeeds, the target has changed meanwhile."""
    well = [examined for examined in _examined(session) if examined.can_sign_in()]
    done = yield
    if any(not examined.still_signs_in() for examined in well):
        RunState.of(session.config).suspect = (
            "a right user got in before everything else and not after it: the target died, or was asked too much, "
            "and what was found in between is suspect"
        )
    return done


def _examined(session: pytest.Session) -> list[Examination]:
    """Return the examinations of this run's targets, where they are somebody else's and anything is to run."""
    config = session.config
    if hasattr(config, "workerinput") or config.option.collectonly or config.getoption("--matrix"):
        return []
    items = getattr(session, "items", None)  # xdist's controller has none
    if session.testsfailed or (items is not None and not any(requirement_of_item(item) for item in items)):
        return []
    return [start_examination(config, actor) for actor, target in targets_of(config).items() if not is_embedded(target)]
