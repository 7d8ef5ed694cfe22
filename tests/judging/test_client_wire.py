"""What is seen of a client on the wire, judged: each expectation at a scene that keeps it and one that breaks it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from client_scenes import ACCEPT, LAYER, SESSION, STRANGER, Builder, doing, sending

from conformance.judging import client_asking as asking
from conformance.judging import client_challenges as challenges
from conformance.judging import client_nonces as nonces
from conformance.judging import client_sessions as sessions
from conformance.judging import client_tokens as tokens
from conformance.judging import client_words as words
from conformance.judging.outcomes import Inconclusive, NotApplicable, Violation


@pytest.fixture
def scene():
    """Return a builder of a sign-in that is right in everything."""
    builder = Builder()
    builder.nonce()
    builder.ask()
    builder.present()
    builder.told()
    return builder


RIGHT = (
    asking.expect_nonce_asked_with_post,
    asking.expect_version_accepted,
    asking.expect_bodies_labelled,
    asking.expect_nothing_before_a_session,
    nonces.expect_unaltered_nonces,
    nonces.expect_nonces_used_once,
    tokens.expect_unaltered_tokens,
    tokens.expect_tokens_presented_once,
    tokens.expect_app_id_as_configured,
    tokens.expect_password_at_identity_server_only,
    words.expect_signed_in,
    words.expect_session_behind_words,
)


@pytest.mark.parametrize("expect", RIGHT, ids=lambda each: each.__name__)
def test_a_right_sign_in_is_right(scene, expect):
    """Nothing is raised."""
    expect(scene.scene)


@pytest.mark.parametrize("expect", RIGHT, ids=lambda each: each.__name__)
def test_a_driver_that_failed_decides_nothing(scene, expect):
    """What was seen until then may be all that the app does, or half of it."""
    scene.told("use", None, fault="the driver ended with exit code 1; its standard error: no display")
    with pytest.raises(Inconclusive, match="no display"):
        expect(scene.scene)


@pytest.mark.parametrize("expect", RIGHT, ids=lambda each: each.__name__)
def test_nothing_holds_where_nothing_was_sent(expect):
    """A client that says "signed in" and sends nothing keeps no rule."""
    builder = Builder()
    builder.told()
    with pytest.raises((Inconclusive, Violation)):
        expect(builder.scene)


def test_a_violation_on_the_wire_stands_whatever_the_driver_did(scene):
    """A driver that dies afterwards takes nothing back."""
    scene.add("GET", f"{LAYER}/conversations", headers=(("Accept", "*/*"),))
    scene.told("use", None, fault="the driver ended")
    with pytest.raises(Violation, match=r"\*/\*"):
        asking.expect_version_accepted(scene.scene)


@pytest.mark.parametrize("nonce", ["n 1", "", "undefined"])
def test_another_nonce_than_layer_s_is_a_violation(nonce):
    """One character is enough."""
    builder = Builder()
    builder.nonce()
    builder.ask(nonce)
    builder.told()
    with pytest.raises(Violation, match="that Layer did not give"):
        nonces.expect_unaltered_nonces(builder.scene)


def test_a_nonce_of_a_challenge_is_layer_s_too(scene):
    """It stands in another place."""
    stop = scene.told("use")
    scene.use(status=401, content={"data": {"nonce": "n-2"}})
    scene.ask("n-2")
    scene.told("use", start=stop)
    nonces.expect_unaltered_nonces(scene.scene)


def test_a_token_that_got_no_answer_may_be_presented_again():
    """It was lost on the way, as far as anybody knows."""
    builder = Builder()
    builder.nonce()
    builder.ask()
    builder.present(status=0)
    builder.present(status=503)
    builder.present()
    builder.told()
    tokens.expect_tokens_presented_once(builder.scene)
    builder.present()
    with pytest.raises(Violation):
        tokens.expect_tokens_presented_once(builder.scene)


@pytest.mark.parametrize(
    "leak",
    [
        {"url": f"{LAYER}/nonces?p=rabbit-hole"},
        {"url": f"{LAYER}/nonces", "body": {"p": "rabbit-hole"}},
        {"url": f"{STRANGER}/identity_tokens", "body": {"p": "rabbit-hole"}},
        {"url": f"{LAYER}/nonces", "headers": (ACCEPT, ("Authorization", "Basic YWxpY2U6cmFiYml0LWhvbGU="))},
    ],
)
def test_a_password_elsewhere_is_found(scene, leak):
    """In whatever part of a request it stands."""
    scene.add("POST", **leak)
    scene.told("use")
    with pytest.raises(Violation, match="the password at"):
        tokens.expect_password_at_identity_server_only(scene.scene)


def test_signed_in_without_a_session_is_a_contradiction():
    """The driver is the second witness."""
    builder = Builder()
    builder.nonce()
    builder.told()
    with pytest.raises(Violation, match="no session was given"):
        words.expect_session_behind_words(builder.scene)


@pytest.mark.parametrize("path", ["/sessions/s-1234", "/sessions/a/b", "/sessions?token=s-12345678"])
def test_half_a_session_token_is_no_deletion(scene, path):
    """Nor is one that reads as a path, or stands in a query."""
    scene.add("DELETE", f"{LAYER}{path}", 204)
    scene.told("sign_out", False)
    with pytest.raises(Violation):
        sessions.expect_whole_token_deleted(scene.scene)


def test_a_client_that_deletes_nothing_names_no_token(scene):
    """Whether it should delete is another requirement."""
    scene.told("sign_out", False)
    with pytest.raises(NotApplicable):
        sessions.expect_whole_token_deleted(scene.scene)


def test_sessions_asked_for_at_once_have_no_pause(scene):
    """Four within a second are one too many."""
    for started in (0.1, 0.2, 0.9):
        scene.present(started=started)
    scene.told("use")
    with pytest.raises(Violation, match="4 in less"):
        challenges.expect_pauses(scene.scene)


@pytest.mark.parametrize(
    ("method", "path", "is_late"), [("DELETE", "/sessions/s-12345678", True), ("GET", "/x", False)]
)
def test_only_the_deletion_may_come_after_signing_out(scene, method, path, is_late):
    """An app may answer first and tidy up then; nobody may use what is over."""
    stop = scene.told("sign_out", False)
    scene.add(method, f"{LAYER}{path}", headers=(ACCEPT, ("Authorization", 'Layer session-token="s-12345678"')))
    scene.told("use", False, start=stop)
    if is_late:
        sessions.expect_nothing_of_the_old_session(scene.scene)
    else:
        with pytest.raises(Violation):
            sessions.expect_nothing_of_the_old_session(scene.scene)


def test_the_websocket_of_a_sign_in_may_come_after_signing_out(scene):
    """It was on its way; who opens another one then uses what is over."""
    scene.nonce()
    scene.present()
    stop = scene.told("sign_out", False)
    opening = ("GET", f"{LAYER}/?session_token=s-12345678")
    scene.add(*opening, headers=(("Upgrade", "websocket"),))
    scene.told("use", False, start=stop)
    sessions.expect_nothing_of_the_old_session(scene.scene)
    scene.add(*opening, headers=(("Upgrade", "websocket"),))
    with pytest.raises(Violation):
        sessions.expect_nothing_of_the_old_session(scene.scene)


def test_the_session_token_may_stand_where_it_is_deleted_and_where_a_websocket_is_opened():
    """Those two places are documented; any other reading of the same address is none."""
    delete, read = (sending(method, f"{LAYER}/sessions/{SESSION}") for method in ("DELETE", "GET"))
    websocket = sending("GET", f"{LAYER}/?session_token={SESSION}", headers=(("Upgrade", "websocket"),))
    sessions.expect_session_in_header_only(doing(Builder.use, websocket, delete).scene)
    with pytest.raises(Violation, match="GET /sessions/s-12345678 with it in its path"):
        sessions.expect_session_in_header_only(doing(Builder.use, read).scene)


def test_a_short_token_may_stand_anywhere_by_chance():
    """Nobody can tell it from a word: neither before nor after the end of its session."""
    builder = Builder()
    builder.nonce()
    builder.ask(token="pg-1")
    builder.present("pg-1", session="s-1")
    builder.use("s-1", path="/s-1?pg-1")
    stop = builder.told()
    builder.told("sign_out", False, start=stop)
    builder.add("GET", f"{LAYER}/s-1?pg-1")
    builder.told("use", False, start=stop)
    sessions.expect_session_in_header_only(builder.scene)
    sessions.expect_nothing_of_the_old_session(builder.scene)


@pytest.mark.parametrize(("status", "is_issued"), [(200, True), (299, True), (300, False), (500, False)])
def test_a_nonce_of_any_success_is_one_that_layer_gave(status, is_issued):
    """And of no other answer, a challenge apart."""
    builder = Builder()
    builder.add("POST", f"{LAYER}/nonces", status, {"nonce": "n-1"})
    assert [nonce for _, nonce, _ in nonces.issued_nonces(builder.scene)] == (["n-1"] if is_issued else [])


class TestLimits:
    def limited(self, *later):
        """Return a scene with a 429 that names one second, and requests after it: method, path, seconds."""
        builder = Builder()
        builder.add("POST", f"{LAYER}/nonces", 429, started=100.0)
        exchange = builder.scene.transcript.exchanges[0]
        builder.scene.transcript.exchanges[0] = replace(
            exchange, received=replace(exchange.received, headers=(("Retry-After", "1"),))
        )
        for method, path, seconds in later:
            builder.add(method, f"{LAYER}{path}", started=100.0 + seconds)
        return builder.scene

    @pytest.mark.parametrize(
        "later",
        [
            [("POST", "/nonces", 1.0)],
            pytest.param([("HEAD", "/ping", 0.001), ("POST", "/nonces", 0.96)], id="a request that was under way"),
        ],
    )
    def test_whoever_waits_conforms(self, later):
        """To the second, less what clocks and networks take; another request of the same moment asks nothing again."""
        challenges.expect_retry_after_honoured(self.limited(*later))

    @pytest.mark.parametrize(
        "later",
        [[("POST", "/nonces", 0.001)], [("POST", "/nonces", 0.9)], [("HEAD", "/ping", 0.2)]],
    )
    def test_whoever_asks_sooner_violates(self, later):
        """At once, a little too early, or for something else while the limit holds."""
        with pytest.raises(Violation, match="nothing before 1 s have passed"):
            challenges.expect_retry_after_honoured(self.limited(*later))
