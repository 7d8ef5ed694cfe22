"""The stage: every situation can be arranged, is named by a feature, and departs in what its name says."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest
import requests

from conformance.stage import SITUATIONS, open_stage
from conformance.targets import ClientTarget

ACCEPT = {"Accept": "application/vnd.layer+json; version=2.0"}
TARGET = ClientTarget(name="a", actor="client", url="a")
FEATURES = (Path(__file__).parents[2] / "features" / "client").glob("*.feature")


@pytest.fixture
def stage():
    """Return an open stage."""
    with open_stage(TARGET, "2.0") as play:
        yield play


def ask(stage, method="POST", path="/nonces", **more):
    """Ask Layer as a client does."""
    return requests.request(
        method, f"{stage.scene.layer_url}{path}", headers=ACCEPT, allow_redirects=False, timeout=10, **more
    )


def test_every_situation_is_named_by_a_feature_and_the_other_way_round():
    """One that no feature names would be met by nobody; one that is not there would be an error of ours."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in FEATURES)
    cells = {cell.strip() for line in re.findall(r"^ *\|(.*)\|$", text, re.MULTILINE) for cell in line.split("|")}
    named = cells | set(re.findall(r"at (?:Layer|the identity server), (.*)", text))
    assert {name for _, name in SITUATIONS} - named == set()


@pytest.mark.parametrize(("place", "name"), list(SITUATIONS))
def test_every_situation_can_be_arranged(stage, place, name):
    """It begins as not met, or, where it is about all of a server, as met."""
    stage.depart(place, name)
    assert stage.scene.met[name] in (0, 1)


def test_a_situation_that_is_not_there_is_an_error(stage):
    """A slip in a feature is no situation."""
    with pytest.raises(KeyError):
        stage.depart("Layer", "a full moon")


def test_what_comes_in_is_kept_in_order_before_it_is_answered(stage):
    """The evidence is there when the client has its answer."""
    assert ask(stage).status_code == 201
    assert ask(stage, path="/sessions", json={}).status_code == 422
    assert [exchange.sent.path for exchange in stage.scene.transcript.exchanges] == ["/nonces", "/sessions"]


def test_a_situation_of_the_first_request_is_over_with_it(stage):
    """The second request is answered rightly."""
    stage.depart("Layer", "503 to the first request for a nonce")
    assert [ask(stage).status_code for _ in range(2)] == [503, 201]
    assert stage.scene.met == {"503 to the first request for a nonce": 1}


def test_a_closed_connection_is_kept_as_what_it_is(stage):
    """No answer was given, on purpose."""
    stage.depart("Layer", "a closed connection for requests for a nonce")
    with pytest.raises(requests.ConnectionError):
        ask(stage)
    (exchange,) = stage.scene.transcript.exchanges
    assert "as the scenario has it" in str(exchange.fault)


def test_a_flood_is_answered_no_more(stage):
    """Whoever sends without end would never be judged."""
    for _ in range(80):
        ask(stage)
    with pytest.raises(requests.ConnectionError):
        ask(stage)
    assert "more than 80 requests" in stage.give_up()


def test_time_passes_at_both_servers(stage):
    """A nonce of eleven minutes is as dead as at any Layer."""
    nonce = ask(stage).json()["nonce"]
    fields = {"app_id": stage.scene.app_id, "user_id": "alice", "nonce": nonce, "password": TARGET.users[0].password}
    stage.advance(660)
    token = requests.post(stage.scene.identity_url, json=fields, timeout=10).json()["identity_token"]
    answer = ask(stage, path="/sessions", json={"identity_token": token, "app_id": stage.scene.app_id})
    assert answer.status_code == 422


@pytest.mark.parametrize("situation", ["", "a challenge for every use", "500 to every use"])
def test_a_page_of_another_origin_can_read_every_answer(stage, situation):
    """A driver may be a browser: what it may not read, it would take for a broken network."""
    if situation:
        stage.depart("Layer", situation)
        stage.expect_use()
    headers = {**ACCEPT, "Origin": "http://app.example"}
    for url in (f"{stage.scene.layer_url}/conversations", stage.scene.identity_url):
        for method in ("OPTIONS", "GET"):
            answer = requests.request(method, url, headers=headers, timeout=10)
            assert answer.headers["Access-Control-Allow-Origin"] == "http://app.example"
            assert method == "GET" or answer.status_code == 204


def test_a_stranger_lets_no_page_read_its_answers(stage):
    """Nobody may be led there by accident."""
    answer = requests.get(stage.scene.stranger_url, headers={"Origin": "http://app.example"}, timeout=10)
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_deletion_that_comes_after_the_answer_is_waited_for(stage):
    """An app may show its user as signed out first, and tidy up then."""
    threading.Thread(target=ask, args=(stage, "DELETE", "/sessions/s-12345678")).start()
    stage.await_deletion()
    assert [exchange.sent.method for exchange in stage.scene.transcript.exchanges] == ["DELETE"]
