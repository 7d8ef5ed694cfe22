"""Scenarios side by side at a target that all processes share."""

from __future__ import annotations

import pytest

from conformance.catalogue import load_catalogue
from conformance.clock import WallClock
from conformance.reference.mutants import mutant_named
from conformance.reference.server import ReferenceServer, running

CHAPTERS = ("features/server/nonces.feature", "features/server/sessions.feature", "features/server/signing_out.feature")
#: Scenarios that others could disturb, and more of them than processes.
DISTURBED = "2.0 and (DELETE or MANY or UNIQUE or RACE or NONCE-3)"


def test_the_verdict_is_the_same(run, serve):
    """With one process, two and sixteen; every scenario has its result once, and its own transcript."""
    found = []
    for processes in (1, 2, 16):
        seen = run("--target", serve(), *CHAPTERS, "-k", DISTURBED, "--parallel", processes)
        ids = [each["nodeid"] for finding in seen.verdict["findings"] for each in finding["scenarios"]]
        assert len(ids) == len(set(ids))
        found.append((seen.word, seen.findings))
    assert found[0] == found[1] == found[2]


def test_a_mutant_is_caught_side_by_side(run, serve):
    """By its own requirement."""
    mutant = mutant_named("never_spends_nonces")
    seen = run("--target", serve(mutant.apply), CHAPTERS[0], "-k", DISTURBED, "--parallel", 4)
    assert seen.word == "NOT_CONFORMANT"
    assert seen.findings[mutant.requirement, "2.0"] == "VIOLATES"


def test_every_process_has_a_user_of_its_own(run, serve):
    """Whoever ends all sessions of a user, or should not, does not reach those of another process."""
    server = ReferenceServer(WallClock())
    with running(server) as url:
        run("--target", serve(url), CHAPTERS[1], "-k", "2.0", "--parallel", 2)
    users = {session.user for session in server.sessions._sessions.values()}
    assert {user.rpartition(".")[2] for user in users} >= {"0", "1"}


def test_the_request_budget_is_one(run, serve):
    """Four processes send no more than one would."""
    server = ReferenceServer(WallClock())
    with running(server) as url:
        seen = run("--target", serve(url, "[http]\nmax_requests = 40\n"), CHAPTERS[0], "--parallel", 4)
    assert seen.word == "INCOMPLETE"
    assert seen.verdict["requests"] == 40
    assert "http.max_requests allows are used up" in seen.output


@pytest.mark.parametrize(
    "requirement",
    ["NONCE-RACE-1", "NONCE-RACE-2", "DELETE-RACE-1", "DELETE-RACE-2", "ISSUE-RACE-1"],
)
def test_rows_that_others_would_disturb_say_so(requirement):
    """They run when the others have ended."""
    assert load_catalogue()[requirement].alone
