"""The state of a run: what is examined in place of what, and how many requests were sent."""

from __future__ import annotations

import time

import pytest
from scenario_items import config_of

from conformance.catalogue import Profile
from conformance.clock import VirtualClock
from conformance.embedded.targets import UnknownReferenceError, embedded_targets
from conformance.plugin.state import RequestsSent, RunState, is_worker
from conformance.reference.mutants import all_mutants
from conformance.targets import Targets


class TestRequestsSent:
    def test_the_last_number_of_a_process_counts(self):
        """Each reports how many it has sent so far."""
        sent = RequestsSent()
        for number in (1, 5, 9):
            sent.record("server", "process 0", number)
        assert sent.total == 9

    def test_processes_and_actors_are_added_up(self):
        """Each has an account of its own."""
        sent = RequestsSent()
        sent.record("server", "process 0", 10)
        sent.record("server", "process 1", 200)
        sent.record("provider", "process 1", 3000)
        assert sent.total == 3210

    def test_a_report_without_a_number_changes_nothing(self):
        """A scenario that has sent nothing does not take back what others have."""
        sent = RequestsSent()
        sent.record("server", "", None)
        assert sent.total == 0
        sent.record("server", "", 7)
        sent.record("server", "", None)
        assert sent.total == 7


class TestRunState:
    def test_a_run_has_one(self):
        """And another run has another."""
        config = config_of(Targets())
        assert RunState.of(config) is RunState.of(config)
        assert RunState.of(config) is not RunState.of(config_of())

    @pytest.mark.parametrize("actor", ["server", "provider"])
    def test_a_mutant_stands_in_the_place_of_its_actor(self, actor):
        """Which alone is examined; what makes the other stays as it was."""
        state = RunState(targets=embedded_targets())
        state.examine_reference("mutant", next(each.name for each in all_mutants() if each.actor == actor))
        assert list(state.targets) == [actor]
        assert [state.make_server is not None, state.make_provider is not None] == [
            actor == "server",
            actor == "provider",
        ]

    def test_an_unknown_name_changes_nothing(self):
        """The targets stay those of before."""
        state = RunState(targets=embedded_targets())
        with pytest.raises(UnknownReferenceError):
            state.examine_reference("variation", "no such variation")
        assert list(state.targets) == list(embedded_targets())

    def test_time_is_frozen_for_as_long_as_the_context_lasts(self):
        """And no longer."""
        state = RunState()
        with state.freeze_clock():
            assert time.time() == state.frozen_clock.now() == VirtualClock.START
        assert state.frozen_clock is None
        assert time.time() < VirtualClock.START

    def test_another_run_in_this_process_has_the_options_and_nothing_that_was_seen(self):
        """Its targets, its profile and its frozen time are those of the last one."""
        config = config_of()
        last = RunState.of(config)
        last.profile, last.max_wait, last.frozen_clock = Profile.CORE, 7, object()
        last.examinations["server"], last.make_server, last.suspect = object(), object(), "for a reason"
        state = last.repeat(config)
        assert RunState.of(config) is state is not last
        assert state == RunState(
            targets=last.targets, profile=Profile.CORE, max_wait=7, frozen_clock=last.frozen_clock,
            started=state.started, began=state.began, results=state.results,
        )  # fmt: skip


def test_a_worker_of_xdist_is_known_by_what_its_controller_gave_it():
    """Every other process is none."""
    config = config_of()
    assert not is_worker(config)
    config.workerinput = {}
    assert is_worker(config)
