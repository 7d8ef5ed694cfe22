"""What is seen of a run while it goes on: counts, the scenario at work, failures as they come, the time left.

On a terminal it is one line that is written over, in the place of pytest's letters; elsewhere, such as in a log, there
are whole lines only: how a run goes that takes long is said every minute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from conformance.catalogue import load_catalogue
from conformance.clock import RealTime
from conformance.durations import rough_duration
from conformance.examination.base import Examination
from conformance.examination.client import ClientExamination
from conformance.judging.findings import ScenarioResult
from conformance.judging.verdicts import Verdict
from conformance.plugin.collection.features import requirement_of_item
from conformance.plugin.run.waiting import waiting_scenarios
from conformance.plugin.scenario.result import SENT, result_in
from conformance.plugin.state import RequestsSent, RunState
from conformance.plugin.terminal import (
    console_of,
    encode_for_terminal,
    has_a_status_line,
    new_line,
    replaces_letters,
    set_quiet,
    terminal_of,
)
from conformance.reporting.terminal.eta import RateEstimate, format_eta
from conformance.reporting.terminal.one_liner import TOLD, cause_of, short_form
from conformance.reporting.text.printable import one_line
from conformance.reporting.text.wrap import truncate

_NAME = "layer-conformance-progress"
#: So many failures are told as they come; the summary has them all.
_TOLD_AT_ONCE = 20
#: A run that takes less is not worth announcing, in seconds; nor is the time left said more often.
_LONG = 60.0
#: A pause of so many seconds is told as it begins.
_LONG_PAUSE = 5.0
#: What has been seen of the target's speed before tells nothing of the rest, in seconds.
_TELLING = 10.0
#: How often a line is written over where scenarios take less than this, in seconds.
_TICK = 0.05


@contextmanager
def display(session: pytest.Session) -> Iterator[None]:
    """Show the run's progress while the context lasts, where every test is a scenario of ours.

    At its end nothing is left on the terminal that is no longer true, however the run ends.
    """
    config = session.config
    items: Sequence[pytest.Item] = getattr(session, "items", [])  # xdist's controller has none
    if items and all(requirement_of_item(item) for item in items):
        waiting = waiting_scenarios(session)
        asking = [item for item in items if item not in waiting]
        patience = RunState.of(config).max_wait if waiting else 0.0
        _watch(config, len(items), RateEstimate(len(asking)), patience)
    try:
        yield
    finally:
        progress: Progress | None = config.pluginmanager.getplugin(_NAME)
        if progress is not None:
            progress.end()


def tell_length(session: pytest.Session) -> None:
    """Say at the start how long a run will take by the answers so far, where that is long, and when it ends at most."""
    progress: Progress | None = session.config.pluginmanager.getplugin(_NAME)
    for examined in RunState.of(session.config).examinations.values():
        if progress is not None:
            progress.tell_length(examined)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node: Any, ids: Sequence[str]) -> None:
    """Begin to watch xdist's workers, once the first of them knows its scenarios."""
    if ids and all(".feature::" in each for each in ids) and not node.config.pluginmanager.has_plugin(_NAME):
        set_quiet(node.config)
        _watch(node.config, len(ids), RateEstimate(len(ids)), 0.0)


def _watch(config: pytest.Config, total: int, pace: RateEstimate, patience: float) -> None:
    if terminal_of(config) is not None:
        progress = Progress(config, total, pace, patience)
        config.pluginmanager.register(progress, _NAME)
        RunState.of(config).tell_pause = progress.tell_pause


class Progress:
    """Watches a run of `total` scenarios; some of them may wait for as long as `patience` seconds."""

    def __init__(self, config: pytest.Config, total: int, pace: RateEstimate, patience: float) -> None:
        self._terminal = terminal_of(config)
        self._console = console_of(self._terminal)
        self._verbosity: int = config.option.verbose
        self._live = has_a_status_line(config)
        self._replaces_letters = replaces_letters(config)
        self._total, self._pace = total, pace
        self._began = RealTime.monotonic()
        self._waits_until = self._began + patience
        self._next_said = self._drawn = 0.0
        self._pauses = 0
        self._done: set[str] = set()
        self._counts: Counter[Verdict] = Counter()
        self._requests = RequestsSent()
        self._told: set[tuple[str, ...]] = set()
        self._terminal.startpath = config.rootpath
        if self._replaces_letters:
            self._terminal.showfspath = False

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Show the scenario at work."""
        now = RealTime.monotonic()
        # Where scenarios are quick nobody could read each of them; where they are slow, none is left out.
        quick = now - self._began < _TICK * len(self._done)
        if self._live and not (quick and now - self._drawn < _TICK):
            self._drawn = now
            self._draw(nodeid)

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a scenario that has ended, and tell what failed."""
        result = result_in(report)
        if result is None:
            return
        self._count(report, result)
        if result.verdict in TOLD:
            self._tell(result)
        self._say_what_is_left()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_report_teststatus(self) -> Generator[None, tuple[str, str, str], tuple[str, str, str]]:
        """Leave pytest's letters out where lines tell more."""
        category, letter, word = yield
        return (category, "", "") if self._replaces_letters else (category, letter, word)

    def end(self) -> None:
        """Take the line off the terminal."""
        if self._live:
            self._erase()
        self._live = False

    def tell_pause(self, seconds: float, why: str) -> None:
        """Tell that the target is given a pause, where it is one that a person would wonder at."""
        self._pauses += seconds >= _LONG_PAUSE
        if seconds >= _LONG_PAUSE and self._pauses <= _TOLD_AT_ONCE and self._verbosity > -2:
            more = "; later pauses are not told" if self._pauses == _TOLD_AT_ONCE else ""
            self._write(f"{why}: nothing is sent for {seconds:g} s{more}")

    def tell_length(self, examined: Examination) -> None:
        """Tell how long the run will take at the pace of the first answers, and when it ends at most."""
        many, what, key = self._pace.expected_requests, "requests", "http.max_time"
        if isinstance(examined, ClientExamination):
            many, what, key = self._pace.total, "scenarios", "client.max_time"
        expected, most = many * examined.answer_time, examined.connection.budget.seconds_left
        if expected >= _LONG and self._verbosity > -2:
            self._write(
                f"{many:.0f} {what}, {examined.answer_time:.1g} s each: {format_eta(expected)}; "
                f"the run ends after {rough_duration(most)} at most ({key})"
            )

    def _count(self, report: pytest.TestReport, result: ScenarioResult) -> None:
        self._requests.record(result.actor, getattr(report, "worker_id", ""), getattr(report, SENT, None))
        self._pace.requests = self._requests.total
        self._pace.seconds = RealTime.monotonic() - self._began
        self._counts[result.verdict] += 1
        self._pace.done += result.nodeid not in self._done and bool(result.transcript)
        self._done.add(result.nodeid)

    def _tell(self, result: ScenarioResult) -> None:
        """Tell a failure in short form, once for all that share its cause."""
        cause = cause_of(result)
        if cause in self._told or self._verbosity <= -2 or len(self._told) > _TOLD_AT_ONCE:
            return
        self._told.add(cause)
        if len(self._told) > _TOLD_AT_ONCE:
            self._write("more has failed; the summary will tell")
            return
        head, *seen = short_form(load_catalogue()[result.requirement], result, self._console.width)
        grave = result.verdict is Verdict.VIOLATES
        self._write(head, "red" if grave else "yellow")
        for line in seen if self._verbosity >= 0 else ():
            self._write(line)

    def _say_what_is_left(self) -> None:
        """Say every minute how long a long run will still take, where no line shows it all the time."""
        now, left = RealTime.monotonic(), self._seconds_left()
        if self._live or self._verbosity <= -2 or left is None or left < _LONG or now < self._next_said:
            return
        self._next_said = now + _LONG
        self._write(f"{len(self._done)} of {self._total} scenarios, {self._left()}")

    def _seconds_left(self) -> float | None:
        """Return how long the run will still take, as soon as enough has been seen, or is waited for."""
        now = RealTime.monotonic()
        left = self._pace.seconds_left() if now - self._began >= _TELLING else None
        waits = self._waits_until - now
        return max(left or 0.0, waits) if left is not None or waits > 0 else None

    def _left(self) -> str:
        left, pace = self._seconds_left(), self._pace.seconds_left() or 0.0
        return "" if left is None else format_eta(left, at_most=left > pace)

    def _draw(self, nodeid: str) -> None:
        failed = ", ".join(f"{self._counts[each]} {each.value}" for each in TOLD if self._counts[each])
        name = one_line(nodeid.partition("::")[2])
        status = " | ".join(filter(None, (f"{len(self._done)} of {self._total}", failed, self._left(), name)))
        with self._console:  # one piece, so that nothing flickers
            self._erase()
            self._print(status, self._console.width - 1, end="")

    def _erase(self) -> None:
        from rich.control import Control
        from rich.segment import ControlType

        self._console.control(Control(ControlType.CARRIAGE_RETURN, (ControlType.ERASE_IN_LINE, 0)))

    def _write(self, line: str, style: str = "") -> None:
        if self._live:
            self._erase()
            self._drawn = 0.0  # the line stands again as soon as there is a scenario to name
        else:
            new_line(self._terminal)
            self._terminal.flush()
        self._print(line, self._console.width, style)

    def _print(self, line: str, width: int, style: str = "", end: str = "\n") -> None:
        text = truncate(encode_for_terminal(self._console, line), width)
        self._console.print(text, style=style, end=end, soft_wrap=True)
