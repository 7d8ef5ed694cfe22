"""The Accept header at the reference server."""

from __future__ import annotations

import pytest

from conformance.protocol.errors import ErrorId

LAYER = "application/vnd.layer+json"
ENDPOINTS = [
    ("POST", "/nonces"),
    ("POST", "/sessions"),
    ("DELETE", "/sessions/x"),
    ("GET", "/conversations"),
    ("GET", "/content"),
    ("GET", "/messages/1"),
    ("GET", "/identities/alice"),
]
#: Accept headers that are refused, by the check that refuses them.
WRONG = {
    "": "VERSION-1",
    " ": "VERSION-1",
    "application/json": "VERSION-2",
    "application/*": "VERSION-2",
    "text/html, */*": "VERSION-2",
    "nonsense": "VERSION-2",
    "application/vnd.layer.webhooks+json; version=1.0": "VERSION-2",
    "*/*": "VERSION-3",
    "*/*;q=0.8": "VERSION-3",
    LAYER: "VERSION-4",
    f"{LAYER};": "VERSION-4",
    f"{LAYER}; v=2.0": "VERSION-4",
    f"{LAYER}; version": "VERSION-5",
    f"{LAYER}; version=": "VERSION-5",
    f"{LAYER}; version=two": "VERSION-5",
    f"{LAYER}; version=2.x": "VERSION-5",
    f"{LAYER}; version=-2.0": "VERSION-5",
    f"{LAYER}; version=2.0.0": "VERSION-5",
    f"{LAYER}; version=٢.٠": "VERSION-5",
    f"{LAYER}; version=2": "VERSION-8",
    f'{LAYER}; version="2.0"': "VERSION-8",
    f"{LAYER}; version=2.0; charset=utf-8": "VERSION-8",
    f"{LAYER}; version=2.0, */*": "VERSION-8",
    f"{LAYER.upper()}; version=2.0": "VERSION-8",
    f"{LAYER}; version=9.9": "VERSION-6",
    f"{LAYER}; version=1.1": "VERSION-6",
    f"{LAYER}; version=02.0": "VERSION-6",
    f"{LAYER}; version={'9' * 5000}.0": "VERSION-6",
}


@pytest.mark.parametrize(("method", "path"), ENDPOINTS)
def test_a_wrong_accept_is_refused_on_every_endpoint(app, expect_refusal, method, path, subtests):
    """406, invalid_header, 107, data.header Accept, whatever else is wrong with the request."""
    for accept in WRONG:
        with subtests.test(accept[:40]):
            answer = app.ask(method, path, accept=accept)
            expect_refusal(answer, ErrorId.INVALID_HEADER, header="Accept")


@pytest.mark.parametrize(("accept", "check"), WRONG.items())
def test_each_wrong_accept_is_refused_by_one_check_alone(app, accept, check):
    """A server that lacks that check serves the request."""
    assert app.of(app.server.without(check)).ask("POST", "/nonces", accept=accept).status == 201


@pytest.mark.parametrize("version", ["1.0", "2.0", "3.0"])
@pytest.mark.parametrize("form", [f"{LAYER}; version=%s", f"{LAYER};version=%s", f" {LAYER} ;  version=%s "])
def test_every_version_is_served_in_the_documented_form(app, version, form):
    """VERSION-7, with or without blanks around the semicolon."""
    assert app.ask("POST", "/nonces", accept=form % version).status == 201


@pytest.mark.parametrize(("method", "path"), ENDPOINTS)
@pytest.mark.parametrize("version", ["1.0", "2.0", "3.0"])
def test_every_version_is_served_on_every_endpoint(app, method, path, version):
    """VERSION-7: none of the endpoints answers an available version with 406."""
    assert app.ask(method, path, accept=f"{LAYER}; version={version}").status != 406


def test_a_version_can_be_lacking_on_one_endpoint(app):
    """The list of versions is a rule, which knows the endpoint."""
    lacking = app.server.replacing(
        "VERSION-7", lambda visit: ("2.0",) if visit.endpoint == "POST /nonces" else ("1.0", "2.0")
    )
    old = f"{LAYER}; version=1.0"
    assert app.of(lacking).ask("POST", "/nonces", accept=old).status == 406
    assert app.of(lacking).ask("GET", "/conversations", accept=old).status == 401
