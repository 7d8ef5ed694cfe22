"""What the official web SDK needs of the reference server (docs/protocol.md#web-client)."""

from __future__ import annotations

import pytest

PAGE = "https://app.example"


def lists(answer, name):
    return {each.strip() for each in (answer.header(name) or "").split(",")}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/nonces", 201),
        ("GET", "/conversations", 401),
        ("POST", "/sessions", 400),
        ("HEAD", "/ping", 200),
        ("GET", "/x", 404),
        ("GET", "/nonces", 405),
    ],
)
def test_any_answer_can_be_read_by_the_page_that_asked(app, method, path, status):
    """Its own Origin, not *, with credentials, on errors too: the nonce of a 401 is needed."""
    answer = app.ask(method, path, origin=PAGE)
    assert answer.status == status
    assert answer.header("Access-Control-Allow-Origin") == PAGE
    assert answer.header("Access-Control-Allow-Credentials") == "true"
    assert {"Link", "Layer-Count"} <= lists(answer, "Access-Control-Expose-Headers")
    assert answer.header("Vary") == "Origin"


def test_who_sends_no_origin_is_no_browser(app):
    """Nothing is said about origins then."""
    assert not [name for name, _ in app.ask("POST", "/nonces").headers if name.startswith("Access-Control")]


@pytest.mark.parametrize(
    "path", ["/nonces", "/sessions", "/sessions/x", "/", "/ping", "/conversations", "/anything", "*"]
)
def test_a_preflight_is_answered_anywhere(app, path):
    """No session, and exempt from the Accept rule."""
    answer = app.ask(
        "OPTIONS",
        path,
        accept="*/*",
        origin=PAGE,
        access_control_request_method="POST",
        access_control_request_headers="client-id, X-New",
    )
    assert (answer.status, answer.body) == (204, b"")
    assert answer.header("Access-Control-Allow-Origin") == PAGE
    assert {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"} <= lists(answer, "Access-Control-Allow-Methods")
    expected = {"accept", "authorization", "content-type", "client-id", "layer-xdk-version", "x-new"}
    assert expected <= lists(answer, "Access-Control-Allow-Headers")


def test_options_says_which_methods_there_are(app):
    """As OPTIONS is meant."""
    assert app.ask("OPTIONS", "/sessions").header("Allow") == "POST, OPTIONS"


class TestRoot:
    def test_it_shows_the_way_to_anyone(self, app):
        """No Accept, no session: 200 and Link."""
        answer = app.ask("GET", "/", accept="")
        assert answer.status == 200
        for relation in ("nonces", "sessions", "conversations", "content", "websocket"):
            assert f"rel={relation}" in answer.header("Link")

    def test_it_checks_a_session_token_that_is_sent(self, app):
        """A good one is 200, a bad one the challenge: the SDK asks after a WebSocket that failed."""
        token = app.session_token()
        path = "/?action=validateConnectionForWebsocket&client=3.4.18"
        assert app.use(token, path=path).status == 200
        app.delete(token)
        answer = app.use(token, path=path)
        assert (answer.status, answer.content["id"]) == (401, "authentication_required")
        assert answer.content["data"]["nonce"]


@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_ping_is_answered(app, method):
    """No session, no version."""
    assert app.ask(method, "/ping?client=3.4.18", accept="").status == 200


def test_head_is_get_without_a_body(app):
    """Status and headers as for GET, the length too."""
    token = f"Layer session-token='{app.session_token()}'"
    get, head = (app.ask(method, "/conversations", authorization=token) for method in ("GET", "HEAD"))
    assert (head.status, head.body) == (get.status, b"")
    assert head.header("Content-Length") == str(len(get.body))
    assert head.without_header("Content-Length").headers == get.headers


def test_an_identity_is_what_its_token_said(app):
    """Created at sign-in, updated by the next one."""
    app.open(app.token(app.claims(prn="zoë b", display_name="Zoë", avatar_url=None)))
    session = app.open(app.token(app.claims(prn="zoë b", display_name="Zoë B."))).content["session_token"]
    answer = app.use(session, path="/identities/zo%C3%AB%20b")
    assert answer.content["user_id"] == "zoë b"
    assert answer.content["display_name"] == "Zoë B."
    assert "avatar_url" not in answer.content


@pytest.mark.parametrize("path", ["/identities/nobody", "/messages/ffffffff-ffff-ffff-ffff-ffffffffffff"])
def test_what_does_not_exist_is_not_found(app, path):
    """404, not_found, 102, for who has a session."""
    answer = app.use(app.session_token(), path=path)
    assert (answer.status, answer.content["code"]) == (404, 102)


def test_the_date_is_the_servers_own(app, clock):
    """Examiners learn the skew from it."""
    clock.advance(90.7)
    assert app.ask("POST", "/nonces").header("Date") == "Tue, 01 Jan 2030 00:01:30 GMT"
