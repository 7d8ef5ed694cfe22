"""`layer-conformance client --driver`, and the doctor at clients."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

TARGET = '[target]\nname = "a"\nactor = "client"\n[client]\ntimeout = 20\ncommand = {command}\n'
REFERENCE = [sys.executable, "-m", "conformance.cli", "client", "--driver"]


def write_target(folder, *command):
    """Write a target file with this driver, and return its path."""
    path = folder / "target.toml"
    path.write_text(TARGET.replace("{command}", json.dumps(list(command))), encoding="utf-8")
    return path


def test_the_reference_client_is_a_driver():
    """It answers until its input ends."""
    told = '{"id": 1, "do": "use"}\n'
    ended = subprocess.run(REFERENCE, input=told, capture_output=True, text=True, check=False)
    assert json.loads(ended.stdout) == {"id": 1, "ok": False, "error": "use before begin"}
    assert ended.returncode == 0


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        (["--mutant", "never_spends_nonces"], "never_spends_nonces is a server, not a client"),
        (["--mutant", "nobody_at_all"], "nobody_at_all"),
        (["--mutant", "cuts_nonces", "--variation", "shows_single_quotes"], "exclude each other"),
    ],
)
def test_a_name_that_is_no_client_s_is_refused(command, option, sentence):
    """In one sentence."""
    result = command("client", "--driver", *option)
    assert result.exit_code == 4
    assert sentence in result.output


def test_serving_a_client_is_refused(command):
    """A client is no server."""
    result = command("serve", "--mutant", "cuts_nonces")
    assert result.exit_code == 4
    assert "cuts_nonces is a client" in result.output


def test_the_doctor_has_a_line_for_each_step(command, tmp_path):
    """The driver, one sign-in, one use, one sign-out."""
    result = command("doctor", write_target(tmp_path, *REFERENCE))
    assert result.exit_code == 0, result.output
    steps = [line.split()[1] for line in result.output.splitlines()]
    assert steps[:6] == ["file", "driver", "sign-in", "use", "sign-out", "forecast"]
    assert " core, as configured: " in result.output


@pytest.mark.parametrize(
    ("driver", "sentence"),
    [
        (["false"], "the driver ended with exit code 1"),
        (["sh", "-c", 'read _; echo \'{"id":1,"ok":true}\'; read _; echo \'{"id":2,"ok":true,"signed_in":true}\'; cat'],
         "the client sent Layer nothing"),
    ],
)  # fmt: skip
def test_the_doctor_says_what_is_wrong(command, tmp_path, driver, sentence):
    """And what would help."""
    result = command("doctor", write_target(tmp_path, *driver))
    assert result.exit_code == 1
    assert sentence in result.output
