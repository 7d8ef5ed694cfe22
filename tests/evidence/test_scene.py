"""What a scenario has seen of a client, sorted: what needs a session, and what belongs to whom."""

from __future__ import annotations

import pytest

from conformance.evidence.exchange import Exchange, Received, Sent
from conformance.evidence.scene import Scene, Told

LAYER, IDENTITY, STRANGER = "http://127.0.0.1:1001", "http://127.0.0.1:1002", "http://127.0.0.1:1003"


def scene_of(method: str, url: str, **headers: str) -> Scene:
    """Return a scene of one request."""
    scene = Scene(LAYER, IDENTITY, STRANGER, "app", "2.0")
    scene.transcript.add(Exchange(Sent(method, url, tuple(headers.items())), 0.0, 0.1, Received(200, "OK", (), b"")))
    return scene


@pytest.mark.parametrize(
    ("method", "path", "headers", "needs"),
    [
        ("GET", "/conversations", {}, True),
        ("GET", "/conversations", {"Authorization": "Layer session-token='a'"}, True),
        ("HEAD", "/ping", {}, False),
        ("GET", "/ping", {}, False),
        ("HEAD", "/", {}, False),
        ("GET", "/", {}, False),
        ("GET", "", {}, False),
        ("HEAD", "/ping", {"Authorization": "Layer session-token='a'"}, True),
        ("POST", "/ping", {}, True),
        ("POST", "/nonces", {}, False),
        ("POST", "/sessions", {}, False),
        ("DELETE", "/sessions/abc", {}, False),
        ("GET", "/websocket", {"Upgrade": "WebSocket"}, False),
        ("OPTIONS", "/conversations", {}, False),
    ],
)
def test_what_needs_a_session_is_neither_the_way_in_nor_out_nor_a_look_around(method, path, headers, needs):
    """A look around that brings a session along is a use of it."""
    assert bool(scene_of(method, LAYER + path, **headers).uses()) is needs


def test_requests_belong_to_the_origin_that_they_went_to():
    """A port tells two origins apart."""
    assert not scene_of("GET", IDENTITY + "/conversations").to_layer()
    assert len(scene_of("GET", STRANGER + "/conversations").to_stranger()) == 1


def test_what_was_told_is_found_by_its_kind():
    """In order, and by what came in meanwhile."""
    scene = scene_of("GET", LAYER)
    scene.told += [Told("begin", 0, 0), Told("sign_in", 0, 1), Told("use", 1, 1), Told("sign_in", 1, 2)]
    assert [told.start for told in scene.during("sign_in", "use")] == [0, 1, 1]
    assert [scene.told_at(number) for number in (0, 1, 2)] == [1, 3, 4]
