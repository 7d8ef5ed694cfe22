"""The suite bites, and bites nobody who does no wrong: `layer-conformance matrix`, and the page that it wrote."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conformance.catalogue import ACTORS, Basis, load_catalogue
from conformance.reference.mutants import all_mutants
from conformance.reference.null_drivers import NULL_DRIVERS
from conformance.reference.null_targets import ALL_NULL_TARGETS
from conformance.reference.variations import all_variations

NULLS = (*ALL_NULL_TARGETS, *(f"driver: {name}" for name in NULL_DRIVERS))
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="session")
def sample(once) -> dict:
    """Every mutant until it is killed, and a tenth of the rules in turn on each variation and null target.

    `.ci/nightly` has every rule on each of them.
    """
    folder = once("sample", _run_sample)
    return json.loads((folder / "kill-matrix.json").read_text("utf-8"))


def _run_sample(folder: Path) -> None:
    command = [sys.executable, "-m", "conformance.cli", "matrix", "--sample", "--write", str(folder)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.fixture(scope="session")
def published() -> dict:
    """What the page in docs/ was made from."""
    return json.loads((DOCS / "kill-matrix.json").read_text("utf-8"))


def test_every_mutant_is_killed_by_its_own_requirement(sample):
    """All of them, by VIOLATES or FALLS_SHORT of the requirement that they break."""
    assert sample["survivors"] == []
    assert set(sample["mutants"]) == {mutant.name for mutant in all_mutants()}
    assert all(seen["requirement"] in seen["caught_by"] for seen in sample["mutants"].values())


def test_no_variation_is_accused(sample):
    """Whatever a lawful server does, nothing of it is a violation, or cannot be judged."""
    assert set(sample["variations"]) == {variation.name for variation in all_variations()}
    assert {name: alarms for name, alarms in sample["variations"].items() if alarms} == {}


def test_nothing_conforms_on_a_null_target(sample):
    """Not one MUST, on any of them."""
    assert sample["null_targets"] == {name: [] for name in NULLS}


def test_there_are_enough_of_each():
    """As many as were promised, and a mutant for every row that is judged."""
    of_actor = {actor: [each for each in all_mutants() if each.actor == actor] for actor in ACTORS}
    assert len(of_actor["server"]) >= 150
    assert len(of_actor["provider"]) >= 50
    assert len(of_actor["client"]) >= 80
    assert sum(variation.actor == "server" for variation in all_variations()) >= 25
    assert sum(variation.actor == "provider" for variation in all_variations()) >= 12
    assert sum(variation.actor == "client" for variation in all_variations()) >= 15
    assert len(NULL_DRIVERS) >= 10
    judged = {row.id for row in load_catalogue().values() if row.basis is not Basis.OBSERVED}
    assert judged - {mutant.requirement for mutant in all_mutants()} == set()


def test_the_page_is_of_today(published):
    """The page in docs/ names every mutant, variation and null target there is, and no survivor or alarm."""
    assert set(published["mutants"]) == {mutant.name for mutant in all_mutants()}
    assert set(published["variations"]) == {variation.name for variation in all_variations()}
    assert published["null_targets"] == {name: [] for name in NULLS}
    assert published["survivors"] == []
    assert {seen["profile"] for seen in published["mutants"].values()} == {"core", "timed", "full"}
    assert not any(published["variations"].values())
    text = (DOCS / "kill-matrix.md").read_text("utf-8")
    assert f"{len(published['mutants'])} of {len(published['mutants'])}" in text
