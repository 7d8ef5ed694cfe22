"""Targets that do not answer, or not any more: the run ends soon, and nothing conforms that was not seen."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import ExitStack

import pytest

from conformance.clock import WallClock
from conformance.reference.null_targets import running_null_target
from conformance.reference.server import ReferenceServer, running

#: So many scenarios, and more.
SCENARIOS = 200
CHAPTERS = ("features/server/errors.feature", "features/server/nonces.feature")
#: After so many answers a target is gone.
ANSWERS = 60


def test_a_closed_port(run, serve):
    """One sentence, and not one requirement that conforms."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    seen = run("--target", serve(url), *CHAPTERS)
    assert (seen.code, seen.word) == (6, "INCOMPLETE")
    assert seen.conforming("MUST") == seen.conforming("SHOULD") == []
    assert set(seen.findings.values()) <= {"INCONCLUSIVE", "NOT_APPLICABLE", "UNTESTED"}
    assert "nothing was judged: the target refused the connection" in seen.last_line
    assert seen.output.count("Traceback") == 0
    assert seen.verdict["requests"] <= 4


def test_a_redirect_loop(run, serve):
    """Nobody goes in circles, and the sentence says what the target file should name."""
    with running_null_target("a redirect loop") as url:
        seen = run("--target", serve(url), "features/server/nonces.feature")
    assert (seen.code, seen.word) == (6, "INCOMPLETE")
    assert seen.conforming("MUST") == seen.conforming("SHOULD") == []
    assert "redirects POST /nonces to /nonces (302); redirects are not followed" in seen.last_line
    assert seen.verdict["requests"] == 1


@pytest.mark.parametrize("manner", ["dies", "hangs"])
def test_a_target_that_works_for_a_while(run, serve, manner):
    """What it did before is judged, it is soon given up, and nothing conforms by what it was asked after."""
    gone, released = threading.Event(), threading.Event()
    when: list[float] = []
    with ExitStack() as stack:
        server = _mortal(manner, when, gone, released)
        url = stack.enter_context(running(server))
        ending = threading.Thread(target=lambda: gone.wait() and manner == "dies" and stack.close())
        ending.start()
        seen = run("--target", serve(url, "[http]\ntimeout = 1\n"), *CHAPTERS, "--parallel", 1)
        for event in (gone, released):
            event.set()
        ending.join()
    assert (seen.code, seen.word) in ((6, "INCOMPLETE"), (1, "NOT_CONFORMANT"))
    assert seen.verdict["requests"] < SCENARIOS
    assert {"CONFORMS", "INCONCLUSIVE"} <= set(seen.findings.values())
    passed = [result for result in _allure(seen) if result["status"] == "passed"]
    # Refusals are provoked once and read by several rules: those of before are as good as ever.
    assert [result["name"] for result in passed if max(_asked(seen, result)) > when[0]] == []


def _mortal(manner, when, gone, released):
    """Return a server that is gone, or hangs, after so many answers."""
    lock, turns = threading.Lock(), iter(range(ANSWERS))

    def count(_visit, answer):
        with lock:
            alive = next(turns, None) is not None
        if not alive:
            when[:] = when or [time.time() * 1000]
            gone.set()
            if manner == "hangs":
                released.wait()
            raise ConnectionError("gone")
        return answer

    return ReferenceServer(WallClock()).adding(count, to="every answer")


def _allure(seen):
    return [json.loads(path.read_text()) for path in (seen.reports / "allure-results").glob("*-result.json")]


def _asked(seen, result):
    """Return when each request was sent that a result rests on, in milliseconds."""
    attachments = [each for part in (result, *result["steps"]) for each in part["attachments"]]
    assert attachments
    folder = seen.reports / "allure-results"
    return [json.loads((folder / each["source"]).read_text())["start"] for each in attachments]
