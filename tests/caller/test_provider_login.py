"""A login goes out before a request for a token, and what its answer gives stands in that request."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace

import pytest

from conformance.caller.provider import ProviderCaller
from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind
from conformance.evidence.redaction import Redactor
from conformance.evidence.transcript import Transcript
from conformance.keys import published_key
from conformance.targets import (
    LoginPlace,
    LoginRequest,
    LoginTemplate,
    ProviderCredentials,
    ProviderTarget,
    RequestTemplate,
    Template,
    TokenLocation,
    User,
)

VALUE = "session-of-alice-0123456789"


@dataclass
class House:
    """An identity server that lets alice in, and keeps what it is sent."""

    is_silent: bool = False
    sent: list[Sent] = field(default_factory=list)

    def send(self, method, url, headers, body=None):
        self.sent.append(Sent(method, url, tuple(headers.items()), body))
        if self.is_silent:
            return Exchange(self.sent[-1], 0.0, 0.0, fault=TransportError(TransportErrorKind.CLOSED, ""))
        if not url.endswith("/login"):
            return Exchange(self.sent[-1], 0.0, 0.0, Received(200, "OK", (), b'{"identity_token": "t"}'))
        is_right = json.loads(body).get("password") == "s3same-open"
        answer = {"data": {"token": VALUE}} if is_right else {"error": "no", "data": {}}
        return Exchange(
            self.sent[-1], 0.0, 0.0, Received(200 if is_right else 401, "", (), json.dumps(answer).encode())
        )


def templates(**texts):
    return {name: Template.parse(text) for name, text in texts.items()}


@pytest.fixture
def house():
    return House()


@pytest.fixture
def caller(house):
    target = ProviderTarget(
        name="t",
        actor="provider",
        url="https://id/token",
        credentials=ProviderCredentials("app", "provider", "key", published_key("application").public),
        login=LoginRequest(
            "https://id/login",
            RequestTemplate("POST", "json", {}, templates(username="{user}", password="{password}")),
            LoginPlace(value=TokenLocation(("data", "token"))),
        ),
        request=RequestTemplate("GET", "query", templates(Authorization="Bearer {login}"), templates(nonce="{nonce}")),
        token=TokenLocation(("identity_token",)),
        users=(User("alice", "s3same-open", "alice"),),
        passwords=frozenset({"s3same-open"}),
    )
    return ProviderCaller(target, house, Transcript(Redactor(target.secrets())))


def test_what_the_login_gives_stands_in_the_request(caller, house):
    """Both are exchanges of the scenario, and the answer to the second is the one that is judged."""
    exchange = caller.request_token(caller.right_request("n"))
    login, request = house.sent
    assert (login.method, login.url) == ("POST", "https://id/login")
    assert json.loads(login.body) == {"username": "alice", "password": "s3same-open"}
    assert request.url == "https://id/token?nonce=n"
    assert request.header("Authorization") == f"Bearer {VALUE}"
    assert [each.sent.url for each in caller.transcript.exchanges] == [login.url, request.url]
    assert exchange.sent is request


def test_each_request_logs_in_anew(caller, house):
    """No session is shared."""
    for _ in range(2):
        caller.request_token(caller.right_request("n"))
    assert [sent.url.partition("?")[0].rpartition("/")[2] for sent in house.sent] == ["login", "token"] * 2


@pytest.mark.parametrize("change", [{"login": LoginTemplate("alice", "wrong")}, {"without": frozenset({"password"})}])
def test_who_is_not_let_in_asks_without_what_a_login_gives(caller, house, change):
    """A wrong password, or none, must get no token on any way."""
    caller.request_token(replace(caller.right_request("n"), **change))
    login, request = house.sent
    assert json.loads(login.body).get("password") in ("wrong", None)
    assert request.header("Authorization") is None
    assert request.url == "https://id/token?nonce=n"


def test_who_is_logged_in_already_asks_at_once(caller, house):
    """So that requests at the same moment are those for tokens, and not their logins."""
    expected = caller.with_login(caller.right_request("n"))
    assert [sent.url for sent in house.sent] == ["https://id/login"]
    caller.request_token(expected)
    assert [sent.url for sent in house.sent] == ["https://id/login", "https://id/token?nonce=n"]
    assert house.sent[-1].header("Authorization") == f"Bearer {VALUE}"


def test_where_no_login_is_described_none_is_made(caller, house):
    """The request is what it was."""
    without = ProviderCaller(replace(caller.target, login=None), house, caller.transcript)
    request = without.right_request("n")
    assert without.with_login(request) is request
    assert house.sent == []


def test_a_login_without_an_answer_ends_it(caller, house):
    """What was never asked for was never refused."""
    house.is_silent = True
    exchange = caller.request_token(caller.right_request("n"))
    assert exchange.received is None
    assert len(house.sent) == 1


def test_what_a_login_gives_is_shown_nowhere(caller, house):
    """Neither in its answer nor in the request that carries it."""
    caller.request_token(caller.right_request("n"))
    redacted = caller.transcript.redactor.redact(" ".join(map(repr, house.sent)) + json.dumps({"token": VALUE}))
    assert VALUE not in redacted
    assert "s3same-open" not in redacted
