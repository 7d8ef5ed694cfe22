"""How many processes examine, and which scenarios they may share."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from scenario_items import config_of, item_of

from conformance.catalogue import load_catalogue
from conformance.embedded.targets import embedded_targets
from conformance.plugin.run import parallel
from conformance.targets import Faketime, HttpSettings, Targets, WallTime

REMOTE = replace(embedded_targets().server, url="http://layer.example", clock=WallTime())
ALONE = next(row.id for row in load_catalogue().values() if row.alone and row.actor == "server")


def session_of(*requirements: str | None, targets: Targets | None = None, **options):
    """Return a session with a scenario of each requirement."""
    config = config_of(targets, **options)
    return SimpleNamespace(config=config, items=[item_of(each, config) for each in requirements])


@pytest.fixture(autouse=True)
def cores(monkeypatch):
    """A machine with three cores."""
    monkeypatch.setattr(os, "cpu_count", lambda: 3)


class TestProcesses:
    def test_the_embedded_reference_has_one_a_core(self):
        """Where there is enough to do for them."""
        assert parallel.processes_for(session_of(*["NONCE-1"] * 200)) == 3
        assert parallel.processes_for(session_of(*["NONCE-1"] * 199)) == 1

    def test_one_where_an_editor_watches(self):
        """It takes a scenario's file from the process that runs it."""
        session = session_of(*["NONCE-1"] * 200, jobs=2)
        assert parallel.processes_for(session) == 2
        session.config.pluginmanager["vscode_pytest"] = object()
        assert parallel.processes_for(session) == 1

    def test_no_more_than_four_by_itself(self, monkeypatch):
        """A machine with many cores has others to serve."""
        monkeypatch.setattr(os, "cpu_count", lambda: 64)
        assert parallel.processes_for(session_of(*["NONCE-1"] * 200)) == 4

    def test_a_machine_that_does_not_tell_its_cores(self, monkeypatch):
        """Has one."""
        monkeypatch.setattr(os, "cpu_count", lambda: None)
        assert parallel.processes_for(session_of(*["NONCE-1"] * 200)) == 1

    def test_any_other_target_has_four(self):
        """Where there is enough to do for them, unless others are asked for."""
        remote = Targets.of(REMOTE)
        assert parallel.processes_for(session_of(*["NONCE-1"] * 50, targets=remote)) == 4
        assert parallel.processes_for(session_of(*["NONCE-1"] * 49, targets=remote)) == 1
        assert parallel.processes_for(session_of("NONCE-1", targets=remote, jobs=7)) == 7
        assert parallel.processes_for(session_of(*["NONCE-1"] * 50, targets=remote, jobs=1)) == 1

    def test_a_target_file_may_say_how_many(self):
        """And the option has the last word."""
        target = Targets.of(replace(REMOTE, http=HttpSettings(parallel=2)))
        assert parallel.processes_for(session_of(*["NONCE-1"] * 50, targets=target)) == 2
        assert parallel.processes_for(session_of(*["NONCE-1"] * 50, targets=target, jobs=3)) == 3

    def test_a_client_has_one(self):
        """It cannot be told two things at once."""
        target = Targets.of(replace(embedded_targets().client, source=Path("client.toml")))
        assert target.client.processes == 1

    @pytest.mark.parametrize(
        "option",
        [
            {"maxfail": 1},
            {"usepdb": True},
            {"trace": True},
            {"stepwise": True},
            {"setupshow": True},
            {"setuponly": True},
            {"numprocesses": 2},
            {"capture": "no"},
        ],
        ids=lambda option: next(iter(option)),
    )
    def test_who_wants_to_see_or_stop_has_one(self, option):
        """Whatever else was asked for."""
        assert parallel.processes_for(session_of(*["NONCE-1"] * 200, jobs=4, **option)) == 1

    def test_where_pytest_captures_nothing_one_does(self):
        """`-p no:capture` leaves pytest without the option."""
        session = session_of(*["NONCE-1"] * 200, jobs=4)
        del session.config.option.capture
        assert parallel.processes_for(session) == 1

    def test_tests_of_anybodys_are_not_ours_to_share_out(self):
        """One among the scenarios is enough."""
        assert parallel.processes_for(session_of("NONCE-1", None, jobs=4)) == 1

    def test_a_clock_that_is_set_is_set_by_one(self, tmp_path):
        """Two would set it against each other."""
        target = replace(REMOTE, clock=Faketime(tmp_path / "time"))
        assert parallel.processes_for(session_of("NONCE-1", targets=Targets.of(target), jobs=4)) == 1

    def test_a_system_that_cannot_fork_has_one(self, monkeypatch):
        """It is no error."""
        monkeypatch.setattr(parallel, "can_fork", lambda: False)
        assert parallel.processes_for(session_of("NONCE-1", jobs=4)) == 1


class TestIndependence:
    def test_at_a_shared_target_some_rows_run_alone(self):
        """Those that say so, when the others have ended."""
        session = session_of("NONCE-1", ALONE, "NONCE-3", targets=Targets.of(REMOTE))
        shared, alone = parallel._split_by_independence(session, session.items)
        assert [item.nodeid.split()[0].split("::")[1] for item in shared] == ["NONCE-1", "NONCE-3"]
        assert alone == session.items[1:2]

    def test_each_process_has_a_reference_of_its_own(self):
        """Nobody disturbs anybody there."""
        session = session_of("NONCE-1", ALONE)
        assert parallel._split_by_independence(session, session.items) == (session.items, [])


def queue_of(*numbers):
    """Return a queue that holds these, for whoever draws."""
    left = iter(numbers)
    return SimpleNamespace(draw=lambda: left)


def test_each_scenario_is_drawn_once_and_with_its_group():
    """Whichever process draws it: what tries tokens is drawn together with what else does."""
    items = [item_of(name) for name in ("NONCE-1", "NONCE-3", "NONCE-4")]
    groups = [items[:2], items[2:]]
    assert list(parallel._draw_scenarios(groups, queue_of(1, 0), lambda: True)) == [items[2], items[0], items[1]]


def test_a_process_that_is_one_too_many_runs_what_it_has_drawn_and_draws_no_more():
    """What it leaves in the queue others draw."""
    queue = queue_of(0, 1, 2)
    groups = [[item_of(name)] for name in ("NONCE-1", "NONCE-3", "NONCE-4")]
    room = iter([True, False])
    assert list(parallel._draw_scenarios(groups, queue, lambda: next(room))) == [*groups[0], *groups[1]]
    assert list(parallel._draw_scenarios(groups, queue, lambda: True)) == groups[2]
