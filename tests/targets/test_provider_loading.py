"""A provider's target file that is right becomes a target."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from conformance.keys import published_key
from conformance.targets import ProviderTarget, load_target

REFERENCE = Path(__file__).parents[2] / "docs" / "target-file.md"
UUID = "e49e50aa-ffda-453f-adc8-404f68de84ae"

#: A file that has nothing but what is needed; `#more` is the place for more.
SMALL = f"""
[target]
name  = "Small"
actor = "provider"
url   = "https://id.acme.example"
[credentials]
app_id      = "{UUID}"
provider_id = "{UUID}"
key_id      = "{UUID}"
public_key  = "public.pem"
#more
[[users]]
id = "alice"
"""


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return what loads a text as a target file, with a public key beside it."""
    (tmp_path / "public.pem").write_bytes(published_key("application").public_pem)
    monkeypatch.setenv("ACME_ALICE", "canary {of} alice")

    def target_of(text: str) -> ProviderTarget:
        (tmp_path / "target.toml").write_text(text, encoding="utf-8")
        target = load_target(tmp_path / "target.toml")
        assert isinstance(target, ProviderTarget)
        return target

    return target_of


@pytest.fixture
def example() -> str:
    """Return the example of the documentation."""
    page = REFERENCE.read_text(encoding="utf-8").partition("## A provider")[2]
    return page.partition("```toml\n")[2].partition("```")[0].replace("layer-public.pem", "public.pem")


class TestExample:
    def test_every_key_arrives(self, load, example):
        """Each value of the example stands where it belongs."""
        target = load(example)
        assert (target.name, target.actor) == ("Acme identity server", "provider")
        assert target.url == "https://id.acme.example/authenticate"
        assert target.credentials.public_key.public_numbers() == published_key("application").public.public_numbers()
        assert (target.request.method, target.request.encoding) == ("POST", "json")
        assert target.request.headers["Authorization"].fill({"password": "x"}) == "Token x"
        assert str(target.token) == "identity_token"
        assert target.users[0].claims == {"display_name": "Alice"}
        assert target.wrong_login is not None
        assert target.wrong_login.password == "not-her-password"
        assert target.versions == ()

    def test_what_it_declares_switches_rules_on(self, load, example):
        """A password, a wrong login and known claims are there; a second user and `sample` are not."""
        assert load(example).declared == {"password", "wrong_login", "claims"}

    def test_passwords_are_secrets_and_in_no_representation(self, load, example):
        """A password of the environment is taken as it is, braces and all, and never shown."""
        target = load(example)
        assert target.users[0].password == "canary {of} alice"
        assert {"canary {of} alice", "not-her-password"} <= target.passwords
        assert "canary" not in repr(target)
        assert "not-her" not in repr(target)


class TestDefaults:
    def test_they_are_the_sample_service_of_the_documents(self, load):
        """POST /identity_tokens with app_id, user_id and nonce as JSON, and identity_token in the answer."""
        target = load(SMALL)
        values = {"user": "u", "nonce": "n", "app_id": "a"}
        assert target.url == "https://id.acme.example/identity_tokens"
        assert (target.request.method, target.request.encoding, target.request.headers) == ("POST", "json", {})
        filled = {name: template.fill(values) for name, template in target.request.fields.items()}
        assert filled == {"app_id": "a", "user_id": "u", "nonce": "n"}
        assert target.token.members == ("identity_token",)

    def test_they_declare_nothing(self, load):
        """Without a password there is no login to be wrong."""
        assert load(SMALL).declared == frozenset()

    def test_prn_is_the_id_unless_it_is_given(self, load):
        """A user may sign in with something else than what Layer knows them by."""
        assert load(SMALL).users[0].prn == "alice"
        assert load(SMALL.replace('id = "alice"', 'id = "alice"\nprn = "42"')).users[0].prn == "42"


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://id.acme.example/", "https://id.acme.example/"),
        ("https://id.acme.example/auth/", "https://id.acme.example/auth/"),
        ("http://127.0.0.1:8080/auth.php?action=token", "http://127.0.0.1:8080/auth.php?action=token"),
        ("https://id.acme.example?v=2", "https://id.acme.example/identity_tokens?v=2"),
    ],
)
def test_a_url_is_used_as_it_stands(load, written, url):
    """A slash at its end and a query may matter to a provider; only a missing path is filled in."""
    assert load(SMALL.replace("https://id.acme.example", written)).url == url


@pytest.mark.parametrize("name", ["short", "application", "long"])
@pytest.mark.parametrize(
    "form",
    [serialization.PublicFormat.PKCS1, serialization.PublicFormat.SubjectPublicKeyInfo],
    ids=["PKCS#1", "SubjectPublicKeyInfo"],
)
def test_public_keys_of_either_form_and_every_usual_size_are_read(load, tmp_path, name, form):
    """1024 to 4096 bits, `BEGIN RSA PUBLIC KEY` and `BEGIN PUBLIC KEY`."""
    key: RSAPublicKey = published_key(name).public
    (tmp_path / "other.pem").write_bytes(key.public_bytes(serialization.Encoding.PEM, form))
    assert load(SMALL.replace("public.pem", "other.pem")).credentials.public_key.key_size == key.key_size


def test_a_public_key_may_stand_in_the_environment(load, monkeypatch):
    """The variable holds the PEM text, on one line where it must be."""
    pem = published_key("stranger").public_pem.decode()
    monkeypatch.setenv("PUBLIC", pem.replace("\n", "\\n"))
    target = load(SMALL.replace('"public.pem"', '{ env = "PUBLIC" }'))
    assert target.credentials.public_key.public_numbers() == published_key("stranger").public.public_numbers()


def test_fields_may_be_constants_and_tables(load, monkeypatch):
    """Whatever else a provider wants is sent as it stands, secrets from the environment too."""
    monkeypatch.setenv("CLIENT_SECRET", "{canary}")
    request = """[request.fields]
    remember = true
    level = 3
    secret = { env = "CLIENT_SECRET" }
    user = { id = "{user}", about = { nonce = "{nonce}" } }
    literal = "{{nonce}}"
    """
    target = load(SMALL.replace("#more", request))
    fields = target.request.fields
    assert (fields["remember"], fields["level"]) == (True, 3)
    assert fields["secret"].fill({}) == "{canary}"
    assert fields["user"]["about"]["nonce"].fill({"nonce": "n"}) == "n"
    assert fields["literal"].fill({}) == "{nonce}"
    assert target.passwords == {"{canary}"}
    assert target.request.carries("nonce")
    assert not target.request.carries("password", "basic")


def test_a_constant_header_that_authenticates_is_secret(load):
    """An API key is hidden; the value of an ordinary header is not, for it may be any word."""
    headers = '[request]\nheaders = { X-Api-Key = "canary-0123456789", Accept = "application/json" }'
    assert load(SMALL.replace("#more", headers)).passwords == {"canary-0123456789"}


def test_two_users_with_different_prn_are_a_second_user(load):
    """Users whom Layer cannot tell apart are one."""
    other = SMALL + '[[users]]\nid = "bob"\n'
    assert "second_user" in load(other).declared
    assert "second_user" not in load(other + 'prn = "alice"\n').declared


def test_basic_is_id_and_password_in_base64(load):
    """RFC 7617, as `Authorization: Basic` wants it."""
    request = '[request]\nheaders = { Authorization = "Basic {basic}" }\n'
    text = SMALL.replace("#more", request).replace('id = "alice"', 'id = "alice"\npassword = "open:sesame"')
    target = load(text)
    assert target.users[0].basic == "YWxpY2U6b3BlbjpzZXNhbWU="
    assert "password" in target.declared


@pytest.mark.parametrize(
    ("path", "body", "found"),
    [
        ("identity_token", b'{"identity_token": "t"}', "t"),
        ("data.token", b'{"data": {"token": "t"}}', "t"),
        ("tokens.1", b'{"tokens": ["s", "t"]}', "t"),
        ("tokens.2", b'{"tokens": ["s", "t"]}', None),
        ("data.token", b'{"data": "t"}', None),
        ("identity_token", b"<html>", None),
        ("identity_token", b"\xff", None),
        ("identity_token", b'{"identity_token": 7}', 7),
        ("", b"t\n", "t"),
        ("", b'"t"', "t"),
        ("", b"", None),
    ],
)
def test_the_token_is_found_where_the_file_says(load, path, body, found):
    """Members, numbers of items, the bare body, which may be a JSON string."""
    target = load(SMALL.replace("#more", f'[response]\ntoken = "{path}"'))
    assert target.token.find(body) == found


def test_the_environment_is_left_alone(load, example):
    """Loading reads variables and sets none."""
    before = dict(os.environ)
    load(example)
    assert dict(os.environ) == before
