"""The order of a run: what is set up, what waits, what runs side by side, what runs last, what is put back."""

from __future__ import annotations

import gc

import pytest

from conformance.plugin.collection.batches import plan_batches
from conformance.plugin.collection.features import requirement_of_item
from conformance.plugin.run import (
    kill_matrix,
    parallel,
    progress,
    rejudge,
    serial,
    sign_in_check,
    target_clock,
    waiting,
)
from conformance.plugin.state import RunState, is_worker
from conformance.processes import give_memory_back


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run the scenarios; read this from top to bottom to know what happens in which order."""
    if not has_scenarios_to_run(session):
        return None  # pytest's own loop goes on
    recorded = rejudge.recorded_run_of(session.config)
    if recorded is not None:
        return rejudge.run(session, recorded)
    if session.config.getoption("--matrix"):
        return kill_matrix.run(session)
    if is_worker(session.config):
        return None
    RunState.of(session.config).batches = plan_batches(session.items)
    # What stands so far stands to the end: the garbage collector need not look at it again, here and in forks.
    gc.freeze()
    give_memory_back()
    try:
        with progress.display(session), target_clock.set_and_restored(session), sign_in_check.around(session):
            progress.tell_length(session)
            run = parallel.run if parallel.processes_for(session) > 1 else serial.run
            with waiting.start(session) as waits:
                run(session, waits.others)
                waits.collect()
    except KeyboardInterrupt as interrupt:
        if type(interrupt) is not KeyboardInterrupt or session.config.option.fulltrace:
            raise
        # pytest would name the line of ours at which Ctrl-C came.
        raise session.Interrupted("what was seen until then is written") from None
    return True


def has_scenarios_to_run(session: pytest.Session) -> bool:
    """Say whether a run is about a target at all, and not about the suite's own tests.

    xdist's controller has no items: its workers have them.
    """
    if session.config.option.collectonly or (
        session.testsfailed and not session.config.option.continue_on_collection_errors
    ):
        return False
    return serial.xdist_of(session) is not None or any(requirement_of_item(item) for item in session.items)
