"""The reference provider: right logins get right tokens, and everything else gets none."""

from __future__ import annotations

import json
from dataclasses import replace

import jwt
import pytest

from conformance.clock import VirtualClock
from conformance.reference.provider import ACCOUNTS, WRONG_PASSWORD, ReferenceProvider
from conformance.reference.server import RegisteredKey, Request

ALICE = ACCOUNTS[0]


@pytest.fixture
def provider() -> ReferenceProvider:
    return ReferenceProvider(VirtualClock())


@pytest.fixture
def ask(provider):
    """Return what sends a right request with changes; a field that is None is left out."""

    def send(at: ReferenceProvider | None = None, method: str = "POST", **changes):
        asked = at or provider
        fields = {
            "app_id": asked.credentials.app_id,
            "user_id": ALICE.id,
            "password": ALICE.password,
            "nonce": "n+%2B==",
            **changes,
        }
        body = json.dumps({name: value for name, value in fields.items() if value is not None}).encode()
        return asked.handle(Request(method, "/identity_tokens", (), body))

    return send


@pytest.fixture
def verified(provider):
    """Return what verifies the token of an answer with another library, at the provider's time."""

    def read(answer, key=None):
        public = (key or provider.credentials.key.signing_key).public
        options = {"verify_exp": False, "verify_iat": False}
        return jwt.decode_complete(answer.content["identity_token"], public, algorithms=["RS256"], options=options)

    return read


class TestTokens:
    def test_a_right_login_gets_one(self, ask):
        """200, JSON, labelled, and dated by the provider's own clock."""
        answer = ask()
        assert answer.status == 200
        assert answer.header("Content-Type") == "application/json"
        assert answer.header("Date") == "Tue, 01 Jan 2030 00:00:00 GMT"
        assert list(answer.content) == ["identity_token"]

    def test_the_header_is_the_documents(self, ask, verified, provider):
        """Client API 2.0, "Identity token"."""
        assert verified(ask())["header"] == {
            "typ": "JWT",
            "alg": "RS256",
            "cty": "layer-eit;v=1",
            "kid": provider.credentials.key.key_id,
        }

    def test_the_claims_are_the_documents(self, ask, verified, provider):
        """With what is known of the user, and the nonce as it came."""
        now = int(provider.clock.now())
        assert verified(ask())["payload"] == {
            "iss": provider.credentials.provider_id,
            "prn": "alice",
            "iat": now,
            "exp": now + 300,
            "nce": "n+%2B==",
            **ALICE.claims,
        }

    def test_time_passes(self, provider, ask, verified):
        """Every token is made at its own time."""
        before = verified(ask())["payload"]["iat"]
        provider.clock.advance(90)
        assert verified(ask())["payload"]["iat"] == before + 90

    @pytest.mark.parametrize("name", ["short", "long"])
    def test_keys_of_other_sizes_sign(self, provider, ask, verified, name):
        """1024 and 4096 bits."""
        other = provider.with_credentials(key=RegisteredKey(provider.credentials.key.key_id, name))
        assert verified(ask(other), other.signing_key)["payload"]["prn"] == "alice"


class TestRefusals:
    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"password": WRONG_PASSWORD}, 401),
            ({"password": None}, 401),
            ({"password": 7}, 401),
            ({"user_id": None}, 422),
            ({"user_id": ""}, 422),
            ({"user_id": ["alice"]}, 422),
            ({"user_id": "nobody"}, 401),
            ({"nonce": None}, 422),
            ({"nonce": ""}, 422),
            ({"nonce": 7}, 422),
            ({"app_id": None}, 403),
            ({"app_id": "layer:///apps/production/e49e50aa-ffda-453f-adc8-404f68de84ae"}, 403),
            ({"app_id": "layer://apps/production/e49e50aa-ffda-453f-adc8-404f68de84ae"}, 403),
            ({"app_id": "layer:///apps/staging/00000000-0000-4000-8000-00000000dead"}, 403),
        ],
        ids=str,
    )
    def test_a_request_that_is_wrong_in_one_way_gets_none(self, provider, ask, changes, status):
        """A 4xx with a sentence, labelled as JSON."""
        answer = ask(**changes)
        assert answer.status == status
        assert list(answer.content) == ["error"]
        assert answer.header("Content-Type") == "application/json"
        assert not provider.failures

    @pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
    def test_other_methods_are_told_the_right_one(self, ask, method):
        """405 with Allow."""
        answer = ask(method=method)
        assert (answer.status, answer.header("Allow")) == (405, "POST")

    def test_a_head_has_no_body(self, ask):
        """RFC 9110, 9.3.2."""
        answer = ask(method="HEAD")
        assert (answer.status, answer.body) == (405, b"")

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b'{"nonce": "\xff"}', b"\x00" * 100])
    def test_a_body_that_says_nothing_gets_none(self, provider, body):
        """400, and nothing falls over."""
        assert provider.handle(Request("POST", "/identity_tokens", (), body)).status == 400
        assert not provider.failures

    def test_an_unknown_user_is_refused_in_the_words_of_a_wrong_password(self, ask):
        """Nobody learns who is a user."""
        assert ask(user_id="nobody").body == ask(password=WRONG_PASSWORD).body

    def test_a_rule_that_falls_over_says_nothing_of_it(self, provider, ask):
        """500 without the reason; the failure is kept for whoever looks for it."""
        broken = provider.replacing("ISSUE-SIG-1", lambda visit, signed: 1 / 0)
        answer = ask(broken)
        assert (answer.status, answer.content) == (500, {"error": "Something went wrong."})
        assert isinstance(broken.failures[0], ZeroDivisionError)


class TestContract:
    """Another form of asking and answering is one call."""

    def test_a_form(self, provider, verified):
        """Decoded once."""
        fields = f"a={provider.credentials.app_id}&u=alice&p={ALICE.password}&n=a%2Bb%252B".encode()
        names = {"a": "{app_id}", "u": "{user}", "p": "{password}", "n": "{nonce}"}
        answer = provider.with_interface(encoding="form", fields=names).handle(Request("POST", "/", (), fields))
        assert verified(answer)["payload"]["nce"] == "a+b%2B"

    def test_a_query(self, provider, verified):
        """The body plays no part."""
        path = f"/x?app_id={provider.credentials.app_id}&user_id=alice&password={ALICE.password}&nonce=n"
        answer = provider.with_interface(encoding="query").handle(Request("POST", path))
        assert verified(answer)["payload"]["nce"] == "n"

    @pytest.mark.parametrize(
        ("template", "value"),
        [("Basic {basic}", "Basic YWxpY2U6ZG93bi10aGUtcmFiYml0LWhvbGUtMTg2NQ=="), ("X {password}", None)],
    )
    def test_a_login_in_a_header(self, provider, template, value):
        """The text around a placeholder must stand there too."""
        asked = provider.with_interface(
            headers={"Authorization": template}, fields={"nonce": "{nonce}", "app_id": "{app_id}", "user_id": "{user}"}
        )
        body = json.dumps({"nonce": "n", "app_id": provider.credentials.app_id, "user_id": "alice"}).encode()
        right = value or f"X {ALICE.password}"
        assert asked.handle(Request("POST", "/", (("authorization", right),), body)).status == 200
        assert asked.handle(Request("POST", "/", (("authorization", f"Y{right}"),), body)).status == 401
        assert asked.handle(Request("POST", "/", (("authorization", "Basic ???"),), body)).status in (401, 422)
        assert asked.handle(Request("POST", "/", (), body)).status in (401, 422)

    def test_a_token_inside_of_other_members(self, provider, ask):
        """A dotted path."""
        answer = ask(provider.with_interface(token="data.jwt"))
        assert answer.content["data"]["jwt"].count(".") == 2

    def test_a_bare_token(self, provider, ask):
        """Text, and labelled so."""
        answer = ask(provider.with_interface(token=""))
        assert answer.body.count(b".") == 2
        assert answer.header("Content-Type") == "text/plain"


class TestChanges:
    def test_the_original_is_left_alone(self, provider, ask):
        """A change makes another provider."""
        changed = provider.without("REFUSE-LOGIN-1").with_settings(token_lifetime=1)
        assert ask(changed, password="x").status == 200
        assert ask(password="x").status == 401

    def test_an_alias_replaces_the_rule_that_keeps_it(self, provider, ask, verified):
        """ISSUE-EXP-1 is kept by the rule of LIFETIME-EXP-2."""
        changed = provider.replacing("ISSUE-EXP-1", lambda visit: {"exp": 7})
        assert verified(ask(changed))["payload"]["exp"] == 7

    def test_aliases_work_after_an_addition(self, provider):
        """An addition leaves the rulebook one of the provider."""
        changed = provider.adding(lambda visit: {"sub": "x"}, to="claims").without("ISSUE-EXP-1")
        assert "LIFETIME-EXP-2" not in changed.rules.tables["claims"]

    def test_an_unknown_name_is_refused_with_the_nearest(self, provider):
        """A slip in a mutant is told."""
        with pytest.raises(LookupError, match='no rule is called "ISSUE-SIGG-1"; did you mean ISSUE-SIG-1 or'):
            provider.without("ISSUE-SIGG-1")

    def test_other_accounts_can_sign_in(self, provider, ask):
        """Users are a value too."""
        changed = provider.with_accounts(replace(ALICE, password="other"))
        assert ask(changed).status == 401
        assert ask(changed, password="other").status == 200
