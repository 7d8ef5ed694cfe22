"""A client that does again what was seen of it once: each thing told brings the exchanges that it brought then."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scripted_connection import answered

from conformance.embedded.targets import embedded_targets
from conformance.evidence.scene import Asked, Scene, Told
from conformance.evidence.transcript import Transcript
from conformance.examination.recorded_client import NotSeenError, RecordedApp, RecordedStage

TARGET = embedded_targets(actor="client").client
ALICE, BOB = (replace(TARGET.users[0], id=name) for name in ("alice", "bob"))


@pytest.fixture
def recorded():
    """Return a scene of four exchanges: one at the beginning, two of a sign-in, the latter with a token, and a use."""
    scene = Scene("http://127.0.0.1:1", "http://127.0.0.1:2", "http://127.0.0.1:3", "app", "2.0")
    scene.transcript.exchanges.extend(answered(status) for status in (200, 201, 202, 203))
    scene.asked.append(Asked(2, scene.transcript.exchanges[2], "alice", "n", "app", "token"))
    scene.told += [Told("begin", 0, 1), Told("sign_in", 1, 3, "alice", True), Told("use", 3, 4, signed_in=True)]
    scene.met["a use"] = 1
    return scene


@pytest.fixture
def app(recorded):
    return RecordedApp(TARGET, RecordedStage(recorded, Transcript()))


def statuses(app):
    return [exchange.received.status for exchange in app.scene.transcript.exchanges]


def test_what_is_told_brings_its_exchanges_and_no_others(app, recorded):
    """With what was read of them, in the same order; nothing is there before."""
    assert (statuses(app), app.scene.told, app.scene.met) == ([], [], {"a use": 1})
    app.begin()
    assert (statuses(app), app.scene.asked, app.scene.told) == ([200], [], recorded.told[:1])
    app.sign_in(ALICE)
    assert (statuses(app), app.scene.asked, app.scene.told) == ([200, 201, 202], recorded.asked, recorded.told[:2])
    app.use()
    assert (statuses(app), app.scene.told) == ([200, 201, 202, 203], recorded.told)


def test_what_it_was_not_told_then_is_not_judged(app):
    """Another thing, another user, and one thing more than was recorded."""
    with pytest.raises(NotSeenError, match="use, which was not recorded"):
        app.use()
    with pytest.raises(NotSeenError, match="sign_in, which was not recorded"):
        app.sign_in(BOB)
    app.sign_in(ALICE)
    app.use()
    with pytest.raises(NotSeenError, match="use, which was not recorded"):
        app.use()
