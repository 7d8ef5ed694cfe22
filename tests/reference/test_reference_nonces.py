"""Nonces at the reference server, to the exact second."""

from __future__ import annotations

import re
import threading
import time

import pytest

from conformance.protocol.errors import ErrorId

BAD_TOKEN = {"error": ErrorId.INVALID_PROPERTY, "property": "identity_token"}
TEN_MINUTES = 600


def test_a_nonce_is_created(app):
    """NONCE-1, NONCE-TYPE-1, NONCE-URLSAFE-1."""
    answer = app.ask("POST", "/nonces")
    assert answer.status == 201
    assert answer.header("Content-Type") == "application/json"
    assert re.fullmatch(r"[A-Za-z0-9_-]{20,}", answer.content["nonce"])


@pytest.mark.parametrize("authorization", ["nonsense", "Bearer x", "Layer session-token='gone'", "Basic Og=="])
def test_authorization_changes_nothing(app, authorization):
    """NONCE-AUTH-2: a stale or foreign Authorization is ignored."""
    assert app.ask("POST", "/nonces", authorization=authorization).status == 201


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b"{broken", b"\xff", b"app_id=1"])
def test_a_body_changes_nothing(app, body):
    """NONCE-BODY-1, NONCE-BODY-2: there are no parameters."""
    assert app.ask("POST", "/nonces", body).status == 201


@pytest.mark.parametrize("query", ["?", "?connection-test", "?a=b&c", "?x=/sessions", "#fragment"])
def test_a_query_changes_nothing(app, query):
    """NONCE-QUERY-1: the route is found by the path."""
    assert app.ask("POST", f"/nonces{query}").status == 201


def test_no_nonce_is_given_twice(app):
    """NONCE-UNIQUE-1."""
    assert len({app.nonce() for _ in range(1000)}) == 1000


def test_several_nonces_live_side_by_side(app):
    """NONCE-MANY-1: the oldest of many still opens a session."""
    nonces = [app.nonce() for _ in range(50)]
    for nonce in nonces:
        assert app.open(app.token(app.claims(nonce))).status == 201


@pytest.mark.parametrize("age", [0, 599, 599.999, TEN_MINUTES])
def test_a_nonce_of_at_most_ten_minutes_is_accepted(app, clock, age):
    """NONCE-LIFE-1: the very second of the ten minutes still belongs to them."""
    nonce = app.nonce()
    clock.advance(age)
    assert app.open(app.token(app.claims(nonce))).status == 201


@pytest.mark.parametrize("age", [600.001, 601, 86400, 3 * 86400])
def test_a_nonce_of_more_than_ten_minutes_is_refused(app, clock, expect_refusal, age):
    """NONCE-LIFE-2: whether it is still remembered or not."""
    nonce = app.nonce()
    clock.advance(age)
    app.nonce()
    content = expect_refusal(app.open(app.token(app.claims(nonce))), **BAD_TOKEN)
    assert "eit_nonce_not_found" in content["message"]


def test_a_day_old_nonce_is_remembered(app, clock):
    """That it is refused is NONCE-LIFE-2's doing: a server without it accepts the nonce of yesterday."""
    lax = app.of(app.server.without("NONCE-LIFE-2"))
    nonce = lax.nonce()
    clock.advance(86400)
    assert lax.open(lax.token(lax.claims(nonce))).status == 201


def test_ancient_nonces_are_forgotten(app, clock):
    """A server that runs for weeks does not grow for ever."""
    ancient = app.nonce()
    clock.advance(3 * 86400)
    app.nonce()
    assert app.server.nonces.find(ancient) is None
    assert len(app.server.nonces.all()) == 1


@pytest.mark.parametrize("again", ["the same token", "another token", "another user", "another app id form"])
def test_a_spent_nonce_is_refused(app, expect_refusal, again):
    """NONCE-3: whatever else is new, the nonce is not."""
    nonce = app.nonce()
    token = app.token(app.claims(nonce))
    assert app.open(token).status == 201
    bare = app.server.credentials.app_id.rsplit("/", 1)[1]
    attempt = {
        "the same token": lambda: app.open(token),
        "another token": lambda: app.open(app.token(app.claims(nonce, exp=int(app.clock.now()) + 60))),
        "another user": lambda: app.open(app.token(app.claims(nonce, prn="bob"))),
        "another app id form": lambda: app.open(token, app_id=bare),
    }[again]
    expect_refusal(attempt(), **BAD_TOKEN)


@pytest.mark.parametrize("later", [1, 60, 599, 600, 601, 86400])
def test_a_spent_nonce_stays_spent(app, clock, expect_refusal, later):
    """NONCE-4: there is no moment at which it is forgotten that it was spent, and not that it was given."""
    nonce = app.nonce()
    assert app.open(app.token(app.claims(nonce))).status == 201
    clock.advance(later)
    expect_refusal(app.open(app.token(app.claims(nonce))), **BAD_TOKEN)


def test_a_refused_attempt_spends_nothing(app):
    """NONCE-BURN-1: neither a bad signature, nor a bad app id, nor a suspended user burns the nonce."""
    nonce = app.nonce()
    claims = app.claims(nonce)
    assert app.open(app.token(claims)[:-5]).status == 422
    assert app.open(app.token(claims), app_id="nonsense").status == 403
    assert app.open(app.token(app.claims(nonce, prn="mallory"))).status == 403
    assert app.open(app.token(claims)).status == 201


def race(app, attempts=8):
    """Ask for sessions with one nonce at the same moment; return the statuses."""
    tokens = [app.token(claims) for claims in [app.claims(app.nonce())] * attempts]
    barrier = threading.Barrier(attempts)
    statuses = []

    def attempt(token):
        barrier.wait()
        statuses.append(app.open(token).status)

    threads = [threading.Thread(target=attempt, args=(token,)) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


def test_of_many_attempts_at_once_one_opens_a_session(app):
    """NONCE-RACE-1: twenty races of eight."""
    for _ in range(20):
        assert race(app) == [201] + [422] * 7


def test_a_server_that_spends_in_two_steps_loses_the_race(app):
    """The rule that spends can be replaced by one that checks first and spends later."""

    def in_two_steps(visit, nonce):
        if nonce.sessions:
            return False
        time.sleep(0.05)
        nonce.sessions += 1
        return True

    assert race(app.of(app.server.replacing("NONCE-RACE-1", in_two_steps))).count(201) > 1


def test_a_nonce_can_be_made_to_open_two_sessions_and_not_three(app):
    """The store counts, so that a mutant can miscount."""
    twice = app.of(app.server.replacing("NONCE-RACE-1", lambda visit, nonce: visit.server.nonces.spend(nonce.value, 2)))
    token = twice.token()
    assert [twice.open(token).status for _ in range(3)] == [201, 201, 422]


@pytest.mark.parametrize(
    "alteration",
    [
        str.swapcase,
        lambda nonce: nonce[:-1],
        lambda nonce: nonce + "0",
        lambda nonce: f" {nonce}",
        lambda _: "x",
        lambda _: "",
    ],
    ids=["case", "truncated", "extended", "with a blank", "another", "empty"],
)
def test_a_nonce_that_was_not_given_is_refused(app, expect_refusal, alteration):
    """NONCE-ISSUED-1, NONCE-ISSUED-2: byte for byte."""
    claims = app.claims(nce=alteration(app.nonce()))
    expect_refusal(app.open(app.token(claims)), **BAD_TOKEN)
