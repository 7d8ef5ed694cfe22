"""`layer-conformance gate` lets a verdict pass, or says everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from verdicts import STARTED, Row, written

from conformance.clock import RealTime

Command = Callable[..., Result]

CLEAN: list[Row] = [("A-1", "CONFORMS"), ("A-OBSERVED", "NOT_APPLICABLE")]
WARNED: list[Row] = [*CLEAN, ("B-SHOULD", "FALLS_SHORT")]
KNOWN: list[Row] = [*CLEAN, ("A-2", "KNOWN")]
LISTED = [("A-2", date(2026, 12, 31))]


@pytest.fixture(autouse=True)
def two_hours_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate is asked two hours after the run."""
    now = STARTED + timedelta(hours=2, minutes=1)
    monkeypatch.setattr(RealTime, "time", staticmethod(now.timestamp))


@pytest.fixture
def refused(command: Command) -> Callable[..., list[str]]:
    """Return what calls the gate, and gives the sentences that refuse."""

    def ask(*arguments: object, code: int = 1) -> list[str]:
        asked = command("gate", *arguments)
        lines = asked.stdout.splitlines()
        assert (asked.exit_code, asked.stderr) == (code, "")
        assert all(line.startswith("refused: ") for line in lines)
        return [line.removeprefix("refused: ") for line in lines]

    return ask


def test_a_conformant_target_passes(command: Command, tmp_path: Path) -> None:
    """In one line that says whose verdict it was."""
    asked = command("gate", written(tmp_path / "verdict.json", CLEAN))
    assert (asked.exit_code, asked.stderr) == (0, "")
    claim = "CONFORMANT to full (2.0): every MUST and SHOULD of the profile full conforms"
    assert asked.stdout == f"passed: Acme, staging is {claim}\n"


def test_the_reports_of_the_working_directory_are_meant(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no file is named."""
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "reports" / "verdict.json", CLEAN)
    assert command("gate").exit_code == 0


def test_a_violation_is_refused_whatever_is_allowed(refused: Callable[..., list[str]], tmp_path: Path) -> None:
    """With the run's own sentence."""
    file = written(tmp_path / "verdict.json", [*KNOWN, ("A-3", "VIOLATES")], known=LISTED)
    assert refused(file, "--allow-known", "--allow-warnings") == [
        "the verdict is NOT_CONFORMANT, and should be CONFORMANT: 1 requirement is violated (A-3); "
        "1 requirement is listed as known (A-2)"
    ]


def test_an_incomplete_run_is_refused_with_its_own_code(refused: Callable[..., list[str]], tmp_path: Path) -> None:
    """6, as the run itself has it."""
    file = written(tmp_path / "verdict.json", CLEAN, cut_short=True)
    assert refused(file, code=6) == ["the verdict is INCOMPLETE, and should be CONFORMANT: the run was cut short"]


def test_a_warning_passes_where_it_is_allowed(
    refused: Callable[..., list[str]], command: Command, tmp_path: Path
) -> None:
    """And is refused by its requirement where it is not."""
    file = written(tmp_path / "verdict.json", WARNED)
    assert refused(file) == ["the target falls short of B-SHOULD, which --allow-warnings would let pass"]
    assert command("gate", file, "--allow-warnings").exit_code == 0


def test_a_known_issue_passes_where_it_is_allowed(
    refused: Callable[..., list[str]], command: Command, tmp_path: Path
) -> None:
    """And is refused by its requirement where it is not."""
    file = written(tmp_path / "verdict.json", KNOWN, known=LISTED)
    assert refused(file) == ["A-2 is listed as known, which --allow-known would let pass"]
    assert command("gate", file, "--allow-known").exit_code == 0


def test_a_known_issue_that_has_expired_since_is_refused(refused: Callable[..., list[str]], tmp_path: Path) -> None:
    """The verdict is older than the excuse."""
    file = written(
        tmp_path / "verdict.json", KNOWN, known=[("A-2", date(2026, 11, 19))], started=STARTED - timedelta(days=3)
    )
    assert refused(file, "--allow-known") == [
        "the known issue A-2 was excused until 2026-11-19, and should be mended by now"
    ]


def test_a_stale_known_issue_is_refused(refused: Callable[..., list[str]], tmp_path: Path) -> None:
    """The run has said so already."""
    file = written(tmp_path / "verdict.json", [*CLEAN, ("A-2", "CONFORMS")], known=LISTED)
    (sentence,) = refused(file, "--allow-known")
    assert "the known issue A-2 conforms now" in sentence


def test_what_was_left_out_passes_never(refused: Callable[..., list[str]], tmp_path: Path) -> None:
    """A run that was narrowed, whatever its profile."""
    file = written(tmp_path / "verdict.json", [*KNOWN, ("A-9", "NOT_APPLICABLE")], known=LISTED, missing=3)
    assert refused(file, "--allow-known", "--allow-warnings") == [
        "the run was narrowed to 4 of its 7 scenarios, and should be whole",
    ]


AGES = {"7201s": True, "121m": True, "2h": True, "1d": True, "1w": True, "119m": False, "1h": False}


@pytest.mark.parametrize(("age", "passes"), AGES.items(), ids=AGES.keys())
def test_a_verdict_may_be_as_old_as_the_policy_says(command: Command, tmp_path: Path, age: str, passes: bool) -> None:
    """Counted from the end of the run."""
    file = written(tmp_path / "verdict.json", CLEAN)
    assert (command("gate", file, "--max-age", age).exit_code == 0) is passes


def test_an_old_verdict_is_refused_with_its_age(refused: Callable[..., list[str]], tmp_path: Path) -> None:
    """In words."""
    file = written(tmp_path / "verdict.json", CLEAN)
    assert refused(file, "--max-age", "45m") == ["the verdict is 2 hours old, and should be 45 minutes at most"]


def test_a_verdict_of_the_future_is_refused(refused: Callable[..., list[str]], tmp_path: Path) -> None:
    """Else it would stay fresh for as long as somebody likes."""
    file = written(tmp_path / "verdict.json", CLEAN, started=STARTED + timedelta(days=5))
    (sentence,) = refused(file, "--max-age", "1d")
    assert sentence.startswith("the verdict is 4 days in the future, ")


@pytest.mark.parametrize(
    ("suite", "passes"), [("0.9.0", False), ("0.10.0rc1", False), ("0.10.0", True), ("0.11", True), ("wild", False)]
)
def test_a_verdict_of_an_older_suite_is_refused(command: Command, tmp_path: Path, suite: str, passes: bool) -> None:
    """By the order of versions, and not by that of letters."""
    asked = command("gate", written(tmp_path / "verdict.json", CLEAN, suite=suite), "--min-suite", "0.10.0")
    assert (asked.exit_code == 0) is passes
    assert passes or f"that of layer-conformance {suite}, and should be of 0.10.0 or later" in asked.stdout


def test_everything_that_is_wrong_is_said_at_once(refused: Callable[..., list[str]], tmp_path: Path) -> None:
    """Nobody has to mend one thing to learn of the next."""
    file = written(tmp_path / "verdict.json", [*WARNED, ("A-2", "KNOWN")], known=LISTED, name="The reference\x1b[31m")
    options = ("--target-name", "Acme", "--max-age", "1h", "--min-suite", "2")
    assert refused(file, *options) == [
        'the verdict is that of "The reference\\x1b[31m", and should be that of "Acme"',
        "A-2 is listed as known, which --allow-known would let pass",
        "the target falls short of B-SHOULD, which --allow-warnings would let pass",
        "the verdict is 2 hours old, and should be 60 minutes at most",
        "the verdict is that of layer-conformance 0.1.0, and should be of 2 or later",
    ]


def test_a_file_may_hold_the_policy(refused: Callable[..., list[str]], command: Command, tmp_path: Path) -> None:
    """An option takes the place of what stands in it."""
    policy = tmp_path / "gate.toml"
    policy.write_text('allow_warnings = true\nmax_age = "1h"\nmin_suite = "0.1.0"\ntarget_name = "Acme, staging"\n')
    file = written(tmp_path / "verdict.json", WARNED)
    assert refused(file, "--policy", policy) == ["the verdict is 2 hours old, and should be 60 minutes at most"]
    assert command("gate", file, "--policy", policy, "--max-age", "1d").exit_code == 0


POLICIES = {
    "no TOML": ("allow_warnings", "is not TOML: "),
    "an unknown key": (
        "allow_warning = true",
        'has a key "allow_warning" that no policy has; did you mean "allow_warnings"?',
    ),
    "a stranger": ("colour = 1", "; a policy has allow_warnings, allow_known, max_age, min_suite, target_name"),
    "no truth": ('allow_known = "yes"', "allow_known should be true or false, and is 'yes'"),
    "no text": ("max_age = 24", "max_age should be a text, and is 24"),
    "no age": ('max_age = "soon"', '--max-age should be a number and one of s, m, h, d or w, as in 24h, and is "soon"'),
    "no time at all": ('max_age = "0h"', "--max-age should be a number"),
    "no version": ('min_suite = "new"', '--min-suite should be a version, as in 0.1.0, and is "new"'),
}


@pytest.mark.parametrize(("content", "sentence"), POLICIES.values(), ids=POLICIES.keys())
def test_a_policy_that_makes_no_sense_is_bad_input(
    command: Command, tmp_path: Path, content: str, sentence: str
) -> None:
    """One sentence and exit code 4: nothing has been judged."""
    policy = tmp_path / "gate.toml"
    policy.write_text(content)
    asked = command("gate", written(tmp_path / "verdict.json", CLEAN), "--policy", policy)
    assert (asked.exit_code, asked.stdout, asked.stderr.count("\n")) == (4, "", 1)
    assert sentence in asked.stderr


def test_a_policy_that_is_not_there_is_bad_input(command: Command, tmp_path: Path) -> None:
    """It would otherwise be a policy that allows nothing, and nobody would know."""
    asked = command("gate", written(tmp_path / "verdict.json", CLEAN), "--policy", tmp_path / "none.toml")
    assert asked.exit_code == 4
    assert "none.toml cannot be read: No such file or directory" in asked.stderr


@pytest.mark.parametrize("content", ["", "{}", '{"schema": "urn:layer-conformance:verdict:99"}', "{", "[" * 100_000])
def test_a_file_that_is_no_verdict_is_bad_input(command: Command, tmp_path: Path, content: str) -> None:
    """One sentence and exit code 4, neither passed nor refused."""
    file = tmp_path / "verdict.json"
    file.write_text(content)
    asked = command("gate", file)
    assert (asked.exit_code, asked.stdout, asked.stderr.count("\n")) == (4, "", 1)
    assert asked.stderr.startswith(f"layer-conformance: {file} ")


def test_a_file_that_was_edited_is_bad_input(command: Command, tmp_path: Path) -> None:
    """The word alone does not open the gate."""
    file = written(tmp_path / "verdict.json", [("A-1", "VIOLATES")])
    file.write_text(file.read_text().replace('"NOT_CONFORMANT"', '"CONFORMANT"'))
    asked = command("gate", file)
    assert (asked.exit_code, asked.stdout) == (4, "")
    assert "does not agree with itself: it says CONFORMANT, and its findings allow NOT_CONFORMANT" in asked.stderr
