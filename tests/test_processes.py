"""Another program in the place of this process."""

import subprocess
from types import SimpleNamespace

import pytest

from conformance import processes


def test_a_command_takes_the_place_of_this_process(monkeypatch):
    """Its signals and its exit code are then its own."""
    commands = []
    stand_in = SimpleNamespace(name="posix", execv=lambda program, command: commands.append((program, command)))
    monkeypatch.setattr(processes, "os", stand_in)
    processes.become(("python", "-m", "pytest"))
    assert commands == [("python", ["python", "-m", "pytest"])]


def test_windows_waits_for_the_end_of_a_command(monkeypatch):
    """Its exit code becomes that of this process."""
    monkeypatch.setattr(subprocess, "call", lambda _command: 6)

    def leave(code):
        raise SystemExit(code)

    monkeypatch.setattr(processes, "os", SimpleNamespace(name="nt", _exit=leave))
    with pytest.raises(SystemExit) as ended:
        processes.become(["python", "-m", "pytest"])
    assert ended.value.code == 6
