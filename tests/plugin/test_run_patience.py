"""Runs that really wait: once for everything, and not for what is longer than their patience.

The server's nonces live for a few seconds in place of ten minutes, and the plugin `shortened` waits so much less.
"""

from __future__ import annotations

import json
import os
import re
import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from forked_runs import Nursery
from pseudo_terminal import environment_with

#: How long nonces live here, in seconds.
LIFETIME = 8
NONCES = "features/server/nonces.feature"
SHORTENED = ("-p", "shortened", NONCES)
PATIENT = '[clock]\npatience = "11m"\n'


@pytest.fixture
def target(serve):
    """A server whose nonces live for a few seconds."""
    return serve(lambda server: server.with_settings(nonce_lifetime=LIFETIME))


def processes_in(group):
    """Return the ids of the processes of a group, as the kernel lists them."""
    stats = (path.read_text() for path in Path("/proc").glob("[0-9]*/stat") if path.exists())
    fields = [stat.rpartition(")")[2].split() for stat in stats]
    return [each for each in fields if int(each[2]) == group and each[0] != "Z"]


def _allure(seen):
    return [json.loads(path.read_text()) for path in (seen.reports / "allure-results").glob("*-result.json")]


def test_it_waits_once(run, target):
    """Every scenario that needs time, in every version: all of them begin before the first has ended."""
    seen = run(*SHORTENED, "-k", "LIFE", "--target", target, "--patience", "2 days", SHORTENED=str(LIFETIME))
    assert (seen.code, seen.word) == (0, "PARTIAL"), seen.output
    assert seen.of("NONCE-LIFE-1") == seen.of("NONCE-LIFE-2") == {"CONFORMS"}
    waited = [each for each in _allure(seen) if each["stop"] - each["start"] > LIFETIME * 1000]
    assert len(waited) > 4
    assert max(each["start"] for each in waited) < min(each["stop"] for each in waited)


def test_what_is_longer_than_the_patience_is_not_waited_for(run, target):
    """It is inconclusive, and the sentence says how much patience it wants."""
    seen = run(
        *SHORTENED,
        "--target",
        target,
        "--patience",
        "5m",
        "--profile",
        "timed",
        "-k",
        "NONCE-LIFE-1",
        SHORTENED=str(LIFETIME),
    )
    assert (seen.code, seen.word) == (6, "INCOMPLETE"), seen.output
    assert seen.of("NONCE-LIFE-1") == {"INCONCLUSIVE"}
    assert "needs 9 minutes 59 seconds to pass at the target" in seen.output
    assert "--patience 599s would wait for it" in seen.output


def test_a_day_is_not_waited_for(run, serve):
    """Its scenario is untested, with what would decide it; the target file's patience is enough for the nearer ones."""
    target = serve(lambda server: server.with_settings(nonce_lifetime=LIFETIME), PATIENT)
    seen = run(*SHORTENED, "--target", target, "-k", "NONCE-LIFE", SHORTENED=str(LIFETIME))
    assert (seen.code, seen.word) == (0, "PARTIAL"), seen.output
    assert set(seen.findings.values()) == {"CONFORMS"}
    reasons = {each["reason"] for finding in seen.verdict["findings"] for each in finding["scenarios"]}
    assert any("24 h have to pass at the target: the profile full" in reason for reason in reasons)


def test_without_patience_nothing_sleeps(run, serve):
    """At once, and with the patience that each rule wants; the option goes before the target file."""
    seen = run(NONCES, "--target", serve(more=PATIENT), "-k", "NONCE-LIFE-1", "--patience", "0s", "--profile", "timed")
    assert (seen.code, seen.word) == (6, "INCOMPLETE"), seen.output
    assert "--patience 5m would wait for it" in seen.output


def test_a_fault_in_time_is_caught(run, serve):
    """A nonce that lives for too long is a violation in the run that waits for it."""
    long_lived = serve(lambda server: server.with_settings(nonce_lifetime=3 * LIFETIME))
    arguments = ("--target", long_lived, "--patience", "11m", "-k", "NONCE-LIFE-2")
    seen = run(*SHORTENED, *arguments, SHORTENED=str(LIFETIME))
    assert (seen.code, seen.word) == (1, "NOT_CONFORMANT"), seen.output
    assert seen.of("NONCE-LIFE-2") == {"VIOLATES"}


def test_a_patience_that_is_no_time(run):
    """One sentence, exit code 4, and nothing has run."""
    seen = run(NONCES, "--patience=11 months")
    assert seen.code == 4
    assert (
        '--patience 11 months should be a whole number and one of the units s, m, h and d, such as "0 s"' in seen.output
    )
    assert "Traceback" not in seen.output


def test_a_target_that_dies_while_it_is_waited_for(run, serve, tmp_path):
    """Nothing hangs: whoever waits finds nobody there, and that is no violation."""
    from conformance.clock import WallClock
    from conformance.reference.server import ReferenceServer, running

    with running(ReferenceServer(WallClock()).with_settings(nonce_lifetime=LIFETIME)) as url:
        file = serve(url, "[http]\ntimeout = 2\n")
        ended = threading.Event()
        death = threading.Timer(4, ended.set)
        death.start()
        results = []
        arguments = (*SHORTENED, "--target", file, "--patience", "11m", "-k", "NONCE-LIFE-2 and not day")
        runs = threading.Thread(target=lambda: results.append(run(*arguments, SHORTENED=str(LIFETIME))))
        runs.start()
        ended.wait()
    runs.join()
    [seen] = results
    assert (seen.code, seen.word) == (6, "INCOMPLETE"), seen.output
    assert seen.of("NONCE-LIFE-2") == {"INCONCLUSIVE"}


@dataclass
class Waiting:
    """A run that waits for ten minutes, its terminal, and what that has shown."""

    nursery: Nursery
    pid: int
    terminal: int
    text: str = ""
    code: int | None = None

    def read_until(self, pattern: str) -> None:
        """Read what the terminal shows until a pattern turns up, or nobody writes there any more."""
        sent, due = "", time.monotonic() + 60
        while not re.search(pattern, sent) and time.monotonic() < due:
            try:
                sent += os.read(self.terminal, 4096).decode("utf-8", "replace")
            except OSError:
                break
        self.text += sent

    def end_by(self, number: int, *, group: bool = False) -> None:
        """Send a signal to the run, or to all of its processes as a terminal does, and wait for the run's end."""
        os.killpg(self.pid, number) if group else os.kill(self.pid, number)
        self.read_until("INCOMPLETE")
        self.code = self.nursery.wait()


@pytest.fixture
def waiting(target, tmp_path, nursery):
    """A run on a terminal that has begun to wait, in several processes; its countdown says for what."""
    ours, theirs = os.openpty()
    options = ["-p", "no:cacheprovider", "-p", "no:hypothesispytest", NONCES, "-k", "NONCE-LIFE-2 or NONCE-1"]
    options += [f"--target={target}", "--patience=11m", "--reports", str(tmp_path / "reports")]
    environment = {**environment_with(), "COLUMNS": "160"}
    run = Waiting(nursery, nursery.start(options, environment, os.ttyname(theirs)), ours)
    run.read_until(r"waiting at the target: \d+ scenarios, the next for \d+:\d\d, the last for 1?\d:\d\d")
    os.close(theirs)
    assert "waiting at the target" in run.text, run.text
    assert len(processes_in(run.pid)) > 1
    yield run
    if run.code is None:
        run.end_by(signal.SIGKILL, group=True)
    os.close(ours)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_the_waiting(waiting, tmp_path, number):
    """Afterwards the reports are there, and not one process is left."""
    waiting.end_by(number, group=number == signal.SIGINT)
    waiting.read_until("never")
    assert waiting.code == 2
    assert json.loads((tmp_path / "reports" / "verdict.json").read_text())["verdict"] == "INCOMPLETE"
    assert "Traceback" not in waiting.text
    assert "Interrupted: " in waiting.text
    assert "KeyboardInterrupt" not in waiting.text
    assert "not applicable" not in waiting.text
    assert processes_in(waiting.pid) == []


def test_who_waits_for_nobody_ends(waiting):
    """Where the run itself is killed, its sleeping processes notice."""
    waiting.end_by(signal.SIGKILL)
    waiting.read_until("never")
    with pytest.raises(OSError, match="Input/output error"):  # nobody has the terminal any more
        os.read(waiting.terminal, 1)
