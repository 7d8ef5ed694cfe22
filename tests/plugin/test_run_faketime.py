"""Programs under libfaketime, in processes of their own: their time is moved, seen to have moved, and put back."""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path

import pytest

from conformance.cli.serve.target_files import provider_file, published_path, server_file
from conformance.clock import WallClock
from conformance.reference.provider import ReferenceProvider
from conformance.reference.server import ReferenceServer

NODE = ["node", str(Path(__file__).with_name("nonces.mjs")), "PORT"]
PYTHON = [sys.executable, "-m", "conformance.cli", "serve", "--port", "PORT"]
LIFETIME = ("features/server/nonces.feature", "-k", "NONCE-LIFE and not challenge")


@pytest.fixture
def port():
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.fixture
def target(tmp_path, port):
    """Return what writes the target file of a program that the suite is to start, with more lines for `[clock]`."""

    def write(command, file="time", more=""):
        words = json.dumps([word.replace("PORT", str(port)) for word in command])
        reference = ReferenceServer(WallClock()).with_settings(versions=("2.0",))
        text = server_file(reference, f"http://127.0.0.1:{port}", published_path)
        clock = f'[clock]\nkind = "faketime"\nfile = "{file}"\ncommand = {words}\n{more}'
        path = tmp_path / "target.toml"
        path.write_text(f"{text}\n{clock}", encoding="utf-8")
        return path

    return write


def assert_nobody_is_left(port):
    """The program was stopped: its port is free."""
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.parametrize("command", [PYTHON, NODE, [*NODE, "timer"]], ids=["Python", "Node", "a timer in Node"])
def test_rules_about_time_are_decided(run, target, tmp_path, port, command):
    """A day passes within a moment; the file that was not there is gone again, and so is the program."""
    seen = run("--target", target(command), *LIFETIME)
    assert (seen.code, seen.word) == (0, "PARTIAL"), seen.output
    assert seen.of("NONCE-LIFE-1") == seen.of("NONCE-LIFE-2") == {"CONFORMS"}
    assert "moved by the suite through the faketime file time" in seen.output
    assert not (tmp_path / "time").exists()
    assert_nobody_is_left(port)


def test_a_provider_is_moved_as_well(run, tmp_path, port):
    """The token for the same nonce, two minutes later, is made anew."""
    provider = ReferenceProvider(WallClock())
    words = json.dumps([word.replace("PORT", str(port)) for word in PYTHON])
    text = provider_file(provider, f"http://127.0.0.1:{port}", published_path(None))
    file = tmp_path / "provider.toml"
    file.write_text(f'{text}\n[clock]\nkind = "faketime"\nfile = "time"\ncommand = {words}\n')
    seen = run("--target", file, "features/provider/lifetime.feature")
    assert (seen.code, seen.word) == (0, "PARTIAL"), seen.output
    assert "moved by the suite through the faketime file time" in seen.output
    assert_nobody_is_left(port)


def test_a_fault_in_time_is_caught(run, target):
    """A nonce that lives for half a minute too long is a violation, and not what the clock is blamed for."""
    seen = run("--target", target([*NODE, "slack"]), *LIFETIME)
    assert (seen.code, seen.word) == (1, "NOT_CONFORMANT"), seen.output
    assert (seen.of("NONCE-LIFE-1"), seen.of("NONCE-LIFE-2")) == ({"CONFORMS"}, {"VIOLATES"})


def test_a_program_that_does_not_read_the_file(run, target, tmp_path, port):
    """Its clock does not move: an error that says so, with what was there before put back."""
    (tmp_path / "time").write_text("-3d\n")
    unfaked = ["env", "-u", "LD_PRELOAD", *NODE]
    seen = run("-p", "impatient", "--target", target(unfaked), *LIFETIME)
    assert (seen.code, seen.word) == (6, "INCOMPLETE"), seen.output
    assert set(seen.findings.values()) == {"ERROR"}
    assert "the target's clock did not move when it was told to" in seen.output
    assert "Traceback" not in seen.output
    assert (tmp_path / "time").read_text() == "-3d\n"
    assert_nobody_is_left(port)


def test_a_program_that_dies_half_way(run, target, port):
    """What it did before is judged; the rest is inconclusive, and nothing hangs."""
    seen = run("--target", target([*NODE, "mortal"]), *LIFETIME)
    assert (seen.code, seen.word) == (6, "INCOMPLETE"), seen.output
    assert (seen.of("NONCE-LIFE-1"), seen.of("NONCE-LIFE-2")) == ({"CONFORMS"}, {"INCONCLUSIVE"})
    assert_nobody_is_left(port)


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (["no-such-program"], "clock.command cannot be started: no-such-program: No such file or directory"),
        (["sh", "-c", "echo the disk is full >&2; exit 3"], "ended with exit code 3; its last output: the disk"),
    ],
    ids=["there is none", "it ends at once"],
)
def test_a_program_that_does_not_start(run, target, command, sentence):
    """One sentence, exit code 4."""
    seen = run("--target", target(command), *LIFETIME)
    assert seen.code == 4
    [line] = [line for line in seen.output.splitlines() if line.startswith("ERROR")]
    assert sentence in line
    assert "Traceback" not in seen.output


def test_somebody_else_at_the_address(run, target, serve, tmp_path):
    """Whose clock would be moved is not what would be examined."""
    url = next(line for line in serve().read_text().splitlines() if line.startswith("url"))
    file = target(NODE)
    file.write_text("\n".join(url if line.startswith("url") else line for line in file.read_text().splitlines()))
    seen = run("--target", file, *LIFETIME)
    assert seen.code == 4
    assert "before clock.command was started" in seen.output


def test_a_file_that_cannot_be_written(run, target, tmp_path):
    """Exit code 4, and nothing was started."""
    (tmp_path / "full.new").mkdir()
    seen = run("--target", target(NODE, file="full"), *LIFETIME)
    assert seen.code == 4
    [line] = [line for line in seen.output.splitlines() if line.startswith("ERROR")]
    assert "full cannot be written: Is a directory; the target's clock cannot be moved" in line


def test_ctrl_c_puts_everything_back(run, target, tmp_path, port):
    """The program is stopped, the file is as it was, the reports are written."""
    (tmp_path / "time").write_text("+0\n")
    file = target(NODE)
    plan = json.dumps({"NONCE-BODY-1": "ctrl-c"})
    scenarios = ("features/server/nonces.feature", "-k", "NONCE-1 or NONCE-BODY-1")
    seen = run("-p", "misbehaving", "--target", file, *scenarios, MISBEHAVING=plan)
    assert (seen.code, seen.word) == (2, "INCOMPLETE"), seen.output
    assert (tmp_path / "time").read_text() == "+0\n"
    assert_nobody_is_left(port)
