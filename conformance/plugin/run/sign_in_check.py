"""Sign in as a valid user before and after the run; if only the first succeeds, the findings in between are suspect."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from conformance.embedded.targets import is_embedded
from conformance.plugin.run.start import start_examination
from conformance.plugin.state import RunState


@contextmanager
def around(session: pytest.Session) -> Iterator[None]:
    """Check at every target that is not the suite's own that a valid user can sign in, before and after the run."""
    config, state = session.config, RunState.of(session.config)
    examinations = [start_examination(config, actor) for actor, each in state.targets.items() if not is_embedded(each)]
    open_to_users = [examination for examination in examinations if examination.can_sign_in()]
    for examination in examinations:
        if examination not in open_to_users:
            examination.give_up_at_a_gateway()
            examination.give_up_without_cookies()
    yield
    if any(not examination.still_signs_in() for examination in open_to_users):
        state.suspect = (
            "a valid user could sign in before the run but not after it: the target died or was overloaded, "
            "and what was found in between is suspect"
        )
    for examination in examinations:
        reason = examination.reason_to_take_back()
        if reason is not None:
            state.taken_back[examination.target.actor] = reason
