"""A target that changes while it is examined: what was found in between is suspect."""

from __future__ import annotations

import itertools

from conformance.clock import WallClock
from conformance.reference.messages import Answer
from conformance.reference.server import ReferenceServer, running

CHAPTER = "features/server/nonces.feature"


def failing_after(requests):
    """Return a server that answers 503 to every request after so many."""
    turns = itertools.count(1)

    def tired(_visit, answer):
        return answer if next(turns) <= requests else Answer.of(503, {})

    return ReferenceServer(WallClock()).adding(tired, to="every answer")


def test_a_target_that_no_longer_lets_anybody_in(run, serve):
    """The run is INCOMPLETE, whatever it seemed to violate, and every finding says that it is suspect."""
    with running(failing_after(60)) as url:
        seen = run("--target", serve(url), CHAPTER, "-k", "2.0")
    assert (seen.code, seen.word) == (6, "INCOMPLETE"), seen.output
    assert "a valid user could sign in before the run but not after it" in seen.last_line
    assert seen.verdict["suspect"]
    judged = [
        each for each in seen.verdict["findings"] if each["verdict"] not in ("NOT_APPLICABLE", "UNTESTED", "KNOWN")
    ]
    assert judged
    assert all(each["reason"].startswith("suspect: ") for each in judged)


def test_a_target_that_never_let_anybody_in(run, serve):
    """Is not suspect, for nothing has changed; what a gateway may have answered decides nothing."""
    with running(failing_after(0)) as url:
        seen = run("--target", serve(url), CHAPTER, "-k", "NONCE-1 and 2.0")
    assert seen.verdict["suspect"] == ""
    assert (seen.code, seen.word) == (6, "INCOMPLETE")


def test_a_target_that_stays_as_it_is(run, serve):
    """The control: nothing is suspect."""
    seen = run("--target", serve(), CHAPTER, "-k", "NONCE-1 and 2.0")
    assert seen.verdict["suspect"] == ""
    assert seen.word == "PARTIAL"
