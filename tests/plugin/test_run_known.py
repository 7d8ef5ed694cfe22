"""Violations, known ones and those that are stale; what pytest, JUnit and Allure show of each verdict."""

from __future__ import annotations

import json
from collections import Counter
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from conformance.cli import main
from conformance.cli.serve.target_files import provider_file, published_path
from conformance.clock import WallClock
from conformance.reference.mutants import mutant_named
from conformance.reference.provider import ReferenceProvider, beside
from conformance.reference.server import running

NONCES = "features/server/nonces.feature"


def known(requirement, expires="2099-12-31"):
    """Return a known issue as a target file has it."""
    link = "https://tracker.acme.example/1"
    return f'[[known]]\nrequirement = "{requirement}"\nreason = "release 42"\nlink = "{link}"\nexpires = {expires}\n'


@pytest.fixture
def broken(serve):
    """Return what runs a server that answers a nonce with 200, with known issues in its file."""
    return lambda *issues: serve(mutant_named("answers_a_nonce_with_200").apply, "".join(issues))


@pytest.fixture
def statuses():
    """Return the statuses of a run's scenarios in Allure, and the elements of its cases in JUnit."""

    def count(seen):
        allure = Counter(
            json.loads(path.read_text())["status"] for path in (seen.reports / "allure-results").glob("*-result.json")
        )
        root = ElementTree.parse(seen.reports / "junit.xml").getroot()  # noqa: S314 - a file of our own
        return allure, Counter(element.tag for case in root.iter("testcase") for element in case)

    return count


@pytest.fixture
def in_milliseconds(tmp_path):
    """The target file of a provider whose iat is in milliseconds, with known issues in it."""
    provider = ReferenceProvider(WallClock())
    with running(beside(mutant_named("writes_iat_in_milliseconds").apply(provider))) as url:

        def write(*issues):
            file = tmp_path / "a provider.toml"
            file.write_text(f"{provider_file(provider, url, published_path(None))}\n{''.join(issues)}")
            return file

        yield write


def test_what_cannot_be_decided_for_a_known_violation_is_known_with_it(run, in_milliseconds):
    """Milliseconds are listed once, and the gate passes where known issues are allowed."""
    seen = run("--target", in_milliseconds(known("ISSUE-IAT-1"), known("ISSUE-SESSION-1")))
    assert (seen.code, seen.word) == (0, "PARTIAL")
    assert seen.of("LIFETIME-IAT-1") == {"KNOWN"}
    assert "INCONCLUSIVE" not in seen.findings.values()
    gate = ["gate", str(seen.reports / "verdict.json")]
    assert CliRunner().invoke(main, [*gate, "--allow-known"]).exit_code == 0
    assert CliRunner().invoke(main, gate).exit_code != 0


def test_a_violation(run, broken, statuses):
    """Fails the run, and a stranger can act on what is said."""
    seen = run("--target", broken(), NONCES, "-k", "NONCE-1")
    assert (seen.code, seen.word, seen.of("NONCE-1")) == (1, "NOT_CONFORMANT", {"VIOLATES"})
    assert statuses(seen) == ({"failed": 3}, {"failure": 3})
    assert "3 failed" in seen.output
    for line in ("expected   201 with nonce", "observed   200 with nonce", "repeat     curl -i -X POST", "documents  "):
        assert line in seen.output


def test_a_violation_that_is_known(run, broken, statuses):
    """Fails nothing, and is never green."""
    seen = run("--target", broken(known("NONCE-1")), NONCES, "-k", "NONCE-1")
    assert (seen.code, seen.word, seen.of("NONCE-1")) == (0, "PARTIAL", {"KNOWN"})
    assert statuses(seen) == ({"skipped": 3}, {"skipped": 3})
    assert "3 xfailed" in seen.output
    assert "known until 2099-12-31: release 42 (https://tracker.acme.example/1)" in seen.output
    assert "1 requirement is listed as known (NONCE-1)" in seen.last_line


def test_known_issues_that_are_stale(run, broken, statuses):
    """One that conforms by now, and one that has expired: each fails the run by itself."""
    issues = known("NONCE-TYPE-1"), known("NONCE-1", "2020-01-31")
    seen = run("--target", broken(*issues), NONCES, "-k", "NONCE-1 or NONCE-TYPE-1")
    assert (seen.code, seen.word) == (1, "NOT_CONFORMANT")
    assert seen.of("NONCE-1") == {"VIOLATES"}
    assert "the known issue NONCE-1 expired on 2020-01-31" in seen.last_line


def test_a_known_issue_that_conforms(run, serve, statuses):
    """Has to leave the list: the run fails though no scenario does."""
    seen = run("--target", serve(more=known("NONCE-TYPE-1")), NONCES, "-k", "NONCE-TYPE-1")
    assert (seen.code, seen.word, seen.of("NONCE-TYPE-1")) == (1, "NOT_CONFORMANT", {"CONFORMS"})
    assert "the known issue NONCE-TYPE-1 conforms now and has to leave the list" in seen.last_line
    assert statuses(seen) == ({"passed": 3, "broken": 1}, {"failure": 1})


def test_a_should_that_falls_short_in_a_part_of_the_suite(run, statuses):
    """Fails nothing either: the run is PARTIAL, and names both grounds."""
    seen = run("--target", "mutant:labels_a_nonce_as_html", NONCES, "-k", "NONCE-TYPE-1 or NONCE-BURN-1")
    assert (seen.code, seen.word, seen.of("NONCE-TYPE-1")) == (0, "PARTIAL", {"FALLS_SHORT"})
    assert "the run was narrowed to" in seen.last_line
    assert seen.last_line.endswith("; 1 requirement is falling short (NONCE-TYPE-1).")
    assert statuses(seen) == ({"passed": 2, "skipped": 2}, {"system-out": 2, "skipped": 2})
    assert "2 skipped" in seen.output
    assert "2 falling short" in seen.output
