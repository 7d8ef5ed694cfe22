"""Forked processes send home what they have seen, a line at a time, and are ended with their parent's interest."""

from __future__ import annotations

import gc
import json
import os
import threading
from dataclasses import replace
from functools import partial
from itertools import islice
from types import SimpleNamespace

import pytest
from scenario_items import config_of, report_of

from conformance.embedded.targets import embedded_targets
from conformance.plugin.run import forks
from conformance.plugin.run.forks import NumberQueue, fork, read_lines
from conformance.targets import Targets


def pipe_with(*pieces: bytes) -> int:
    """Return the end to read of a pipe that these bytes were written to, and that is closed."""
    reader, writer = os.pipe()
    with os.fdopen(writer, "wb") as pipe:
        pipe.write(b"".join(pieces))
    return reader


class Hooks:
    """pytest's hooks, as far as a replayed report needs them; notes what was called."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def pytest_report_from_serializable(self, config, data):
        report = report_of(data["when"])
        report.longrepr = data["longrepr"]
        return report

    def pytest_runtest_logstart(self, nodeid, location):
        self.calls.append("start")

    def pytest_runtest_logreport(self, report):
        self.calls.append(f"report {report.longrepr}")

    def pytest_runtest_logfinish(self, nodeid, location):
        self.calls.append("finish")


def session_with(hooks: Hooks) -> SimpleNamespace:
    """Return a session whose hooks these are."""
    return SimpleNamespace(config=SimpleNamespace(hook=hooks))


def test_a_reader_hears_nothing_in_a_process_of_ours():
    """It would write each report here, and again where pytest is; what is not told to readers stays."""
    heard = []

    class Reader:
        def pytest_runtest_logstart(self, nodeid):
            heard.append(nodeid)

        def pytest_runtest_logreport(self, report):
            heard.append(report)

        def pytest_sessionfinish(self):
            heard.append("the end")

    plugins = pytest.PytestPluginManager()
    plugins.register(Reader())
    forks.silence_readers(plugins)
    plugins.hook.pytest_runtest_logstart(nodeid="started", location=("a", 1, "b"))
    plugins.hook.pytest_runtest_logreport(report=report_of("call"))
    plugins.hook.pytest_sessionfinish(session=None, exitstatus=0)
    assert heard == ["the end"]


class TestReadLines:
    def test_lines_come_from_every_pipe(self):
        """Each whole, until all of the pipes are at their end."""
        readers = [pipe_with(b"one\ntwo\n"), pipe_with(b"three\n"), pipe_with()]
        assert sorted(forks.read_lines(readers)) == [b"one", b"three", b"two"]

    def test_a_long_line_is_one(self):
        """However many reads it takes."""
        reader, writer = os.pipe()
        line = b"x" * 300_000

        def write() -> None:
            with os.fdopen(writer, "wb") as pipe:
                pipe.write(line + b"\nnext\n")

        threading.Thread(target=write).start()
        assert list(forks.read_lines([reader])) == [line, b"next"]

    def test_what_was_not_ended_is_no_line(self):
        """A process that died while it wrote has said nothing."""
        assert list(forks.read_lines([pipe_with(b"whole\nhal")])) == [b"whole"]

    def test_silence_is_an_empty_line(self):
        """So that whoever reads can show that time passes."""
        reader, writer = os.pipe()
        lines = forks.read_lines([reader], every=0.01)
        assert next(lines) == b""
        os.write(writer, b"late\n")
        os.close(writer)
        assert next(line for line in lines if line) == b"late"

    def test_nobody_writes(self):
        """There is nothing to wait for."""
        assert list(forks.read_lines([])) == []


class TestFork:
    def test_a_process_does_its_work_and_ends(self):
        """Its lines come home, and its parent goes on."""
        pid, reader = forks.fork(lambda writer: os.write(writer, b"done\n") and None)
        assert list(forks.read_lines([reader])) == [b"done"]
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
        os.close(reader)

    def test_a_failure_comes_home(self):
        """As a traceback that the parent raises; also where the work has closed its end."""

        def fail(writer: int) -> None:
            os.close(writer)
            raise LookupError("no such thing")

        pid, reader = forks.fork(fail)
        (line,) = forks.read_lines([reader])
        os.waitpid(pid, 0)
        os.close(reader)
        with pytest.raises(RuntimeError, match="LookupError: no such thing"):
            forks.replay(session_with(Hooks()), line)

    def test_processes_are_ended(self):
        """Those that still work, and those that have ended already."""
        working = forks.fork(lambda _writer: threading.Event().wait() and None)
        ended = forks.fork(lambda _writer: None)
        list(forks.read_lines([ended[1]]))
        forks.end_processes([working, ended])
        for pid, _ in (working, ended):
            with pytest.raises(ChildProcessError):
                os.waitpid(pid, 0)


class TestNumberQueue:
    def test_each_number_is_drawn_once_by_one_of_the_processes(self):
        """Until none is left: whoever stops early leaves the others theirs."""
        queue = NumberQueue()

        def draw(most, writer):
            queue.only_draw()
            for number in islice(queue.draw(), most):
                os.write(writer, b"%d\n" % number)

        children = [fork(partial(draw, most)) for most in (2, None, 3)]
        queue.fill(40)
        lines = [list(read_lines([reader])) for _, reader in children]
        for pid, _ in children:
            os.waitpid(pid, 0)
        assert sorted(int(line) for own in lines for line in own) == list(range(40))
        assert len(lines[0]) <= 2
        assert len(lines[2]) <= 3


class TestRestoreTuples:
    def test_what_json_has_made_lists_are_tuples_again(self):
        """Wherever pytest asserts it: the skip, the place, the sections, the properties."""
        report = report_of(sections=[["Captured stdout", "x"]], user_properties=[["a", 1]])
        report.longrepr = ["x.feature", 3, "Skipped: why"]
        report.location = ["x.feature", 3, "name"]
        restored = forks.restore_tuples(report)
        assert restored.longrepr == ("x.feature", 3, "Skipped: why")
        assert restored.location == ("x.feature", 3, "name")
        assert restored.sections == [("Captured stdout", "x")]
        assert restored.user_properties == [("a", 1)]

    @pytest.mark.parametrize("text", [None, "a traceback"])
    def test_any_other_reason_stays_as_it_is(self, text):
        """A text is no skip."""
        report = report_of()
        report.longrepr = text
        assert forks.restore_tuples(report).longrepr == text


def test_a_report_is_replayed_as_if_it_had_run_here():
    """Pytest hears of the beginning, of each phase, and of the end."""
    hooks = Hooks()
    for when in ("setup", "call", "teardown"):
        forks.replay(session_with(hooks), json.dumps({"when": when, "longrepr": ["a", 1, when]}).encode())
    assert hooks.calls == [
        "start",
        "report ('a', 1, 'setup')",
        "report ('a', 1, 'call')",
        "report ('a', 1, 'teardown')",
        "finish",
    ]


def test_a_child_that_fails_when_nobody_reads_ends_there():
    """It never goes on as its parent, whose output would then end with the child's."""
    reader, writer = os.pipe()

    def fail(_writer):
        os.read(reader, 1)
        raise RuntimeError("a bug")

    pid, ours = forks.fork(fail)
    os.close(ours)
    os.write(writer, b"x")
    assert os.waitpid(pid, 0) == (pid, 0)
    os.close(reader)
    os.close(writer)


def test_the_garbage_collector_never_looks_at_what_processes_share(monkeypatch):
    """Nor when the fork is over: it would write to all of it, and each process had its own from then on."""
    monkeypatch.setattr(forks, "definitions_known_to", lambda _item: [])
    monkeypatch.setattr(forks, "_require_discrimination", lambda _config: None)
    config = config_of(Targets.of(replace(embedded_targets().server, url="http://layer.example")))
    session = SimpleNamespace(config=config, items=[None])
    try:
        with forks.prepare_fork(session):
            shared = gc.get_freeze_count()
        assert gc.get_freeze_count() > shared // 2 > 0
    finally:
        gc.unfreeze()
