"""What is done once, before processes are forked, so that none of them does it again.

docs/decisions/0006-forking.md has the reasons and the figures.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from conformance.judging.outcomes import Inconclusive
from conformance.plugin.beginning import begun
from conformance.plugin.embedded import frozen_beforehand, is_embedded
from conformance.plugin.options import targets_of
from conformance.plugin.step_lookup import definitions_known_to
from conformance.targets import Target


def _learn(config: pytest.Config) -> None:
    """Ask a target what every one of the processes would ask it again."""
    for actor, target in targets_of(config).items():
        examination = begun(config, actor)
        for version in target.versions if isinstance(target, Target) else (None,):
            with suppress(Inconclusive):
                examination.require_discernment(version)


@contextmanager
def prepared(session: pytest.Session) -> Iterator[None]:
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
            with frozen_beforehand(session.config.stash):
                yield
        else:
            _learn(session.config)
            yield
    finally:
        gc.unfreeze()
