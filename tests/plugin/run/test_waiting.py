"""Which scenarios wait, and what is told of them while they do."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import replace
from types import SimpleNamespace

import pytest
from scenario_items import FakeTerminal, config_of, item_of

from conformance.clock import RealTime
from conformance.embedded.targets import embedded_targets
from conformance.plugin.run import waiting
from conformance.plugin.state import RunState
from conformance.targets import Targets

REMOTE = Targets.of(replace(embedded_targets().server, url="http://layer.example"))


def session_of(targets=REMOTE, max_wait=660, **options):
    config = config_of(targets, **options)
    RunState.of(config).max_wait = max_wait
    waits = item_of("NONCE-LIFE-1", config, steps=("a nonce that is 5 minutes old",))
    items = [item_of("NONCE-1", config), waits, item_of(None, config)]
    return SimpleNamespace(config=config, items=items)


class TestWaitingBeside:
    def test_it_is_possible_where_processes_can_be_forked(self):
        """And nobody sits beside them."""
        assert waiting.reason_not_to_wait_beside(config_of()) == ""

    def test_it_is_where_plug_ins_of_pytest_are_left_out(self):
        """`-p no:debugging` and `-p no:setuponly` leave it without their options."""
        config = config_of()
        for name in ("usepdb", "trace", "setupshow"):
            delattr(config.option, name)
        assert waiting.reason_not_to_wait_beside(config) == ""

    @pytest.mark.parametrize("option", ["usepdb", "trace"])
    def test_not_beside_a_debugger(self, option):
        """The sentence says which options to leave out."""
        assert "leave --pdb and --trace out" in waiting.reason_not_to_wait_beside(config_of(**{option: True}))

    def test_not_where_pytest_shows_what_it_sets_up(self):
        """It does so at its terminal, which no other process has."""
        assert "leave --setup-show out" in waiting.reason_not_to_wait_beside(config_of(setupshow=True))

    def test_not_in_a_worker_of_xdist(self):
        """Its controller could not collect what it forks."""
        config = config_of()
        config.workerinput = {}
        assert "leave -n out" in waiting.reason_not_to_wait_beside(config)

    def test_not_where_nobody_can_fork(self, monkeypatch):
        """It is said, and not tried."""
        monkeypatch.setattr(waiting, "can_fork", lambda: False)
        assert "fork processes" in waiting.reason_not_to_wait_beside(config_of())


class TestWhichWait:
    def test_those_that_need_time(self):
        """And no others: what needs none runs meanwhile."""
        session = session_of()
        assert waiting.waiting_scenarios(session) == [session.items[1]]

    def test_without_patience_none(self):
        """They say themselves that they would need it."""
        assert waiting.waiting_scenarios(session_of(max_wait=0)) == []

    @pytest.mark.parametrize(
        "option", ["usepdb", "trace", "collectonly", "setupshow", "setuponly", "setupplan", "numprocesses"]
    )
    def test_where_a_person_sits_beside_it_none(self, option):
        """Nor where xdist runs them."""
        assert waiting.waiting_scenarios(session_of(**{option: True})) == []

    def test_where_nobody_can_fork_none(self, monkeypatch):
        """It is no error."""
        monkeypatch.setattr(waiting, "can_fork", lambda: False)
        assert waiting.waiting_scenarios(session_of()) == []


@pytest.mark.parametrize("is_unreachable", [True, False])
def test_where_nothing_waits_all_of_them_run_here(monkeypatch, is_unreachable):
    """Because nothing needs to, or because the target cannot be reached."""
    session = session_of(max_wait=660 if is_unreachable else 0)
    monkeypatch.setattr(waiting, "start_examination", lambda *_: SimpleNamespace(is_unreachable=is_unreachable))
    monkeypatch.setattr(waiting, "fork", lambda _work: pytest.fail("nobody has to wait"))
    waits = waiting.start(session)
    assert (waits.others, waits.child) == (session.items, None)


def test_what_need_not_wait_runs_meanwhile(monkeypatch):
    """And nothing that waits runs here as well."""
    session = session_of()
    monkeypatch.setattr(waiting, "start_examination", lambda *_: SimpleNamespace(is_unreachable=False))
    monkeypatch.setattr(waiting, "prepare_fork", lambda _session: nullcontext())
    monkeypatch.setattr(waiting, "fork", lambda _work: None)
    with waiting.start(session) as waits:
        assert waits.others == [session.items[0], session.items[2]]
        assert len(waits.readers) == 1


@pytest.mark.parametrize(
    ("left", "text"),
    [
        ((5.0,), "1 scenario, the next for 0:05, the last for 0:05"),
        ((599.6, 59.4), "2 scenarios, the next for 0:59, the last for 10:00"),
        ((3600.0, 3725.0, -3.0), "3 scenarios, the next for 0:00, the last for 1:02:05"),
    ],
)
def test_the_countdown_names_the_next_and_the_last(monkeypatch, left, text):
    """In minutes and seconds, with hours where there are some; who is due is not behind zero."""
    monkeypatch.setattr(RealTime, "elapsed", staticmethod(lambda: 1000.0))
    until = {str(number): 1000.0 + seconds for number, seconds in enumerate(left)}
    assert str(waiting.Waits(session_of(), [], until=until)) == f"waiting at the target: {text}"


@pytest.mark.parametrize("isatty", [True, False])
def test_the_countdown_is_shown_where_lines_can_be_written_over(monkeypatch, isatty):
    """While somebody waits; it is gone before a report is shown, and stays away where nobody waits any more."""
    replayed = []
    lines = [json.dumps({"waits": "a", "until": 10.0}).encode(), b"", json.dumps({"nodeid": "a"}).encode(), b""]
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(RealTime, "elapsed", staticmethod(lambda: 7.0))
    monkeypatch.setattr(waiting, "read_lines", lambda _readers, _tick: iter(lines))
    monkeypatch.setattr(waiting, "replay", lambda _session, line: replayed.append(json.loads(line)))
    session, terminal = session_of(), FakeTerminal(isatty=isatty)
    session.config.pluginmanager["terminalreporter"] = terminal
    waits = waiting.Waits(session, [])
    waits.collect()
    assert replayed == [{"nodeid": "a"}]
    assert waits.until == {}
    countdown = "waiting at the target: 1 scenario, the next for 0:03, the last for 0:03"
    assert [line for line in terminal.lines if line] == ([countdown] if isatty else [])
    assert not terminal.lines or terminal.lines[-1] == ""


def test_a_log_says_every_minute_what_is_waited_for(monkeypatch):
    """Where no line can be written over, and each time in a line of its own."""
    now = [0.0]
    told = []

    def lines(_readers, _tick):
        yield json.dumps({"waits": "a", "until": 150.0}).encode()
        for now[0] in (30.0, 59.0, 60.0, 61.0, 119.0, 121.0, 149.0):
            yield b""
        yield json.dumps({"nodeid": "a"}).encode()

    monkeypatch.setattr(RealTime, "elapsed", staticmethod(lambda: now[0]))
    monkeypatch.setattr(waiting, "read_lines", lines)
    monkeypatch.setattr(waiting, "replay", lambda *_: None)
    session, terminal = session_of(), FakeTerminal(isatty=False)
    terminal.write_line = lambda line: told.append((now[0], line))
    session.config.pluginmanager["terminalreporter"] = terminal
    waiting.Waits(session, []).collect()
    assert [moment for moment, _ in told] == [60.0, 121.0]
    assert told[0][1] == "waiting at the target: 1 scenario, the next for 1:30, the last for 1:30"
