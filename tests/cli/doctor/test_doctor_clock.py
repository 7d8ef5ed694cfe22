"""`layer-conformance doctor` of a target that the suite is to start itself."""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path

import pytest

from conformance.cli.serve.target_files import published_path, server_file
from conformance.clock import WallClock
from conformance.reference.server import ReferenceServer


@pytest.fixture
def port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def started_by(words: list[str], port: int, folder: Path) -> Path:
    """Return the target file of a reference at this port that is started by these words."""
    text = server_file(ReferenceServer(WallClock()), f"http://127.0.0.1:{port}", published_path)
    clock = f'[clock]\nkind = "faketime"\nfile = "time"\ncommand = {json.dumps(words)}\n'
    (folder / "target.toml").write_text(f"{text}\n{clock}", encoding="utf-8")
    return folder / "target.toml"


def test_it_starts_the_target_and_stops_it(command, tmp_path, port):
    """All that a run would need is there."""
    serve = [sys.executable, "-m", "conformance.cli", "serve", "--port", str(port)]
    result = command("doctor", started_by(serve, port, tmp_path))
    assert result.exit_code == 0, result.output
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_target_that_does_not_start(command, tmp_path, port):
    """One sentence, exit code 4."""
    result = command("doctor", started_by([sys.executable, "-c", "1/0"], port, tmp_path))
    assert (result.exit_code, result.stdout) == (4, "")
    assert "clock.command ended with exit code 1; its last output: ZeroDivisionError" in result.stderr
