"""Requests for tokens go out in the form that the target file gives them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from conformance.caller.provider import ProviderCaller
from conformance.evidence.exchange import Exchange, Received, Sent
from conformance.evidence.transcript import Transcript
from conformance.keys import published_key
from conformance.targets import (
    LoginTemplate,
    ProviderCredentials,
    ProviderTarget,
    RequestTemplate,
    Template,
    TokenLocation,
    User,
)

TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJwcm4iOiJhbGljZSJ9.c2lnbmF0dXJl"
FIELDS = {"app": "{app_id}", "who": "{user}", "pass": "{password}", "n": "{nonce}"}


@dataclass
class Line:
    """A connection that keeps what is sent and answers what it was told."""

    body: bytes = b"{}"
    sent: list[Sent] = field(default_factory=list)

    def send(self, method, url, headers, body=None):
        self.sent.append(Sent(method, url, tuple(headers.items()), body))
        return Exchange(self.sent[-1], 0.0, 0.0, Received(200, "OK", (), self.body))


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def ask(line):
    """Return what sends one request, of a provider that is asked in this form, and gives what was sent."""

    def send(
        *, fields: Any = None, headers: Any = None, encoding="json", method="POST", url="https://id/auth", **changes
    ):
        request = RequestTemplate(method, encoding, _templates(headers or {}), _templates(fields or FIELDS))
        caller = _caller(line, request, url)
        expected = caller.right_request("a+b/c==%2B")
        caller.request_token(replace(expected, **changes))
        return line.sent[-1]

    return send


def _caller(line: Line, request: RequestTemplate, url: str = "https://id/auth", place: str = "identity_token"):
    target = ProviderTarget(
        name="t",
        actor="provider",
        url=url,
        credentials=ProviderCredentials("app", "provider", "key", published_key("application").public),
        request=request,
        token=TokenLocation(tuple(place.split(".")) if place else ()),
        users=(User("alice", "s3sam&e", "alice"),),
    )
    return ProviderCaller(target, line, Transcript())


def _templates(texts: dict) -> dict:
    return {
        name: _templates(text) if isinstance(text, dict) else Template.parse(text) if isinstance(text, str) else text
        for name, text in texts.items()
    }


class TestEncodings:
    def test_json_is_an_object(self, ask):
        """Fields are members, constants keep their types, and tables nest."""
        sent = ask(fields={"n": "{nonce}", "keep": True, "level": 3, "in": {"who": "{user}"}})
        assert json.loads(sent.body) == {"n": "a+b/c==%2B", "keep": True, "level": 3, "in": {"who": "alice"}}
        assert sent.header("Content-Type") == "application/json"
        assert (sent.method, sent.url) == ("POST", "https://id/auth")

    def test_a_form_is_escaped_once(self, ask):
        """A plus sign and a percent sign come out of a form as they were."""
        sent = ask(fields={**FIELDS, "keep": True}, encoding="form")
        assert parse_qs(sent.body.decode()) == {
            "app": ["app"],
            "who": ["alice"],
            "pass": ["s3sam&e"],
            "n": ["a+b/c==%2B"],
            "keep": ["true"],
        }
        assert sent.header("Content-Type") == "application/x-www-form-urlencoded"

    @pytest.mark.parametrize("url", ["https://id/auth", "https://id/auth?v=2"])
    def test_a_query_is_added_to_the_url(self, ask, url):
        """What the URL's query has already stays; there is no body, and no type of one."""
        sent = ask(encoding="query", url=url)
        assert parse_qs(urlsplit(sent.url).query)["n"] == ["a+b/c==%2B"]
        assert sent.url.startswith(url)
        assert sent.body is None
        assert sent.header("Content-Type") is None

    def test_a_get_has_no_body(self, ask):
        """Its fields are in the query."""
        sent = ask(encoding="query", method="GET")
        assert (sent.method, sent.body) == ("GET", None)


class TestHeaders:
    def test_json_is_asked_for(self, ask):
        """As the documents' own client does."""
        assert ask().header("Accept") == "application/json"

    def test_headers_of_the_file_win(self, ask):
        """In any case of letters."""
        sent = ask(headers={"accept": "*/*", "content-type": "application/x-acme", "Authorization": "Token {password}"})
        assert sent.header("Accept") == "*/*"
        assert sent.header("Content-Type") == "application/x-acme"
        assert sent.header("Authorization") == "Token s3sam&e"
        assert [name.lower() for name, _ in sent.headers].count("accept") == 1

    def test_basic_is_user_and_password(self, ask):
        """RFC 7617."""
        sent = ask(headers={"Authorization": "Basic {basic}"}, fields={"n": "{nonce}"})
        assert sent.header("Authorization") == "Basic YWxpY2U6czNzYW0mZQ=="


class TestDepartures:
    def test_what_is_left_out_is_left_out_everywhere(self, ask):
        """Every field and header that carries the password goes, at any depth; the others stay."""
        fields = {"n": "{nonce}", "login": {"pass": "{password}", "who": "{user}"}}
        headers = {"X-Login": "{user}:{password}", "X-App": "{app_id}"}
        sent = ask(fields=fields, headers=headers, without=frozenset({"password"}))
        assert json.loads(sent.body) == {"n": "a+b/c==%2B", "login": {"who": "alice"}}
        assert sent.header("X-Login") is None
        assert sent.header("X-App") == "app"

    def test_an_empty_nonce_is_sent_as_one(self, ask):
        """An empty nonce is another thing than none."""
        assert json.loads(ask(nonce="").body)["n"] == ""

    def test_another_login_and_another_app_can_be_asked_for(self, ask):
        """What a rule departs in is filled in like the rest."""
        body = json.loads(ask(login=LoginTemplate("bob", "pw"), app_id="other").body)
        assert (body["who"], body["pass"], body["app"]) == ("bob", "pw", "other")

    def test_a_body_can_be_replaced(self, ask):
        """By bytes that no encoding makes."""
        assert ask(body=b'{"n": "').body == b'{"n": "'

    def test_another_method_moves_the_fields(self, line):
        """The right fields in the query of a GET, for a provider that is asked with POST."""
        caller = _caller(line, RequestTemplate("POST", "json", {}, _templates(FIELDS)))
        caller.request_token(replace(caller.right_request("n"), method="GET"))
        assert line.sent[-1].method == "GET"
        assert line.sent[-1].body is None
        assert "n=n" in line.sent[-1].url


class TestAnswers:
    def test_the_exchange_is_kept_and_the_token_found(self, line):
        """In the place that the file names."""
        line.body = json.dumps({"data": {"jwt": TOKEN}}).encode()
        caller = _caller(line, RequestTemplate("POST", "json", {}, _templates(FIELDS)), place="data.jwt")
        exchange = caller.request_token(caller.right_request("n"))
        assert caller.transcript.exchanges == [exchange]
        assert caller.token_in(exchange) == TOKEN

    @pytest.mark.parametrize("token", [TOKEN, TOKEN.replace("eyJ", "ewo"), "a.b", "YQ==.Yg==.Yw=="])
    def test_whatever_looks_like_a_token_is_never_shown(self, line, token):
        """Also a wrong one, under a name that no other part of the suite knows."""
        line.body = json.dumps({"jwt": token}).encode()
        caller = _caller(line, RequestTemplate("POST", "json", {}, _templates(FIELDS)), place="jwt")
        redactor = caller.transcript.redactor
        caller.request_token(caller.right_request("n"))
        assert token not in redactor.redact(line.body.decode())

    def test_an_error_page_stays_readable(self, line):
        """A bare body that is no token must not be blanked out of the evidence."""
        line.body = b"<html><p>Something went wrong. Try again.</p></html>"
        caller = _caller(line, RequestTemplate("POST", "json", {}, _templates(FIELDS)), place="")
        caller.request_token(caller.right_request("n"))
        assert caller.transcript.redactor.redact(line.body.decode()) == line.body.decode()


def test_what_is_sent_is_learnt_before_it_goes_out():
    """A provider that shows every request to everybody shows it to another process before it has answered this one."""
    known = []

    class Curious(Line):
        def send(self, method, url, headers, body=None):
            known.append(caller.transcript.redactor.knows("n0nce-of-the-run"))
            return super().send(method, url, headers, body)

    caller = _caller(Curious(), RequestTemplate("POST", "json", {}, _templates({"nonce": "{nonce}"})))
    caller.request_token(caller.right_request("n0nce-of-the-run"))
    assert known == [True]
