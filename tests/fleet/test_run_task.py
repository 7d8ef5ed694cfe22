"""One run on a worker: its limit, its end, and what is told of it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from conformance.fleet import task
from conformance.fleet.package import Package
from conformance.fleet.task import RunLostError, run_package

HANGING = "import time\n\ndef test_that_hangs():\n    print('begun', flush=True)\n    time.sleep(600)\n"


@pytest.fixture
def program(monkeypatch):
    """Return what puts a program in the place of the run."""

    def replace(text):
        monkeypatch.setattr(task, "pytest_command", lambda *_: [sys.executable, "-c", text])
        monkeypatch.setattr(task, "leashed", lambda command, _folder: command)

    return replace


def test_a_run_that_hangs_is_ended_at_its_limit(program) -> None:
    """It takes no worker along, and the sentence says how long it had."""
    program("import time; time.sleep(600)")
    with pytest.raises(RunLostError, match="has not ended by itself within 0 s"):
        run_package(Package("a", "a.toml", files={"a.toml": b""}), [], 0.2)


def test_a_run_that_crashes_is_told_by_its_signal(program) -> None:
    """A verdict is missing, and the signal is what is known."""
    program("import os; os.kill(os.getpid(), 11)")
    with pytest.raises(RunLostError, match="left no verdict: it was ended by SIGSEGV"):
        run_package(Package("a", "a.toml", files={"a.toml": b""}), [], 60)


def test_a_run_has_the_values_that_travelled_and_those_of_its_worker(monkeypatch) -> None:
    """And nothing else that the worker's environment says to a run of the suite."""
    for name in ("LAYER_OWN", "LAYER_SENT", "LAYER_OTHER"):
        monkeypatch.setenv(name, "of the worker")
    environments = []

    def refuse(_limit, _command, environment):
        environments.append(environment)
        return 4, "ERROR: the target file cannot be used"

    monkeypatch.setattr(task, "run_within", refuse)
    variables = {"LAYER_SENT": "of the fleet"}
    run_package(Package("a", "a.toml", variables=variables, worker_variables=frozenset({"LAYER_OWN"})), [], 60)
    (environment,) = environments
    seen = {name: value for name, value in environment.items() if name.startswith("LAYER_")}
    assert seen == {"LAYER_OWN": "of the worker", "LAYER_SENT": "of the fleet"}


def test_a_worker_of_another_version_runs_nothing() -> None:
    """A worker may join after the fleet has asked for versions."""
    with pytest.raises(RunLostError, match=r"the fleet is of 0\.0\.1"):
        run_package(Package("a", "a.toml", suite="0.0.1"), [], 60)


def test_a_target_file_that_cannot_be_used_there_is_a_fault_at_once() -> None:
    """Another try would end alike; the sentence names the file as its owner knows it."""
    package = Package("a", "a.toml", files={"a.toml": b"[target]\nname = 1\n"})
    result = run_package(package, [], 60)
    assert result.fault.startswith("a.toml: target.name should be a text in quotes")


def test_a_run_ends_when_its_worker_is_gone(tmp_path) -> None:
    """Its standard input is the leash: nobody examines a target for nobody, and no key lies there for ever."""
    folder = tmp_path / "of the worker"
    folder.mkdir()
    (folder / "key.pem").touch()
    file = tmp_path / "test_hanging.py"
    file.write_text(HANGING)
    command = [
        sys.executable,
        "-m",
        "conformance.fleet.leash",
        str(folder),
        "-s",
        "-q",
        "-p",
        "no:cacheprovider",
        str(file),
    ]
    run = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True, cwd=tmp_path)
    while b"begun" not in run.stdout.readline():
        assert run.poll() is None
    run.stdin.close()
    assert run.wait(30) == -9
    assert not folder.exists()
    run.stdout.close()
