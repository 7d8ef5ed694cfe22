"""No filter ever leaves the word CONFORMANT standing."""

from __future__ import annotations

import pytest

NONCES = "features/server/nonces.feature"


def test_by_a_keyword(run):
    """The sentence counts what was left out."""
    seen = run(NONCES, "-k", "NONCE-TYPE-1")
    assert (seen.code, seen.word) == (0, "PARTIAL")
    assert seen.findings == {("NONCE-TYPE-1", "1.0"): "CONFORMS", ("NONCE-TYPE-1", "2.0"): "CONFORMS"}
    assert seen.last_line.startswith("PARTIAL: the run was narrowed to 2 of its ")


def test_by_a_path_and_a_limit_of_failures(run):
    """A chapter is no server, and a `--maxfail` that was never reached changes nothing."""
    seen = run("features/server/signing_out.feature", "--maxfail=1")
    assert (seen.code, seen.word) == (0, "PARTIAL")
    assert set(seen.findings.values()) == {"CONFORMS", "NOT_APPLICABLE"}
    assert "the run was narrowed to" in seen.last_line


def test_by_a_limit_of_failures_that_was_reached(run):
    """What was violated is; that the run was cut short is said as well."""
    seen = run("--target", "mutant:labels_a_nonce_as_html", NONCES, "--maxfail=1", "-k", "not TYPE")
    assert (seen.code, seen.word) == (0, "PARTIAL")
    seen = run("--target", "mutant:opens_a_session_for_anyone", NONCES)
    assert seen.code == 4


def test_by_an_actor(run):
    """One actor of the embedded ones, whole, is what was asked for."""
    seen = run("--actor", "provider")
    assert (seen.code, seen.word, seen.verdict["target"]["actor"]) == (0, "CONFORMANT", "provider")


@pytest.mark.parametrize("arguments", [("-k", "nothing-of-the-kind"), ("--collect-only", "-q")])
def test_to_nothing(run, arguments):
    """Nothing was examined, and no report says anything."""
    seen = run(NONCES, *arguments)
    assert seen.code == (5 if "-k" in arguments else 0)
    assert not seen.reports.exists()
    assert not seen.last_line
