"""Errors of the reference server: their shape, and the ones that every path can meet."""

from __future__ import annotations

import pytest

from conformance.protocol.errors import ErrorId
from conformance.reference.server import RefusalError

UNKNOWN = [
    "/x",
    "/nonce",
    "/nonces/",
    "/nonces/1",
    "//nonces",
    "/sessions/",
    "/Nonces",
    "/sessions/a/b",
    "nonces",
    "*",
    "",
]


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "TRACE", "CONNECT", "FOO", "nonces"])
def test_an_endpoint_that_does_not_exist_is_told(app, expect_refusal, method, subtests):
    """ERROR-404-1: 404, invalid_endpoint, 106, whatever the method."""
    for path in UNKNOWN:
        with subtests.test(path):
            if path != "":  # an absolute target without a path means the root
                expect_refusal(app.ask(method, path), ErrorId.INVALID_ENDPOINT)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/nonces", "POST"),
        ("HEAD", "/nonces", "POST"),
        ("PUT", "/sessions", "POST"),
        ("post", "/sessions", "POST"),
        ("GET", "/sessions/x", "DELETE"),
        ("POST", "/", "GET, HEAD"),
        ("DELETE", "/conversations", "GET, HEAD"),
        ("TRACE", "/ping", "GET, HEAD"),
        ("FOO", "/identities/alice", "GET, HEAD"),
    ],
)
def test_a_method_that_an_endpoint_does_not_have_is_told(app, expect_refusal, method, path, allowed):
    """ERROR-405-1: 405, method_not_allowed, 109, and Allow."""
    answer = app.ask(method, path)
    assert answer.header("Allow") == allowed
    if method != "HEAD":
        expect_refusal(answer, ErrorId.METHOD_NOT_ALLOWED)


@pytest.mark.parametrize("target", ["http://layer.example/nonces", "HTTP://other:1/nonces?x", "https://[::1]/nonces"])
def test_an_absolute_target_is_routed_by_its_path(app, target):
    """RFC 9112, 3.2.2: a server accepts the absolute form."""
    assert app.ask("POST", target).status == 201


@pytest.mark.parametrize("target", ["http://[", "http://[::1", "http://"])
def test_a_target_that_cannot_be_read_breaks_nothing(app, target):
    """A malformed authority is no path of ours."""
    assert app.ask("POST", target).status in (404, 405)
    assert not app.server.failures


@pytest.mark.parametrize("name", ["id", "code", "message", "url", "data"])
def test_each_member_of_an_error_can_be_left_out(app, name):
    """ERROR-ID-1 and its fellows: one rule a member."""
    lacking = app.of(app.server.without(f"ERROR-{name.upper()}-1"))
    full, partial = (
        app.ask("POST", "/nonces", accept="").content,
        lacking.ask("POST", "/nonces", accept="").content,
    )
    assert set(full) - set(partial) == {name}


def test_data_is_there_only_where_the_documents_show_it(app):
    """docs/protocol.md#error-object: absent in 403 invalid_app_id and in 404."""
    assert "data" not in app.open(app_id="x").content
    assert "data" not in app.ask("GET", "/x").content


def test_one_kind_of_refusal_can_differ_from_the_others(app):
    """A mutant may give a wrong code to one error alone."""

    def wrong_for_apps(refused):
        return {"code": 3 if refused.error is ErrorId.INVALID_APP_ID else refused.error.code}

    broken = app.of(app.server.replacing("ERROR-CODE-1", wrong_for_apps))
    assert broken.open(app_id="x").content["code"] == 3
    assert broken.open("x").content["code"] == 105


def test_a_check_can_refuse_for_the_wrong_reason(app):
    """A mutant may put another refusal in the place of the right one."""

    def wrong(token, visit):
        raise RefusalError(ErrorId.INVALID_APP_ID, "wrong reason")

    assert app.of(app.server.replacing("TOKEN-PARTS-1", wrong)).open().status == 403


class TestBreakage:
    @pytest.mark.parametrize("rule", ["NONCE-1", "VERSION-1", "NONCE-TYPE-1", "web-client"])
    def test_a_rule_that_falls_over_is_a_500_in_the_documented_shape(self, app, rule):
        """500, internal_server_error, 100; and the failure is kept for whoever debugs."""

        def falls_over(*_):
            raise RuntimeError("secret detail")

        broken = app.of(app.server.replacing(rule, falls_over))
        answer = broken.ask("POST", "/nonces")
        assert (answer.status, answer.content["id"], answer.content["code"]) == (
            500,
            "internal_server_error",
            100,
        )
        assert answer.header("Content-Type") == "application/json"
        assert b"secret" not in answer.body
        assert [str(failure) for failure in broken.server.failures] == ["secret detail"]

    def test_an_error_that_cannot_be_built_is_a_500_too(self, app):
        """The correct rules stand in for the broken ones."""
        broken = app.of(app.server.replacing("ERROR-URL-1", lambda refused: None))
        assert broken.ask("GET", "/x").content["id"] == "internal_server_error"
