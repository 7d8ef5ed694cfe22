"""`layer-conformance run` hands over to pytest."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from conformance import suite
from conformance.suite_run import pytest_command

Command = Callable[..., Result]


@pytest.fixture
def handed_over(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Return what calls `run` and gives the command that would take the process's place."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> list[str]:
        seen: list[list[str]] = []
        monkeypatch.setattr(os, "execv", lambda _, argv: seen.append(argv))
        result = command("run", *arguments)
        assert (result.exit_code, len(seen)) == (0, 1), result.output
        return seen[0]

    return run


def test_pytest_runs_the_suite_and_nothing_else(
    handed_over: Callable[..., list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Configuration, root and features are the suite's; the working directory is not imported from."""
    monkeypatch.chdir(tmp_path)
    folder = suite.suite_folder()
    assert handed_over() == [
        *(sys.executable, "-P", "-m", "pytest", "-c", str(folder / "pyproject.toml")),
        *("--rootdir", str(folder), "-p", "no:cacheprovider"),
        *(f"--reports={tmp_path / 'reports'}", str(folder / "features")),
    ]


def test_target_and_reports_are_handed_on(
    handed_over: Callable[..., list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reports go to a folder that the user names, from the working directory on."""
    monkeypatch.chdir(tmp_path)
    argv = handed_over("--target", "acme.toml", "--reports", "out")
    assert "--target=acme.toml" in argv
    assert f"--reports={tmp_path / 'out'}" in argv


def test_an_old_verdict_is_set_aside_before_pytest_reads_its_options(
    handed_over: Callable[..., list[str]], tmp_path: Path
) -> None:
    """One that it refuses leaves no verdict of yesterday; `--help` begins no run."""
    verdict = tmp_path / "out" / "verdict.json"
    verdict.parent.mkdir()
    verdict.write_text("{}")
    handed_over("--reports", "out", "--collect-only")
    assert verdict.exists()
    handed_over("--reports", "out", "--no-such-option")
    assert not verdict.exists()
    assert (tmp_path / "out" / "previous" / "verdict.json").exists()


def test_patience_is_handed_on(handed_over: Callable[..., list[str]]) -> None:
    """In one word with its value: pytest does not know the option yet when it looks for its root."""
    assert "--patience=11m" in handed_over("--patience", "11m")


def test_everything_else_goes_to_pytest(handed_over: Callable[..., list[str]]) -> None:
    """Options that this command does not know keep their order and their values."""
    assert handed_over("-k", "nonce", "-x", "-rA", "--maxfail=2")[-6:-1] == [
        "-k",
        "nonce",
        "-x",
        "-rA",
        "--maxfail=2",
    ]


def test_a_feature_is_named_from_the_root_of_the_suite(tmp_path: Path) -> None:
    """A path below `features/` narrows the run, wherever it is started."""
    (tmp_path / "features").mkdir()
    (tmp_path / "features" / "nonces.feature").write_text("")
    argv = pytest_command(tmp_path, None, tmp_path / "reports", ["features/nonces.feature", "-x"])
    assert argv[-2:] == [str(tmp_path / "features" / "nonces.feature"), "-x"]
    argv = pytest_command(tmp_path, None, tmp_path / "reports", ["features/none.feature"])
    assert argv[-2:] == ["features/none.feature", str(tmp_path / "features")]


@pytest.mark.parametrize(
    ("arguments", "code"), [(["--version"], 0), (["--no-such-option-of-pytest"], 4)], ids=["right", "wrong"]
)
def test_the_exit_code_is_that_of_pytest(tmp_path: Path, arguments: list[str], code: int) -> None:
    """The command's process is pytest's."""
    result = subprocess.run(
        [sys.executable, "-m", "conformance.cli", "run", *arguments],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert result.returncode == code, result.stderr


def test_an_installation_without_a_suite_says_so(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken installation is told in a sentence."""
    monkeypatch.setattr(suite, "_PACKAGE", tmp_path / "conformance")
    result = command("run")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "install layer-conformance again" in result.stderr
