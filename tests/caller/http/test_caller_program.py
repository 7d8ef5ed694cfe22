"""A target that the suite starts itself: bounded in time at both ends, and nothing of it is left."""

from __future__ import annotations

import socket
import sys
import time
from pathlib import Path

import pytest

from conformance.caller.time import target_process as program
from conformance.caller.time.target_process import TargetProcessError, run_program
from conformance.clock import RealTime
from conformance.targets import Faketime, Target

#: Listens, answers whatever comes, and does not hear SIGTERM; a child of it sleeps.
STUBBORN = """
import http.server, signal, subprocess, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen(["sleep", "60"])
open(sys.argv[2], "w").write(str(child.pid))
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), http.server.SimpleHTTPRequestHandler).serve_forever()
"""


@pytest.fixture
def target(tmp_path):
    """Return a target at a free port that a command starts, PORT and PID in it being what they are."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    def started_by(*command):
        places = {"PORT": str(port), "PID": str(tmp_path / "pid")}
        words = tuple(places.get(word, word) for word in command)
        time_of = Faketime(tmp_path / "time", words, tmp_path)
        return Target(name="a program", actor="server", url=f"http://127.0.0.1:{port}", clock=time_of)

    return started_by


def lives(pid):
    """Say whether a process runs; one that nobody has asked for its exit code does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_it_runs_meanwhile_and_is_gone_afterwards(target, tmp_path, monkeypatch):
    """Also one that does not hear when it is told to end, with whatever it has started."""
    monkeypatch.setattr(program, "STOP", 0.3)
    with run_program(target(sys.executable, "-c", STUBBORN, "PORT", "PID")):
        child = int((tmp_path / "pid").read_text())
        assert lives(child)
    due = RealTime.elapsed() + 5
    while lives(child) and RealTime.elapsed() < due:
        time.sleep(0.05)
    assert not lives(child)


def test_one_that_never_answers_is_given_up(target, monkeypatch):
    """One sentence says how long it was given."""
    monkeypatch.setattr(program, "START", 0.4)
    began = RealTime.elapsed()
    with (
        pytest.raises(TargetProcessError, match=r"nothing answers at http://127\.0\.0\.1:\d+ after 0\.4 s"),
        run_program(target("sleep", "60")),
    ):
        pytest.fail("it answers")
    assert RealTime.elapsed() - began < 10


def test_an_error_inside_ends_it(target, tmp_path, monkeypatch):
    """Whatever the error is."""
    monkeypatch.setattr(program, "STOP", 0.3)
    command = (sys.executable, "-c", STUBBORN, "PORT", "PID")
    with pytest.raises(KeyboardInterrupt), run_program(target(*command)):
        raise KeyboardInterrupt
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(target("PORT").clock.command[0]))) != 0
