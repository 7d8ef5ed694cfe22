"""No profile is obtained by a filter, a retry, a cut run, a known issue, or an edited file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from verdicts import Row, written

from conformance.catalogue import Profile
from conformance.reporting.run.digest import MEMBER, digest_of

Command = Callable[..., Result]
GOOD: Row = ("A-1", "CONFORMS")
WIDER = {Profile.CORE: Profile.TIMED, Profile.TIMED: Profile.FULL}

each_profile = pytest.mark.parametrize("profile", Profile, ids=lambda profile: profile.value)


def edit(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Change a verdict, and write the digest that its new content has."""
    value = json.loads(path.read_text("utf-8"))
    change(value)
    value[MEMBER] = digest_of(value)
    path.write_text(json.dumps(value), "utf-8")
    return path


def gate(command: Command, file: Path, profile: Profile) -> Result:
    """Ask for a profile, and allow what a lenient policy allows."""
    return command("gate", file, "--profile", profile.value, "--allow-known", "--allow-warnings")


@each_profile
def test_a_whole_run_obtains_the_profile_that_it_claims(command: Command, tmp_path: Path, profile: Profile) -> None:
    """And no wider one: a core run does not pass for a timed one, nor a timed run for a full one."""
    file = written(tmp_path / "verdict.json", [GOOD], profile=profile)
    assert gate(command, file, profile).exit_code == 0
    if profile in WIDER:
        refused = gate(command, file, WIDER[profile])
        assert refused.exit_code == 1
        assert f"claims the profile {profile.value}, and should claim {WIDER[profile].value}" in refused.output


@each_profile
@pytest.mark.parametrize(
    ("shortcut", "reason"),
    [
        pytest.param(([GOOD], {"missing": 3}), "the run was narrowed to 1 of its 4 scenarios", id="a filter"),
        pytest.param(([GOOD], {"cut_short": True}), "the run was cut short", id="a run that was cut"),
        pytest.param(([GOOD, ("A-1", "VIOLATES")], {}), "1 requirement is violated (A-1)", id="a retry"),
        pytest.param(([GOOD, ("B-1", "INCONCLUSIVE")], {}), "1 requirement is inconclusive (B-1)", id="a lost control"),
    ],
)
def test_no_shortcut_obtains_a_profile(
    command: Command, tmp_path: Path, profile: Profile, shortcut: tuple[list[Row], dict[str, Any]], reason: str
) -> None:
    """Whatever the profile, and however lenient the policy."""
    rows, about = shortcut
    refused = gate(command, written(tmp_path / "verdict.json", rows, profile=profile, **about), profile)
    assert refused.exit_code in (1, 6)
    assert reason in refused.output


@each_profile
def test_a_known_issue_obtains_a_profile_only_where_the_policy_allows_it(
    command: Command, tmp_path: Path, profile: Profile
) -> None:
    """The run is partial at best."""
    known = [("B-1", date(2099, 1, 1))]
    file = written(tmp_path / "verdict.json", [GOOD, ("B-1", "KNOWN")], profile=profile, known=known)
    refused = command("gate", file, "--profile", profile.value)
    assert (refused.exit_code, "B-1 is listed as known" in refused.output) == (1, True)
    assert gate(command, file, profile).exit_code == 0


def test_a_run_of_known_issues_alone_is_read_back(command: Command, tmp_path: Path) -> None:
    """Each is listed: none is known for another's sake, and the reader comes to the run's own verdict."""
    known = [("A-1", date(2099, 1, 1)), ("B-1", date(2099, 1, 1))]
    rows = [("A-1", "KNOWN"), ("B-1", "KNOWN"), ("SHOULD-1", "CONFORMS")]
    assert gate(command, written(tmp_path / "verdict.json", rows, known=known), Profile.FULL).exit_code == 0


@pytest.mark.parametrize("profile", WIDER, ids=lambda profile: profile.value)
def test_an_edited_profile_is_refused(command: Command, tmp_path: Path, profile: Profile) -> None:
    """What the narrower claim has left untested gives it away, also where the digest was made again."""
    wider = WIDER[profile]
    rows = [GOOD, ("B-1", "UNTESTED")]
    file = written(tmp_path / "verdict.json", rows, profile=profile, least=wider)
    assert gate(command, file, profile).exit_code == 0
    edited = edit(file, lambda value: value.update(profile=wider.value))
    refused = gate(command, edited, wider)
    assert (refused.exit_code, "and leaves B-1[2.0] untested" in refused.output) == (4, True), refused.output


@each_profile
def test_an_edited_word_is_refused(command: Command, tmp_path: Path, profile: Profile) -> None:
    """Its findings allow no better one."""
    file = written(tmp_path / "verdict.json", [("A-1", "VIOLATES")], profile=profile)
    refused = gate(command, edit(file, lambda value: value.update(verdict="CONFORMANT")), profile)
    assert (refused.exit_code, "its findings allow NOT CONFORMANT" in refused.output.replace("_", " ")) == (4, True)


@each_profile
def test_dropped_findings_are_refused(command: Command, tmp_path: Path, profile: Profile) -> None:
    """A violation that was taken out is missing from the count."""
    file = written(tmp_path / "verdict.json", [GOOD, ("B-1", "VIOLATES")], profile=profile)

    def drop(value: dict[str, Any]) -> None:
        value["findings"] = [each for each in value["findings"] if each["requirement"] != "B-1"]
        value["verdict"] = "CONFORMANT"

    refused = gate(command, edit(file, drop), profile)
    assert (refused.exit_code, "it counts 2 scenarios, and 1 are there" in refused.output) == (4, True), refused.output
