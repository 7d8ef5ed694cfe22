"""In GitHub Actions, what needs somebody is shown in the target's file."""

from __future__ import annotations

import pytest
from verdicts import written

from conformance.cli.gate.annotations import MOST, annotate
from conformance.reporting.verdict.read import read_run

ACTIONS = {"GITHUB_ACTIONS": "true"}
TWICE = [("A-1", "VIOLATES"), ("A-1", "VIOLATES"), ("A-2", "CONFORMS"), ("B-SHOULD", "FALLS_SHORT")]


@pytest.fixture
def annotated(tmp_path):
    """Return the commands for rows, of a target whose address stands in line 7 of its file."""

    def make(rows, environ=ACTIONS, file="target.toml"):
        run = read_run(written(tmp_path / "verdict.json", rows))
        target = run.target.model_copy(update={"file": file, "lines": {"target.url": 7, "target.name": 4}})
        return list(annotate(run.model_copy(update={"target": target}), environ))

    return make


def test_a_requirement_is_one_annotation(annotated):
    """A violation is an error and what falls short a warning, at the key that they are about."""
    assert annotated(TWICE) == [
        "::error file=target.toml,line=7,title=A-1 violated%3A The title of A-1::expected 201, observed 500",
        "::warning file=target.toml,line=7,title=B-SHOULD falls short%3A The title of B-SHOULD::because of FALLS_SHORT",
    ]


def test_elsewhere_there_are_none(annotated):
    """A log of another system would show the commands as they stand."""
    assert annotated(TWICE, {}) == []


def test_a_target_writes_no_command(annotated):
    """Whatever stands in a name or a path ends neither a property nor a line."""
    (line,) = annotated([("A-1", "VIOLATES")], file="a,b:c%.toml")
    assert line.startswith("::error file=a%2Cb%3Ac%25.toml,line=7,")


def test_what_github_would_drop_is_counted(annotated):
    """It shows ten of a kind."""
    lines = annotated([(f"A-{number}", "VIOLATES") for number in range(14)])
    assert len(lines) == MOST
    assert lines[-1] == "::error file=target.toml,line=4,title=layer-conformance::5 more: the report has them all"


def test_what_is_violated_comes_before_what_is_inconclusive(annotated):
    """GitHub would drop it behind ten others, and an undecided version would hide it."""
    undecided = [(f"A-{number}", "INCONCLUSIVE") for number in range(12)]
    first, *others = annotated([*undecided, ("A-0", "VIOLATES", "3.0"), ("B-1", "VIOLATES")])
    assert "title=A-0 violated" in first
    assert "title=B-1 violated" in others[0]
    assert len(others) == MOST - 1


def test_a_target_without_a_file_has_no_place(annotated):
    """The chapter of the suite is no file of the repository that is looked at."""
    (line,) = annotated([("A-1", "VIOLATES")], file="")
    assert line.startswith("::error title=A-1 violated")
