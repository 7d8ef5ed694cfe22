"""No filter ever leaves the word CONFORMANT standing."""

from __future__ import annotations

import pytest

NONCES = "features/server/nonces.feature"


def test_by_a_keyword(run):
    """The sentence counts what was left out."""
    seen = run(NONCES, "-k", "NONCE-TYPE-1")
    assert (seen.code, seen.word) == (0, "PARTIAL")
    assert seen.findings == {("NONCE-TYPE-1", "1.0"): "CONFORMS", ("NONCE-TYPE-1", "2.0"): "CONFORMS"}
    assert seen.last_line.startswith("PARTIAL to full (1.0, 2.0): the run was narrowed to 2 of its ")


def test_by_a_path_and_a_limit_of_failures_that_is_not_reached(run):
    """A chapter is no server, and `--maxfail` has left nothing out."""
    seen = run("features/server/signing_out.feature", "--maxfail=1")
    assert (seen.code, seen.word) == (0, "PARTIAL")
    assert set(seen.findings.values()) == {"CONFORMS", "NOT_APPLICABLE"}
    assert "cut short" not in seen.last_line


def test_by_a_limit_of_failures_that_is_reached(run):
    """What is violated is; that the run was cut short is said beside it."""
    seen = run("--target", "mutant:answers_a_nonce_with_200", NONCES, "--maxfail=1")
    assert (seen.code, seen.word) == (1, "NOT_CONFORMANT")
    assert seen.of("NONCE-1") == {"VIOLATES"}
    assert "the run was cut short" in seen.last_line
    assert "CONFORMS" not in seen.findings.values()


def test_by_an_actor(run):
    """One of the embedded actors, whole, is what was asked for."""
    seen = run("--actor", "provider")
    assert (seen.code, seen.word, seen.verdict["target"]["actor"]) == (0, "CONFORMANT", "provider")


@pytest.mark.parametrize(("arguments", "code"), [(("-k", "nothing-of-the-kind"), 5), (("--collect-only",), 0)])
def test_to_nothing(run, arguments, code):
    """Nothing was examined, and no report says anything."""
    seen = run(NONCES, *arguments)
    assert (seen.code, seen.last_line) == (code, "")
    assert not seen.reports.exists()
