"""A client of our own as a target in this process: its pauses pass, and nobody waits for them."""

from __future__ import annotations

import pytest

from conformance.caller.client import App, ClientDriver
from conformance.embedded.client_target import DriverInProcess, SkippedTime
from conformance.judging.client_challenges import expect_retry_after_honoured
from conformance.judging.outcomes import Violation
from conformance.reference.client import ReferenceClient, changed
from conformance.stage import open_stage
from conformance.targets import ClientTarget

TARGET = ClientTarget(name="a", actor="client", url="a")


def scene_of(skipped: SkippedTime, pause) -> object:
    """Return what is seen of a sign-in whose first request meets a 429 and one second of Retry-After."""
    driver = ClientDriver(TARGET, lambda _target: DriverInProcess(ReferenceClient, pause))
    with open_stage(TARGET, "2.0", time=skipped.time) as stage:
        stage.depart("Layer", "429 and Retry-After to the first request for a nonce")
        App(driver, stage.scene, stage.give_up).sign_in(TARGET.users[0])
        return stage.scene


def test_a_pause_passes_at_the_stage_as_well(monkeypatch):
    """What came in after it is that much later, though nobody has slept."""
    monkeypatch.setattr("time.sleep", lambda _seconds: pytest.fail("somebody sleeps"))
    skipped = SkippedTime()
    scene = scene_of(skipped, skipped.pause)
    first, second = scene.transcript.exchanges[:2]
    assert second.started - first.started >= 1
    expect_retry_after_honoured(scene)


def test_a_client_that_does_not_pause_is_seen_not_to():
    """The time of the stage passes by the pauses alone."""
    with pytest.raises(Violation):
        expect_retry_after_honoured(scene_of(SkippedTime(), lambda _seconds: None))


def test_a_client_that_fails_has_answered_so():
    """Whatever a mutant raises, its driver is in order."""
    driver = DriverInProcess(changed(ReferenceClient, sign_in=lambda *_: 1 / 0))
    begin = {"layer_url": "http://127.0.0.1:9", "identity_url": "http://127.0.0.1:9/x", "app_id": "a", "version": "2.0"}
    assert driver.ask("begin", begin, str)["ok"] is True
    answer = driver.ask("sign_in", {"user": "alice", "password": "x"}, str)
    assert answer == {"id": 0, "ok": False, "error": "ZeroDivisionError: division by zero"}
