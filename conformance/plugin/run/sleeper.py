"""One process for all scenarios that wait, each of which begins within the wait of the one before.

A process of its own for each would hold a dozen megabytes while it sleeps (docs/decisions/0010-patience.md). Here a
scenario goes on until it has to wait; within that wait the next one begins, and so on. When the moment of one has come,
a process is forked that leaves the waits which lie within it, and goes on to its end, while this one sleeps on.
"""

from __future__ import annotations

import json
import os
import select
import sys
import threading
import traceback
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, TextIO

import pytest

from conformance.caller.time.waiting import RealWait
from conformance.clock import RealTime
from conformance.plugin.collection.features import steps_of_item
from conformance.plugin.run.forks import ReportReceiver, write_report
from conformance.plugin.run.serial import run_item
from conformance.plugin.state import RunState
from conformance.scenarios import seconds_needed

#: A process that sleeps looks this often whether the one that waits for its reports still runs, in seconds.
_LOOK_EVERY = 5.0
#: So many processes go on at once, at most, while other processes examine as well, and when those have ended. Moments
#: lie as far from each other as the beginnings of their scenarios.
_BESIDE_OTHERS, _AT_ONCE = 1, 6
#: Another scenario is not begun where a moment is nearer than the longest beginning so far, so many times.
_SPARE = 2.0
#: So many seconds before a moment it is learnt what is secret by now, once for all that go on later.
_REFRESHED_BEFORE = 1.0
#: How deep calls may go, before a scenario begins within another one.
_DEPTH = sys.getrecursionlimit()


class _MomentHasComeError(KeyboardInterrupt):
    """Leads from the innermost wait out to the one that is over: pytest lets it pass, and tears nothing down for it."""

    def __init__(self, over: _Wait) -> None:
        super().__init__()
        self.over = over


@dataclass(eq=False)
class _Wait:
    until: float


class _FixturesInUse:
    """The fixtures of the scenario that runs, as pytest sets them up; those of a session are there for all."""

    def __init__(self) -> None:
        self._fixtures: list[tuple[pytest.FixtureDef[object], Any]] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest) -> None:
        """Remember a fixture, before pytest sets it up."""
        if fixturedef.scope == "function":
            self._fixtures.append((fixturedef, request))

    @contextmanager
    def set_aside(self) -> Iterator[None]:
        """Let another scenario set up its own; then each has the value again that it had before.

        pytest finishes them meanwhile: none of the suite's that a server's or a provider's scenario uses has anything
        to clear away.
        """
        fixtures, self._fixtures = self._fixtures, []
        results = [fixture.cached_result for fixture, _ in fixtures]
        for fixture, request in reversed(fixtures):
            fixture.finish(request)
        try:
            yield
        finally:
            self._fixtures = fixtures
            for (fixture, _), result in zip(fixtures, results, strict=True):
                fixture.cached_result = result


class Sleeper:
    """Runs scenarios that wait, those that wait the longest first, and writes the reports of each to its own home.

    `homes` are by node id; `watched` is a pipe that is closed where nobody reads them any more, and `meanwhile` one
    that is closed when nobody else examines any more.
    """

    def __init__(
        self,
        session: pytest.Session,
        items: Sequence[pytest.Item],
        homes: Mapping[str, TextIO],
        watched: int,
        meanwhile: int,
    ) -> None:
        self._state = RunState.of(session.config)
        self._fixtures = _FixturesInUse()
        session.config.pluginmanager.register(self._fixtures)
        self._left = deque(sorted(items, key=lambda item: -seconds_needed(steps_of_item(item))))
        self._homes = homes
        self._watched = watched
        self._meanwhile = meanwhile
        self._waits: list[_Wait] = []
        self._began = self._longest = 0.0
        #: The ends of pipes whose other ends are held by the processes that go on.
        self._going_on: list[int] = []
        #: In a process that goes on: its end of such a pipe, or less than 0 once it waits again.
        self._held: int | None = None

    def run(self) -> None:
        """Run all of them; does not return before each has its reports."""
        while self._left:
            self._begin()
        self._end_others()

    def _begin(self, waiting: pytest.Item | None = None) -> None:
        """Begin the next scenario, within the wait of the one that is waiting, if any."""
        item = self._left.popleft()
        if waiting:
            _place_within(item, waiting)
        state = self._state
        state.target_time = lambda _ask: RealWait(state.max_wait, partial(self._wait, item))
        for examination in state.examinations.values():
            examination.reconnect(state.target_time)
        self._began = RealTime.elapsed()
        run_item(item, waiting)
        if self._held is not None:
            os._exit(0)

    def _wait(self, item: pytest.Item, seconds: float, _duration: str) -> None:
        """Return when so many seconds have gone by, in a process that is for the one scenario by then."""
        wait = _Wait(moment_after(seconds))
        self._homes[item.nodeid].write(json.dumps({"waits": item.nodeid, "until": wait.until}) + "\n")
        self._homes[item.nodeid].flush()
        if self._held is not None:
            if self._held >= 0:
                os.close(self._held)
            self._held = -1
            sleep_until(wait.until, self._watched)
            return
        self._longest = max(self._longest, RealTime.elapsed() - self._began)
        self._waits.append(wait)
        try:
            self._begin_others_within(item)
        except _MomentHasComeError as moment:
            if moment.over is not wait:
                raise
        for examination in self._state.examinations.values():
            examination.connection.close()  # its parent holds it as well

    def _begin_others_within(self, item: pytest.Item) -> None:
        """Begin those that are left, and let each that waits go on when its moment has come; then end."""
        while self._waits or self._left:
            next_one = min(self._waits, key=lambda wait: wait.until, default=None)
            if self._left and (next_one is None or self._has_spare_time(next_one)):
                with _set_aside(self._state), self._fixtures.set_aside(), _room_for_calls():
                    self._begin(item)
                continue
            assert next_one  # noqa: S101 - for the type checker: one of them waits, or is left
            sleep_until(next_one.until - _REFRESHED_BEFORE, self._watched)
            for examination in self._state.examinations.values():
                examination.border.redactor.refresh()
            sleep_until(next_one.until, self._watched)
            self._waits.remove(next_one)
            if self._fork():
                raise _MomentHasComeError(next_one)
        self._end_others()
        os._exit(0)

    def _has_spare_time(self, wait: _Wait) -> bool:
        """Say whether another scenario can begin before this wait is over."""
        return wait.until - RealTime.elapsed() > _SPARE * self._longest

    def _fork(self) -> bool:
        """Fork a process once there is room for it, and say whether this is the new one."""
        most = _AT_ONCE if select.select([self._meanwhile], [], [], 0)[0] else _BESIDE_OTHERS
        while len(self._going_on) >= most:
            for reader in select.select(self._going_on, [], [])[0]:
                os.close(reader)
                self._going_on.remove(reader)
        reader, writer = os.pipe()
        if os.fork():
            os.close(writer)
            self._going_on.append(reader)
            return False
        os.close(reader)
        self._held = writer
        threading.Thread(target=_end_with, args=(self._watched,), daemon=True).start()
        return True

    def _end_others(self) -> None:
        with suppress(ChildProcessError):
            while True:
                os.wait()


def _place_within(item: pytest.Item, waiting: pytest.Item) -> None:
    """Let pytest take a scenario for a part of one that waits: what that one has set up stays set up."""
    around = waiting.listchain()
    chain = [*around, *(node for node in item.listchain() if node not in around)]
    item.listchain = lambda: chain  # type: ignore[method-assign]


def send_reports_by_scenario(config: pytest.Config, homes: Mapping[str, TextIO]) -> None:
    """Write every report of this process to the home of its scenario, a line each."""
    ReportReceiver(
        config, lambda report: write_report(config, report, homes[report.nodeid], f"waiting {report.nodeid}")
    )


def moment_after(seconds: float) -> float:
    """Return the moment in so many seconds, by a clock that nobody can set."""
    return RealTime.elapsed() + seconds


def sleep_until(moment: float, watched: int) -> None:
    """Sleep until a moment; where the parent has died meanwhile, end: nobody reads the result."""
    while (left := moment - RealTime.elapsed()) > 0:
        if select.select([watched], [], [], min(left, _LOOK_EVERY))[0]:
            os._exit(1)


def _end_with(watched: int) -> None:
    select.select([watched], [], [])
    os._exit(1)


@contextmanager
def _set_aside(state: RunState) -> Iterator[None]:
    """Let another scenario run within one that waits: the examination looks as if none were running."""
    examined = [(each, each.connection, each.clock, each.passing) for each in state.examinations.values()]
    target_time = state.target_time
    try:
        yield
    finally:
        state.target_time = target_time
        for each, connection, clock, passing in examined:
            each.connection, each.clock, each.passing = connection, clock, passing


@contextmanager
def _room_for_calls() -> Iterator[None]:
    """Let what is called inside go as deep as it could if nothing were running: waits lie a hundred calls apart."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(_DEPTH + 2 * sum(1 for _ in traceback.walk_stack(None)))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
