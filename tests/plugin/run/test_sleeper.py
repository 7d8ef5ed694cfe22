"""How scenarios wait within one another, and go on in processes of their own."""

from __future__ import annotations

import itertools
import json
import math
import os
import sys
import traceback
from types import SimpleNamespace

import pytest
from scenario_items import config_of

from conformance.clock import RealTime
from conformance.plugin.run import sleeper
from conformance.plugin.run.forks import fork, read_lines
from conformance.plugin.run.sleeper import Sleeper
from conformance.plugin.state import RunState


class EndedError(Exception):
    """A process has ended itself."""


def test_whoever_sleeps_is_not_late(monkeypatch):
    """It sleeps until its moment, in naps, by a clock that nobody can set."""
    now, naps = [100.0], []

    def nap(_readers, _writers, _errors, seconds):
        naps.append(seconds)
        now[0] += seconds
        return [], [], []

    monkeypatch.setattr(RealTime, "elapsed", staticmethod(lambda: now[0]))
    monkeypatch.setattr(sleeper, "select", SimpleNamespace(select=nap))
    sleeper.sleep_until(sleeper.moment_after(12.0), -1)
    assert naps == [5.0, 5.0, 2.0]


def test_whoever_sleeps_for_nobody_ends(monkeypatch):
    """Where the pipe of its parent is closed, nobody reads its result."""

    def end(code):
        raise EndedError(code)

    monkeypatch.setattr(sleeper, "os", SimpleNamespace(_exit=end))
    reader, writer = os.pipe()
    os.close(writer)
    with os.fdopen(reader) as pipe, pytest.raises(EndedError, match="1"):
        sleeper.sleep_until(sleeper.moment_after(3600.0), pipe.fileno())


class Fixture:
    """A fixture of pytest's, which has a value while a scenario runs that uses it."""

    scope = "function"
    cached_result: str | None = None

    def finish(self, _request):
        self.cached_result = None


class Examination:
    """What all scenarios of a process share: each of them goes on over the connection that it has begun with."""

    clock = passing = None
    border = SimpleNamespace(redactor=SimpleNamespace(refresh=lambda: None))

    def __init__(self):
        self.reconnect(None)

    def reconnect(self, _passing):
        self.connection = SimpleNamespace(close=lambda: None)


class Stage:
    """Scenarios that wait in a process of their own, and the pipes by which each of them writes home."""

    def __init__(self, waits):
        self.session = SimpleNamespace(config=config_of())
        #: What pytest has set up, and hooks that it calls when it sets fixtures up.
        self.set_up, self.hooks, self.fixture = [], [], Fixture()
        self.session.config.pluginmanager.register = self.hooks.append
        self.state = RunState.of(self.session.config)
        self.state.max_wait = 3600
        self.examination = self.state.examinations["server"] = Examination()
        self.items = [self.item_that_waits(*each) for each in waits]
        self.pipes = {item.nodeid: os.pipe() for item in self.items}

    def item_that_waits(self, nodeid, *waits):
        return SimpleNamespace(nodeid=nodeid, waits=waits, listchain=lambda: ["session", nodeid])

    def run_item(self, item, following):
        """Be the scenario: pytest has no fixture of it when it begins, and what it has set up when it goes on."""
        fixture, chain = self.fixture, item.listchain()
        assert fixture.cached_result is None
        assert self.set_up == chain[: len(self.set_up)]
        self.set_up[:] = chain
        for hooks in self.hooks:
            hooks.pytest_fixture_setup(fixture, None)
        fixture.cached_result = item.nodeid
        began, connection = os.getpid(), self.examination.connection
        for seconds in item.waits:
            self.state.target_time(None).advance(seconds, "")
        assert self.examination.connection is connection
        assert self.set_up[: len(chain)] == chain
        home = os.fdopen(os.dup(self.pipes[item.nodeid][1]), "w")
        depth = sum(1 for _ in traceback.walk_stack(None))
        print(json.dumps([item.nodeid, fixture.cached_result, began, os.getpid(), depth]), file=home, flush=True)
        fixture.finish(None)
        self.set_up[:] = following.listchain() if following else []

    def run(self):
        """Let all of them wait, and demand that none fails."""
        (watched, lifeline), (meanwhile, end_of_others) = os.pipe(), os.pipe()

        def sleep(_writer):
            homes = {nodeid: os.fdopen(writer, "w") for nodeid, (_, writer) in self.pipes.items()}
            Sleeper(self.session, self.items, homes, watched, meanwhile).run()

        pid, reader = fork(sleep)
        for end in (watched, meanwhile, end_of_others, *(writer for _, writer in self.pipes.values())):
            os.close(end)
        failures = list(read_lines([reader]))
        os.waitpid(pid, 0)
        os.close(lifeline)
        assert failures == []

    def lines(self):
        """Return what each has written home."""
        found = {}
        for nodeid, (reader, _) in self.pipes.items():
            with os.fdopen(reader) as home:
                found[nodeid] = [json.loads(line) for line in home]
        return found


@pytest.fixture
def lines_of(monkeypatch):
    """Let scenarios wait in a process of their own, where time passes at once; return what each has written home."""
    monkeypatch.setattr(sleeper, "steps_of_item", lambda item: item)
    monkeypatch.setattr(sleeper, "seconds_needed", lambda item: sum(item.waits))
    monkeypatch.setattr(sleeper, "moment_after", lambda seconds: seconds)
    monkeypatch.setattr(sleeper, "sleep_until", lambda _moment, _watched: None)
    monkeypatch.setattr(RealTime, "elapsed", staticmethod(lambda: 0.0))

    def run(waits):
        stage = Stage(waits)
        monkeypatch.setattr(sleeper, "run_item", stage.run_item)
        stage.run()
        return stage.lines()

    return run


class TestWaitsWithinOneAnother:
    def test_each_goes_on_in_a_process_of_its_own(self, lines_of):
        """All begin in one process; each goes on with what pytest and the examination knew of it."""
        found = lines_of([("short", 10), ("long", 30), ("none",), ("middle", 20)])
        lines = {nodeid: lines[-1] for nodeid, lines in found.items()}
        assert {nodeid: line[:2] for nodeid, line in lines.items()} == {
            nodeid: [nodeid, nodeid] for nodeid in ("short", "long", "none", "middle")
        }
        began, ended = [{line[at] for line in lines.values()} for at in (2, 3)]
        assert len(began) == 1
        assert len(ended) == 4
        assert lines["none"][3] in began

    def test_each_says_until_when_it_waits(self, lines_of):
        """At home, before its reports."""
        found = lines_of([("short", 10), ("long", 30)])
        assert [lines[0] for lines in found.values()] == [
            {"waits": "short", "until": 10},
            {"waits": "long", "until": 30},
        ]

    def test_one_that_waits_again_does_so_in_its_own_process(self, lines_of):
        """As often as it has to, and it holds nobody up meanwhile."""
        found = lines_of([("often", 10, 50, 70), ("once", 20), ("and once", 30)])
        assert [line["until"] for line in found["often"][:-1]] == [10, 50, 70]
        assert [lines[-1][0] for lines in found.values()] == ["often", "once", "and once"]

    def test_where_a_moment_is_near_no_other_begins_before_it(self, lines_of, monkeypatch):
        """It would be late; afterwards all that are left begin."""
        monkeypatch.setattr(sleeper, "_SPARE", math.inf)
        ticks = itertools.count()
        monkeypatch.setattr(RealTime, "elapsed", staticmethod(lambda: float(next(ticks))))
        found = lines_of([("long", 30), ("middle", 20), ("short", 10)])
        assert [lines[-1][0] for lines in found.values()] == ["long", "middle", "short"]

    def test_what_is_called_may_go_as_deep_as_ever(self, lines_of, monkeypatch):
        """However many wait around it."""
        usual = sys.getrecursionlimit()
        limit = sum(1 for _ in traceback.walk_stack(None)) + 150
        monkeypatch.setattr(sleeper, "_DEPTH", limit)
        sys.setrecursionlimit(limit)
        try:
            found = lines_of([(str(number), 10 + number) for number in range(40)])
        finally:
            sys.setrecursionlimit(usual)
        assert max(lines[-1][4] for lines in found.values()) > limit
