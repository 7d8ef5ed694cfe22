"""The provider beside the server, on one port."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from conformance.clock import VirtualClock
from conformance.reference.provider import ACCOUNTS, ReferenceProvider, beside
from conformance.reference.server import Request, running

LAYER = {"Accept": "application/vnd.layer+json; version=2.0", "Content-Type": "application/json"}


@pytest.fixture
def provider() -> ReferenceProvider:
    return ReferenceProvider(VirtualClock())


@pytest.fixture
def url(provider):
    with running(beside(provider)) as url:
        yield url


def _ask(url, provider, nonce, account=ACCOUNTS[0]):
    fields = {
        "app_id": provider.credentials.app_id,
        "user_id": account.id,
        "password": account.password,
        "nonce": nonce,
    }
    return requests.post(f"{url}/identity_tokens", json=fields, timeout=5)


def test_the_documented_flow_goes_through_both(url, provider):
    """A nonce from the server, a token from the provider, a session from the server."""
    nonce = requests.post(f"{url}/nonces", headers=LAYER, timeout=5).json()["nonce"]
    token = _ask(url, provider, nonce).json()["identity_token"]
    body = json.dumps({"identity_token": token, "app_id": provider.credentials.app_id})
    answer = requests.post(f"{url}/sessions", headers=LAYER, data=body, timeout=5)
    assert answer.status_code == 201
    assert answer.json()["session_token"]


def test_the_query_plays_no_part_in_the_way(provider):
    """The provider is found by the path alone, and the server has all others."""
    site = beside(provider)
    assert site.handle(Request("GET", "/identity_tokens?x=1")).status == 405
    assert site.handle(Request("GET", "/identity_tokens/x")).status == 404


def test_a_changed_site_keeps_its_mounts(provider):
    """A mutant of the server still has the provider beside it."""
    site = beside(provider).without("NONCE-3").with_settings(nonce_lifetime=1)
    assert site.handle(Request("GET", "/identity_tokens")).status == 405


def test_users_at_the_same_moment_get_their_own_tokens(url, provider):
    """ISSUE-RACE-1 holds of the reference itself."""
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda i: _ask(url, provider, f"n{i}", ACCOUNTS[i % 2]), range(64)))
    import jwt

    claims = [jwt.decode(a.json()["identity_token"], options={"verify_signature": False}) for a in answers]
    assert [c["nce"] for c in claims] == [f"n{i}" for i in range(64)]
    assert [c["prn"] for c in claims] == [ACCOUNTS[i % 2].id for i in range(64)]
