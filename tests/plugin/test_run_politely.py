"""What a run leaves behind at a target that is not its own, and what it does where it is asked to wait."""

from __future__ import annotations

import itertools
import threading

from conformance.clock import WallClock
from conformance.reference.messages import Answer
from conformance.reference.server import ReferenceServer, running

NONCES = "features/server/nonces.feature"
CHAPTERS = ("features/server/sessions.feature", "features/server/signing_out.feature")


def test_no_session_stays_open(run, serve):
    """Whatever a scenario has opened is ended when it is over."""
    server = ReferenceServer(WallClock())
    with running(server) as url:
        seen = run("--target", serve(url), *CHAPTERS, "-k", "1.0 and (DELETE or SESSION-1)")
    opened = list(server.sessions._sessions.values())
    assert len(opened) > 20
    assert all(session.deleted_at is not None for session in opened)
    assert seen.verdict["left_open"] == []
    assert "left open" not in seen.output


def test_what_cannot_be_ended_is_listed(run, serve):
    """In the summary and in the verdict, without the token itself."""
    server = ReferenceServer(WallClock())

    def stays(visit, answer):
        return Answer.of(403, {}) if visit.request.method == "DELETE" else answer

    with running(server.adding(stays, to="every answer")) as url:
        seen = run("--target", serve(url), CHAPTERS[0], "-k", "SESSION-1 and 1.0")
    assert "sessions left open at the target:" in seen.output
    assert seen.verdict["left_open"]
    for line in seen.verdict["left_open"]:
        assert line.startswith("[session token ")
        assert line.endswith(": DELETE was answered with 403")


def test_a_target_that_is_busy_now_and_then(run, serve):
    """Gets the time that it asks for; its 429 is neither a violation nor inconclusive."""
    turns, lock = itertools.count(1), threading.Lock()

    class BusyServer(ReferenceServer):
        """Does nothing of what every fifth request asks for."""

        def handle(self, request):
            with lock:
                is_busy = next(turns) % 5 == 0
            return Answer.of(429, {}).with_header("Retry-After", "0") if is_busy else super().handle(request)

    server = BusyServer(WallClock())
    with running(server) as url:
        seen = run("--target", serve(url), NONCES, CHAPTERS[0], "-k", "NONCE-1 or NONCE-3 or SESSION-1")
    assert {row for row, _ in seen.findings} >= {"NONCE-1", "NONCE-3", "SESSION-1"}
    assert set(seen.findings.values()) == {"CONFORMS"}, seen.output
