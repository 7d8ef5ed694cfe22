"""What stands around a run, other plug-ins and other people's files, decides nothing in it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from conformance.run_options import join_options
from conformance.suite import suite_folder

NONCES = "features/server/nonces.feature"
VIOLATED_ONCE = ("-p", "first_attempt_violates", NONCES, "-k", "NONCE-3")


@pytest.mark.parametrize(
    "options",
    [
        ("--force-flaky", "--max-runs=4"),
        ("--reruns", "2"),
        ("-p", "no:flaky", "--retries", "2"),
        ("--reruns", "2", "--parallel=2"),
        ("-p", "no:flaky", "--retries", "2", "--parallel=2"),
    ],
)
def test_a_retry_takes_nothing_back(run, options):
    """Whatever a plug-in reports of its attempts, the violation that was seen counts."""
    seen = run(*VIOLATED_ONCE, *options)
    assert (seen.code, seen.word) == (1, "NOT_CONFORMANT"), seen.output
    assert "INTERNALERROR" not in seen.output


def test_a_plugin_that_forks_by_itself_is_refused_by_name(run):
    """Its processes keep the results."""
    seen = run("-p", "forking_plugin", "--forked", NONCES)
    assert seen.code == 4
    assert "--forked (pytest-forked)" in seen.output


def test_without_plugins_that_load_by_themselves(tmp_path):
    """pytest-bdd is loaded all the same."""
    command = [sys.executable, "-m", "conformance.cli", "run", "-q", NONCES, "-k", "NONCE-1"]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "PARTIAL" in ended.stdout


def test_nothing_beside_a_target_file_is_run(tmp_path):
    """A conftest.py there is somebody else's."""
    (tmp_path / "conftest.py").write_text("raise SystemExit('a conftest.py beside the target file was run')\n")
    (tmp_path / "target.toml").write_text("no target at all")
    command = [sys.executable, "-m", "conformance.cli", "run", "--target", "target.toml", "-q"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "was run" not in ended.stdout + ended.stderr
    assert ended.returncode == 4


def test_options_and_their_values_are_joined():
    """Only the suite's own: the others are known to pytest, or to whoever wrote them."""
    arguments = ["--target", "a.toml", "-k", "x", "--profile", "core", "--parallel=2", "features"]
    assert list(join_options(arguments)) == [
        "--target=a.toml", "-k", "x", "--profile=core", "--parallel=2", "features",
    ]  # fmt: skip


def test_another_checkout_than_the_one_that_is_installed(tmp_path):
    """One sentence names both folders."""
    (tmp_path / "features").mkdir()
    (tmp_path / "pyproject.toml").write_text("[tool.pytest.ini_options]\n")
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["conformance.plugin.parts"]\n')
    command = [sys.executable, "-P", "-m", "pytest", "-p", "no:cacheprovider"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 4
    assert str(suite_folder()) in ended.stderr
    assert "pip install -e ." in ended.stderr


def test_where_no_process_can_be_forked_one_does_everything(run):
    """As on Windows, however many are asked for; races are threads."""
    seen = run("-p", "without_fork", "--jobs", "2", NONCES, "-k", "NONCE-1 or NONCE-RACE-1")
    assert (seen.code, seen.word) == (0, "PARTIAL"), seen.output
    assert "INTERNALERROR" not in seen.output


@pytest.mark.parametrize(
    ("argument", "sentence"),
    [
        ("--pateince=1s", 'there is no option "--pateince"; did you mean "--patience"?'),
        ("--rejudge=missing.json", "--rejudge missing.json cannot be read: No such file or directory"),
        ("--rejudge=pyproject.toml", "--rejudge pyproject.toml is no record of a run"),
    ],
)
def test_an_argument_that_cannot_be_used_is_one_sentence(run, argument, sentence):
    """Without a traceback of anybody's."""
    seen = run(argument)
    assert (seen.code, seen.output.strip().count("\n")) == (4, 0)
    assert seen.output.startswith(f"ERROR: {sentence}")
