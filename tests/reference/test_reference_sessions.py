"""Opening sessions at the reference server: bodies, fields, app ids, links."""

from __future__ import annotations

import re

import pytest

from conformance.protocol.errors import ErrorId

UUID = "e49e50aa-ffda-453f-adc8-404f68de84ae"


def test_a_session_is_opened(app):
    """SESSION-1, SESSION-TYPE-1."""
    answer = app.open()
    assert answer.status == 201
    assert answer.header("Content-Type") == "application/json"
    assert re.fullmatch(r"[A-Za-z0-9_-]{20,}", answer.content["session_token"])


@pytest.mark.parametrize("authorization", ["nonsense", "Bearer x", "Layer session-token='gone'"])
def test_authorization_changes_nothing(app, authorization):
    """SESSION-AUTH-2: who is signed in may sign in again."""
    content = f'{{"identity_token": "{app.token()}", "app_id": "{UUID}"}}'.encode()
    assert app.ask("POST", "/sessions", content, authorization=authorization).status == 201


def test_no_two_sessions_share_a_token_and_all_of_them_live(app):
    """SESSION-UNIQUE-1, SESSION-MANY-1."""
    tokens = [app.session_token() for _ in range(20)]
    assert len(set(tokens)) == 20
    assert {app.use(token).status for token in tokens} == {200}


@pytest.mark.parametrize("host", ["layer.example:8080", "127.0.0.1:40123", "[::1]:8080", "localhost"])
def test_links_are_absolute_and_lead_to_the_host_that_was_called(app, host):
    """SESSION-LINK-1, SESSION-LINK-2: relations unquoted, as the web SDK needs them."""
    links = app.ask("GET", "/", host=host).header("Link")
    assert f"<http://{host}/conversations>; rel=conversations, " in links
    assert f"<http://{host}/websocket>; rel=websocket" in links
    assert '"' not in links


@pytest.mark.parametrize("host", ["", "evil>; rel=x", "a b", "a/b", "user@host"])
def test_a_host_that_is_none_does_not_get_into_the_links(app, host):
    """What a client writes into Host must not become markup."""
    assert "<http://localhost/content>; rel=content" in app.ask("GET", "/", host=host).header("Link")


def test_a_session_is_linked_to_the_rest_of_the_api(app):
    """SESSION-LINK-1: the three relations of the documents."""
    assert re.findall(r"rel=(\w+)", app.open().header("Link")) == ["conversations", "content", "websocket"]


@pytest.mark.parametrize(
    "app_id",
    [
        UUID,
        UUID.upper(),
        *(f"layer:{slashes}apps/{env}/{UUID}" for slashes in ("//", "///") for env in ("staging", "production")),
    ],
)
def test_every_lawful_form_of_the_app_id_is_accepted(app, app_id):
    """SESSION-APP-4, SESSION-APP-5: the environment may be either."""
    assert app.open(app_id=app_id).status == 201


@pytest.mark.parametrize(
    ("form", "reader"),
    [
        ("layer:///apps/staging/", "SESSION-APP-4"),
        ("layer://apps/staging/", "SESSION-APP-5"),
        ("", "SESSION-APP-5"),
    ],
)
def test_each_form_is_read_by_one_reader_alone(app, form, reader):
    """A server that lacks the reader takes the form for malformed."""
    assert app.of(app.server.without(reader)).open(app_id=form + UUID).status == 403


@pytest.mark.parametrize(
    ("app_id", "check"),
    [
        ("layer:///apps/staging/00000000-ffda-453f-adc8-404f68de84ae", "SESSION-APP-1"),
        ("00000000-ffda-453f-adc8-404f68de84ae", "SESSION-APP-1"),
        ("nonsense", "SESSION-APP-2"),
        ("", "SESSION-APP-2"),
        (f"layer:///app/staging/{UUID}", "SESSION-APP-2"),
        (f"layer:///apps/testing/{UUID}", "SESSION-APP-2"),
        (f" {UUID}", "SESSION-APP-2"),
        (f"{UUID}\n", "SESSION-APP-2"),
        (f"layer:///providers/{UUID}", "SESSION-APP-2"),
        (7, "SESSION-APP-3"),
        (None, "SESSION-APP-3"),
        (True, "SESSION-APP-3"),
        ([UUID], "SESSION-APP-3"),
        ({"id": UUID}, "SESSION-APP-3"),
    ],
)
def test_a_wrong_app_id_is_refused_by_one_check_alone(app, expect_refusal, app_id, check):
    """SESSION-APP-1, SESSION-APP-2, SESSION-APP-3: 403, invalid_app_id, 2."""
    expect_refusal(app.open(app_id=app_id), ErrorId.INVALID_APP_ID)
    lax = app.of(app.server.without(check, "PROVIDER-BOUND-1"))
    assert lax.open(app_id=app_id).status == 201


def test_a_wrong_app_id_wins_over_a_wrong_token(app, expect_refusal):
    """SESSION-ORDER-1 (observed); the other order is one call."""
    expect_refusal(app.open("nonsense", app_id="nonsense"), ErrorId.INVALID_APP_ID)
    other = app.server.moving("identity-token", on="POST /sessions", before="SESSION-APP-3")
    expect_refusal(app.of(other).open("nonsense", app_id="nonsense"), ErrorId.INVALID_PROPERTY)


@pytest.mark.parametrize("name", ["app_id", "identity_token"])
def test_a_missing_field_is_named(app, expect_refusal, missing, name):
    """SESSION-FIELD-1, SESSION-FIELD-2: 422, missing_property, 104."""
    expect_refusal(app.open(**{name: missing}), ErrorId.MISSING_PROPERTY, property=name)


def test_a_server_that_misses_no_field_opens_a_session_for_anyone(app, missing):
    """SESSION-FIELD-1: what a server without that check does."""
    assert app.of(app.server.without("SESSION-FIELD-1")).open(identity_token=missing).status == 201


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b"[]",
        b"7",
        b'"x"',
        b"null",
        b"{}{}",
        b"\xff\xfe{}",
        b'{"app_id":"\xff"}',
        b"[" * 99999,
        b'{"a":NaN}',
        b"app_id=1",
    ],
)
def test_a_body_that_is_no_json_object_is_named(app, expect_refusal, body):
    """SESSION-BODY-1, SESSION-BODY-2: 400, invalid_request, 10."""
    expect_refusal(app.ask("POST", "/sessions", body), ErrorId.INVALID_REQUEST)


@pytest.mark.parametrize(
    "label", ["", "application/json; charset=utf-8", "text/plain", "application/x-www-form-urlencoded"]
)
def test_the_label_of_the_body_plays_no_part(app, label):
    """SESSION-TYPE-2 (observed), docs/protocol.md#content-type-requests: clients leave it out or send another one."""
    content = f'{{"identity_token": "{app.token()}", "app_id": "{UUID}"}}'.encode()
    assert app.ask("POST", "/sessions", content, content_type=label).status == 201


def test_members_that_nobody_asked_for_play_no_part(app):
    """Unknown fields are left alone."""
    assert app.open(platform="web").status == 201
