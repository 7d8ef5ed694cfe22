"""Runs that really wait: once for everything, and not for what is longer than their patience.

The server's nonces live for a few seconds in place of ten minutes, and the plugin `shortened` waits so much less.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

from conformance.suite import suite_folder

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
    seen = run(*SHORTENED, "--target", target, "--patience", "2 days", SHORTENED=str(LIFETIME))
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


@pytest.fixture
def patient(target, tmp_path):
    """Start a run on a terminal that would wait for ten minutes; what is returned has its group, and what it says."""
    ours, theirs = os.openpty()
    command = ["pytest", "-p", "no:cacheprovider", NONCES, f"--target={target}", "--patience=11m"]
    more = ["-k", "NONCE-LIFE-2 or NONCE-1", "--reports", str(tmp_path / "reports")]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "160"}
    process = subprocess.Popen(
        [*command, *more],
        cwd=suite_folder(),
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    yield process, ours
    process.kill()
    process.wait()
    os.close(ours)


def read_until(pattern, terminal):
    """Return what a terminal has shown until a pattern turned up."""
    sent = ""
    due = time.monotonic() + 60
    while not re.search(pattern, sent) and time.monotonic() < due:
        try:
            sent += os.read(terminal, 4096).decode("utf-8", "replace")
        except OSError:  # nobody writes there any more
            break
    return sent


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_the_waiting(patient, tmp_path, number):
    """The countdown says what is waited for; afterwards the reports are there, and not one process is left."""
    process, terminal = patient
    sent = read_until(r"waiting at the target: \d+ scenarios, the next for \d+:\d\d, the last for 1?\d:\d\d", terminal)
    assert "waiting at the target" in sent, sent
    assert len(processes_in(process.pid)) > 5
    os.killpg(process.pid, number) if number == signal.SIGINT else process.send_signal(number)
    sent += read_until("INCOMPLETE", terminal) + read_until("never", terminal)
    assert process.wait(60) == 2
    assert json.loads((tmp_path / "reports" / "verdict.json").read_text())["verdict"] == "INCOMPLETE"
    assert "Traceback" not in sent
    assert "Interrupted: " in sent
    assert "KeyboardInterrupt" not in sent
    assert "not applicable" not in sent
    assert processes_in(process.pid) == []


def test_who_waits_for_nobody_ends(patient):
    """Where the run itself is killed, its sleeping processes notice."""
    process, terminal = patient
    assert "waiting at the target" in read_until("waiting at the target", terminal)
    assert len(processes_in(process.pid)) > 5
    process.kill()
    process.wait()
    read_until("never", terminal)
    with pytest.raises(OSError, match="Input/output error"):  # nobody has the terminal any more
        os.read(terminal, 1)
