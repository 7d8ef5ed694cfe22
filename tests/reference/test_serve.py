"""`layer-conformance serve`: the reference server as a process of its own."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

import pytest
import requests
from click.testing import CliRunner

from conformance.cli import main
from conformance.targets import load_target

SERVE = [sys.executable, "-m", "conformance.cli", "serve"]


@contextmanager
def serving(*arguments):
    """Run the command until it says that it serves; yield process, URL and what it has told before."""
    process = subprocess.Popen([*SERVE, "--port", "0", *arguments], stdout=-1, stderr=-1, text=True)
    try:
        before = []
        for line in process.stderr:
            if found := re.search(r"serving at (\S+);", line):
                break
            before.append(line)
        yield process, found.group(1), "".join(before)
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_told_to_end(tmp_path, number):
    """Ctrl-C and SIGTERM are its ordinary end: exit code 0, and not a word.

    What it has printed is a target file, which names the published keys by paths that work from anywhere.
    """
    with serving() as (process, url, before):
        assert requests.head(f"{url}/ping", timeout=5).status_code == 200
        process.send_signal(number)
        out, err = process.communicate(timeout=5)
        assert process.returncode == 0
        assert "published" not in before
        assert err == ""
    (tmp_path / "target.toml").write_text(out)
    target = load_target(tmp_path / "target.toml")
    assert target.url == url
    assert target.capabilities.declared >= {
        "disabled_key",
        "deleted_key",
        "unbound_provider",
        "suspended_user",
    }


def test_the_written_target_file_loads_with_the_keys_beside_it(tmp_path):
    """All of it is for its owner's eyes only."""
    file = tmp_path / "target.toml"
    with serving("--write", str(file)) as (_, url, _):
        assert load_target(file).url == url
    assert len(list(tmp_path.glob("*.pem"))) == 5
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    with serving("--write", str(file)) as (_, url, _):
        assert load_target(file).url == url


def refused(*arguments):
    done = CliRunner().invoke(main, ["serve", *arguments])
    assert (done.exit_code, done.stdout) == (4, "")
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


def test_a_busy_port_is_refused_in_one_sentence():
    """Exit code 4."""
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        assert f"cannot listen on 127.0.0.1, port {port}" in refused("--port", str(port))


@pytest.mark.parametrize(
    ("arguments", "word"),
    [(("--port", "99999"), "--port"), (("--host", "nowhere.invalid", "--port", "0"), "cannot listen")],
)
def test_an_address_that_cannot_be_had_is_refused_in_one_sentence(arguments, word):
    """Exit code 4."""
    assert word in refused(*arguments)


@pytest.mark.parametrize("name", ["target.toml", "target.application.pem"])
def test_somebody_elses_file_is_not_overwritten(tmp_path, name):
    """Neither a target file nor a key that serve did not write itself."""
    (tmp_path / name).write_text("mine")
    assert "was not written by serve" in refused("--port", "0", "--write", str(tmp_path / "target.toml"))
    assert (tmp_path / name).read_text() == "mine"


def test_a_folder_that_does_not_exist_is_refused_in_one_sentence(tmp_path):
    """Exit code 4."""
    assert "cannot be written" in refused("--port", "0", "--write", str(tmp_path / "no" / "target.toml"))


def test_an_address_that_others_reach_is_warned_of():
    """Whoever reads the suite can sign in there."""
    with serving("--host", "0.0.0.0") as (_, _, before):  # noqa: S104
        assert "every key and password is published" in before
