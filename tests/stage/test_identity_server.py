"""The stage's identity server, asked in the words of a target file."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import pytest

from conformance.clock import VirtualClock
from conformance.reference.server import CREDENTIALS, Request
from conformance.stage.identity_server import IdentityServer
from conformance.targets import ClientTarget, RequestTemplate, Template, TokenLocation, User

ALICE = {"user": "alice", "password": "down-the-rabbit-hole-1865"}
BASIC = "Basic " + base64.b64encode(b"alice:down-the-rabbit-hole-1865").decode()


def server(token=("identity_token",), **request):
    """Return an identity server that is asked so."""
    form = {"method": "POST", "encoding": "json", "headers": {}, "fields": {"nonce": "{nonce}"}} | request
    form["headers"] = {name: Template.parse(text) for name, text in form["headers"].items()}
    form["fields"] = _templates(form["fields"])
    target = ClientTarget(
        name="a", actor="client", url="a", request=RequestTemplate(**form), token=TokenLocation(token)
    )
    return IdentityServer(target, VirtualClock(), CREDENTIALS.app_id)


def _templates(fields):
    return {
        name: _templates(value) if isinstance(value, dict) else Template.parse(value) for name, value in fields.items()
    }


@pytest.mark.parametrize(
    ("form", "request_"),
    [
        ({"fields": {"login": {"name": "{user}", "secret": "{password}"}, "n": "{nonce}"}},
         Request("POST", "/", (), json.dumps(
             {"login": {"name": "alice", "secret": ALICE["password"]}, "n": "a+b/c=="}).encode())),
        ({"encoding": "form", "fields": {"u": "{user}", "p": "{password}", "n": "{nonce}"}},
         Request("POST", "/", (), b"u=alice&p=down-the-rabbit-hole-1865&n=a%2Bb/c%3D%3D")),
        ({"encoding": "query", "fields": {"u": "{user}", "p": "{password}", "n": "{nonce}"}},
         Request("POST", "/?u=alice&p=down-the-rabbit-hole-1865&n=a%2Bb/c%3D%3D")),
        ({"headers": {"Authorization": "Basic {basic}"}},
         Request("POST", "/", (("authorization", BASIC),), b'{"nonce": "a+b/c=="}')),
        ({"headers": {"X-Login": "{user} with {password}!"}},
         Request("POST", "/", (("X-Login", "alice with down-the-rabbit-hole-1865!"),), b'{"nonce": "a+b/c=="}')),
    ],
)  # fmt: skip
def test_every_form_of_a_request_is_read(form, request_):
    """Wherever a placeholder stands, its value is found, and the right user gets a token."""
    identity = server(**form)
    assert identity.read(request_) == {**ALICE, "nonce": "a+b/c=="}
    assert identity.handle(request_).status == 200


def test_a_request_that_names_nobody_is_of_whoever_signs_in():
    """Some identity servers know their user by a cookie."""
    identity = server()
    identity.user = identity.target.users[1]
    token = identity.handle(Request("POST", "/", (), b'{"nonce": "n"}')).content["identity_token"]
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert (claims["prn"], claims["nce"]) == ("bob", "n")


@pytest.mark.parametrize(("place", "path"), [((), None), (("data", "token"), ["data", "token"])])
def test_the_token_stands_where_the_file_says(place, path):
    """In JSON at any depth, or as the bare body."""
    identity = server(token=place)
    identity.user = identity.target.users[0]
    answer = identity.handle(Request("POST", "/", (), b'{"nonce": "n"}'))
    value = answer.body.decode() if path is None else answer.content["data"]["token"]
    assert value.count(".") == 2


def test_a_user_without_a_password_is_believed():
    """Many a client under test signs in by a cookie, or by nothing."""
    identity = server(fields={"user": "{user}", "nonce": "{nonce}"})
    identity.target = replace(identity.target, users=(User("carol", "", "carol"),))
    assert identity.handle(Request("POST", "/", (), b'{"user": "carol", "nonce": "n"}')).status == 200


@pytest.mark.parametrize("password", ["", "not-hers"])
def test_a_wrong_password_gets_no_token(password):
    """Whoever sends one has to send the right one."""
    identity = server(fields={"user": "{user}", "password": "{password}", "nonce": "{nonce}"})
    body = json.dumps({"user": "alice", "password": password, "nonce": "n"}).encode()
    assert identity.handle(Request("POST", "/", (), body)).status == 401
