"""What is done once, before processes are forked, so that none of them does it again.

docs/decisions/0006-forking.md has the reasons and the figures.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from conformance.embedded.targets import is_embedded
from conformance.judging.outcomes import Inconclusive
from conformance.plugin.collection.step_cache import definitions_known_to
from conformance.plugin.options import targets_of
from conformance.plugin.run.start import start_examination
from conformance.plugin.state import RunState
from conformance.targets import ServerTarget


def _learn(config: pytest.Config) -> None:
    """Ask a target what every one of the processes would ask it again."""
    for actor, target in targets_of(config).items():
        examination = start_examination(config, actor)
        for version in target.versions if isinstance(target, ServerTarget) else (None,):
            with suppress(Inconclusive):
                examination.require_discrimination(version)


@contextmanager
def prepare_fork(session: pytest.Session) -> Iterator[None]:
    """Prepare this process for being forked while the context lasts.

    The patterns of all steps are compiled, the garbage collector leaves alone what there is (so that its pages stay
    shared). Time is frozen where the embedded reference is what is examined; at any other target it is learnt whether
    it can tell right from wrong.
    """
    for context in definitions_known_to(session.items[0]):
        context.parser.is_matching("")
    gc.collect()
    gc.freeze()
    try:
        if all(is_embedded(target) for target in targets_of(session.config).values()):
            with RunState.of(session.config).freeze_clock():
                yield
        else:
            _learn(session.config)
            yield
    finally:
        gc.unfreeze()
