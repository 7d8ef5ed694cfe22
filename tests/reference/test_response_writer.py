"""The manners of a server on the wire, and nearly everything else, can be changed in a line or two."""

from __future__ import annotations

import json
import socket
import time
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
import requests

from conformance.clock import VirtualClock
from conformance.reference.server import Answer, ResponseWriter, running

ACCEPT = {"Accept": "application/vnd.layer+json; version=2.0"}


@pytest.fixture
def fetch():
    """Request a nonce from a server over a real socket, and return the raw bytes of the answer."""

    def fetch(server, version="1.1"):
        with (
            running(server) as url,
            socket.create_connection(("127.0.0.1", urlsplit(url).port)) as connection,
        ):
            accept = f"Accept: {ACCEPT['Accept']}\r\nConnection: close\r\n\r\n"
            connection.sendall(f"POST /nonces HTTP/{version}\r\n{accept}".encode())
            with connection.makefile("rb") as stream:
                return stream.read()

    return fetch


def test_an_answer_is_written_with_its_length():
    """The usual manners."""
    answer = Answer.of(201, {}).with_header("Content-Type", "application/json")
    assert ResponseWriter().serialize(answer, closing=False) == (
        b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
    )


@pytest.mark.parametrize(("status", "line"), [(200, b"200 OK"), (422, b"422 Unprocessable Entity"), (299, b"299 ")])
def test_a_status_has_its_usual_phrase_or_none(status, line):
    """A status that nobody registered has no phrase."""
    assert ResponseWriter().serialize(Answer(status), closing=False).startswith(b"HTTP/1.1 " + line + b"\r\n")


def test_a_header_cannot_end_its_line(app):
    """Whatever a client writes into Origin, it stays in its line."""
    answer = app.ask("POST", "/nonces", origin="https://app.example\u20ac")
    assert b"Access-Control-Allow-Origin: https://app.example?\r\n" in ResponseWriter().serialize(answer, closing=False)


def test_chunked_answers(server, fetch):
    """Two chunks, no length, and every client puts them together."""
    chunked = server.with_writer(chunked=True)
    raw = fetch(chunked)
    assert b"Transfer-Encoding: chunked\r\n" in raw
    assert b"Content-Length" not in raw
    assert raw.endswith(b"\r\n0\r\n\r\n")
    with running(chunked) as url:
        assert requests.post(f"{url}/nonces", headers=ACCEPT, timeout=5).json()["nonce"]


def test_a_client_of_http_1_0_gets_no_chunks(server, fetch):
    """It would not understand them."""
    assert b"chunked" not in fetch(server.with_writer(chunked=True), version="1.0")


def test_http_1_0_answers(server, fetch):
    """The connection ends with each."""
    raw = fetch(server.with_writer(version="1.0"))
    assert raw.startswith(b"HTTP/1.0 201 Created\r\n")
    assert b"Connection: close\r\n" in raw


def test_an_empty_reason_phrase(server, fetch):
    """Lawful (RFC 9112, 4)."""
    assert fetch(server.with_writer(reason=lambda status: "")).startswith(b"HTTP/1.1 201 \r\n")


@pytest.mark.parametrize("case", [str.lower, str.upper])
def test_header_names_in_any_case(server, fetch, case):
    """Names are the same in any case."""
    assert case("Content-Type").encode() + b": application/json" in fetch(server.with_writer(header_name=case))


def test_slow_answers(server, fetch):
    """In real time, whatever the server's clock does."""
    started = time.monotonic()
    fetch(server.with_writer(delay=0.1))
    assert time.monotonic() - started >= 0.1


class TestVariations:
    """Lawful and unusual servers, in the words that a variation would use."""

    def test_extra_members_in_every_body(self, app):
        """One function added to every answer that has a body."""

        def more(visit, answer):
            return answer.with_members(x_more=1) if answer.body else answer

        varied = app.of(app.server.adding(more, to="every answer"))
        assert varied.ask("POST", "/nonces").content["x_more"] == 1
        assert varied.ask("GET", "/x").content["x_more"] == 1
        assert varied.delete(varied.session_token()).status == 204

    def test_error_members_in_another_order(self, app):
        """The table of members is a table like any other."""
        varied = app.of(app.server.moving("ERROR-ID-1", on="error"))
        assert list(varied.ask("GET", "/x").content) == ["code", "message", "url", "id"]

    def test_a_charset_on_the_content_type(self, app):
        """As the real server had it."""

        def with_charset(visit, answer):
            label = answer.header("Content-Type")
            return answer.with_header("Content-Type", f"{label}; charset=UTF-8") if label else answer

        varied = app.of(app.server.adding(with_charset, to="every answer"))
        assert varied.ask("GET", "/x").header("Content-Type") == "application/json; charset=UTF-8"

    def test_links_in_several_fields_and_quoted(self, app):
        """RFC 8288 allows both."""

        def several(visit, targets):
            return tuple(("Link", f'<{target}>; rel="{relation}"') for relation, target in targets.items())

        answer = app.of(app.server.replacing("link-header", several)).open()
        links = [value for name, value in answer.headers if name == "Link"]
        assert len(links) == 3
        assert links[0] == '<http://layer.example:8080/conversations>; rel="conversations"'

    @pytest.mark.parametrize("status", [204, 404, 401])
    def test_another_answer_to_a_second_deletion(self, app, status):
        """No check is 204, ours is 404, the challenge is 401."""
        from conformance.reference.server.rules.session_tokens import challenge

        def challenges(visit):
            session = visit.server.sessions.find(visit.argument)
            if session is None or session.deleted_at is not None:
                raise challenge(visit, "gone")

        varied = {
            204: app.server.without("DELETE-7", "DELETE-8"),
            404: app.server,
            401: app.server.without("DELETE-7").replacing("DELETE-8", challenges),
        }[status]
        other = app.of(varied)
        token = other.session_token()
        assert [other.delete(token).status for _ in range(2)] == [204, status]

    def test_www_authenticate_on_401(self, app):
        """RFC 9110 asks for it; the documents never mention it."""

        def asks(visit, answer):
            return answer.with_more(("WWW-Authenticate", "Layer")) if answer.status == 401 else answer

        assert app.of(app.server.adding(asks, to="error answer")).use("x").header("WWW-Authenticate") == "Layer"

    def test_a_nonce_that_a_refused_attempt_burns(self, app):
        """The spending is moved before the other checks."""
        varied = app.of(app.server.moving("NONCE-3", on="identity token", before="TOKEN-PARTS-1"))
        claims = varied.claims()
        assert varied.open(varied.token(claims)[:-4]).status == 422
        assert varied.open(varied.token(claims)).status == 422
        assert varied.open().status == 201

    def test_the_nonce_before_the_signature(self, app):
        """Another order of checks: the message tells which came first."""
        varied = app.server.moving("NONCE-ISSUED-1", on="identity token", before="TOKEN-PARTS-1")
        wrong = app.token(app.claims("unknown"))[:-4] + "AAAA"
        assert "eit_nonce_not_found" in app.of(varied).open(wrong).content["message"]
        assert "eit_signature" in app.open(wrong).content["message"]

    @pytest.mark.parametrize(("check", "header"), [("TOKEN-TYP-4", {"typ": "JWS"})])
    def test_typ_jws_accepted(self, app, check, header):
        """Historically it was."""
        varied = app.of(app.server.without(check))
        assert varied.open(varied.token(header=varied.header(**header))).status == 201
        assert varied.open(varied.token(header=varied.header(typ="x"))).status == 422

    def test_a_short_spelling_of_the_version_tolerated(self, app):
        """version=2 means 2.0 then, and 9 is still not available."""
        varied = app.of(app.server.without("VERSION-8"))
        spelled = "application/vnd.layer+json; version={}"
        statuses = [varied.ask("POST", "/nonces", accept=spelled.format(v)).status for v in ("2", "9", "two")]
        assert statuses == [201, 406, 406]

    def test_a_clock_that_is_three_seconds_off(self, app):
        """Any object with `now` is a clock."""
        ahead = app.of(replace(app.server, clock=VirtualClock(VirtualClock.START + 3)))
        assert ahead.ask("POST", "/nonces").header("Date").endswith("00:00:03 GMT")

    def test_nonces_and_session_tokens_of_another_form(self, app):
        """Each maker is one rule."""
        varied = app.server.replacing("NONCE-UNIQUE-1", lambda visit: "38ca1bb2-2560-44d4-88bb-5989ce9b2b66")
        varied = app.of(varied.replacing("SESSION-UNIQUE-1", lambda visit: "x" * 200 + ".1-1"))
        assert varied.nonce() == "38ca1bb2-2560-44d4-88bb-5989ce9b2b66"
        assert varied.session_token().endswith("x.1-1")

    def test_an_answer_that_is_no_json_at_all(self, app):
        """A mutant may send anything."""
        html = app.server.adding(lambda visit, answer: Answer(404, (), b"<html>"), to="error answer")
        with pytest.raises(json.JSONDecodeError):
            app.of(html).ask("GET", "/x").content  # noqa: B018  reading it is the point
