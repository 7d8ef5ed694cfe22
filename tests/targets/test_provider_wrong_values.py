"""A provider's target file that is wrong is refused in one sentence: the file, the key, and what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from conformance.catalogue import load_catalogue
from conformance.keys import published_key

UUID = "e49e50aa-ffda-453f-adc8-404f68de84ae"

#: A file that loads.
RIGHT = f"""
[target]
name  = "Right"
actor = "provider"
url   = "https://id.acme.example/auth"
[credentials]
app_id      = "{UUID}"
provider_id = "{UUID}"
key_id      = "{UUID}"
public_key  = "public.pem"
[request]
headers = {{ X-Login = "{{password}}" }}
fields  = {{ user = "{{user}}", nonce = "{{nonce}}" }}
[response]
token = "identity_token"
[capabilities]
sample = false
[[users]]
id = "alice"
password = "open-sesame"
[wrong_login]
id = "alice"
password = "wrong"
[http]
max_requests = 100
"""

FIELDS = '{ user = "{user}", nonce = "{nonce}" }'
LOGIN = '{ X-Login = "{password}" }'

#: What stands in the file, what is written in its place, the key that is named, and what would be right.
WRONG = {
    "a url with a user": ("https://id", "https://me:pw@id", "target.url", "request.headers"),
    "a url with a fragment": ("/auth", "/auth#x", "target.url", "fragment"),
    "a url with a placeholder": ("/auth", "/auth/{user}", "target.url", "request.fields"),
    "a url with half a placeholder": ("/auth", "/auth/{user", "target.url", "request.fields"),
    "a url of another scheme": ("https://id", "ftp://id", "target.url", "https://"),
    "versions": ('name  = "Right"', 'name = "Right"\nversions = ["2.0"]', "target.versions", "not a key"),
    "an app id that is none": (f'app_id      = "{UUID}"', 'app_id = "acme"', "credentials.app_id", "UUID"),
    "an unknown method": ("[request]", '[request]\nmethod = "FETCH"', "request.method", "'POST'"),
    "an unknown encoding": ("[request]", '[request]\nencoding = "xml"', "request.encoding", "'form'"),
    "a GET with a body": ("[request]", '[request]\nmethod = "GET"', "request.encoding", '"query"'),
    "an unknown placeholder": ("{nonce}", "{nonse}", "request.fields.nonce", 'did you mean "nonce"?'),
    "a placeholder like nothing": ("{nonce}", "{xyzzy}", "request.fields.nonce", "{user}, {password}"),
    "a placeholder with a form": ("{nonce}", "{nonce:>9}", "request.fields.nonce", "which does not exist"),
    "a placeholder with an attribute": ("{nonce}", "{nonce.x}", "request.fields.nonce", "which does not exist"),
    "an empty placeholder": ("{nonce}", "{}", "request.fields.nonce", "which does not exist"),
    "a stray brace": ("{nonce}", "{nonce", "request.fields.nonce", "stray brace"),
    "a nonce that is never sent": (FIELDS, '{ user = "{user}" }', "request.fields", "{nonce}"),
    "a field that is a list": (FIELDS, '{ a = ["{nonce}"] }', "request.fields.a", "a table of those"),
    "a wrong text inside a table": (FIELDS, '{ a = { b = "{x}" } }', "request.fields.a.b", "which does not exist"),
    "a table that is sent as a form": (
        f"fields  = {FIELDS}",
        'encoding = "form"\nfields = { a = { b = "{nonce}" } }',
        "request.fields.a",
        "encoding json",
    ),
    "a header that is none": (LOGIN, '{ "X Login" = "{password}" }', "request.headers.X Login", "name of a header"),
    "a header of the transport": (LOGIN, '{ Host = "{password}" }', "request.headers.Host", "by itself"),
    "a header with a line break": (LOGIN, '{ A = "{password}\\r\\nB: c" }', "request.headers.A", "one line"),
    "a header twice": (LOGIN, '{ a = "{password}", A = "b" }', "request.headers.A", "twice"),
    "a header in two places": (
        "[http]",
        '[http]\nheaders = { x-login = "a" }',
        "http.headers.x-login",
        "request.headers as well",
    ),
    "a path with a gap": ('"identity_token"', '"data..token"', "response.token", "data.token"),
    "no users": ('[[users]]\nid = "alice"\npassword = "open-sesame"\n', "", "users", "missing"),
    "a user without an id": ('[[users]]\nid = "alice"', "[[users]]", "users[0].id", "missing"),
    "a user without a password": ('password = "open-sesame"\n', "", "users[0].password", "is missing: the request"),
    "a password that is never sent": (LOGIN, '{ X-Login = "{user}" }', "users[0].password", "never sent"),
    "a password that no header can hold": ("open-sesame", "öffne dich", "users[0]", "X-Login"),
    "a wrong login that is right": ('"wrong"', '"open-sesame"', "wrong_login", "same login as users[0]"),
    "a wrong login without a password": ('password = "wrong"\n', "", "wrong_login.password", "missing"),
    "a claim that is unknown": (
        'password = "open-sesame"',
        'password = "x"\nclaims = { nickname = "a" }',
        "users[0].claims.nickname",
        "not a key",
    ),
    "a claim that is a number": (
        'password = "open-sesame"',
        'password = "x"\nclaims = { first_name = 1 }',
        "users[0].claims.first_name",
        "text in quotes",
    ),
    "a sample that asks for no app": ("sample = false", "sample = true", "capabilities.sample", "{app_id}"),
    "an issue of another actor": (
        "[http]",
        '[[known]]\nrequirement = "NONCE-1"\nreason = "r"\nlink = "https://a.example"\nexpires = 2030-01-01\n[http]',
        "known[0].requirement",
        "of the server",
    ),
}


@pytest.fixture
def refused_file(tmp_path: Path, refusal_of):
    """Return what writes the right file with replacements, and gives the sentence that refuses it."""

    def sentence(*replacements: tuple[str, str]) -> str:
        (tmp_path / "public.pem").write_bytes(published_key("application").public_pem)
        text = RIGHT
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / "target.toml").write_text(text, encoding="utf-8")
        return refusal_of(tmp_path / "target.toml")

    return sentence


@pytest.mark.parametrize(("old", "new", "key", "right"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_value_in_its_place_is_named(refused_file, old, new, key, right):
    """The sentence has the dotted key and says what would be right, and no password."""
    sentence = refused_file((old, new))
    assert f": {key} " in sentence
    assert right in sentence
    assert "open-sesame" not in sentence
    assert "more fault" not in sentence


def test_a_sample_in_production_is_refused(refused_file):
    """A service that refuses applications in production cannot be examined with one."""
    app = f'app_id      = "{UUID}"'
    sentence = refused_file(
        (app, f'app_id = "layer:///apps/production/{UUID}"'),
        ("sample = false", "sample = true"),
        (FIELDS, '{ user = "{user}", nonce = "{nonce}", app = "{app_id}" }'),
    )
    assert ": credentials.app_id is in production" in sentence


def test_braces_of_a_long_text_are_not_repeated(refused_file):
    """What stands between braces may be half a password."""
    assert "canary" not in refused_file(("{nonce}", "{canary of a password}"))


def test_an_issue_of_the_provider_is_taken(tmp_path, refused_file):
    """Requirements of the provider can be known issues of a provider."""
    from conformance.targets import load_target

    refused_file(("/auth", "/auth#x"))
    own = load_catalogue().of("provider")[0].id
    known = f'[[known]]\nrequirement = "{own}"\nreason = "r"\nlink = "https://a.example"\nexpires = 2030-01-01\n'
    (tmp_path / "target.toml").write_text(RIGHT + known, encoding="utf-8")
    assert load_target(tmp_path / "target.toml").known[0].requirement == own


def _elliptic() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def _tiny() -> bytes:
    key = rsa.RSAPublicNumbers(65537, (1 << 511) + 1).public_key()
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def _pkcs1_private() -> bytes:
    return published_key("application").private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )


WRONG_KEYS = {
    "a private key": (lambda: published_key("application").private_pem, "private key, which nobody else should see"),
    "a private key in PKCS#1": (_pkcs1_private, "private key, which nobody else should see"),
    "both halves": (
        lambda: published_key("application").public_pem + published_key("application").private_pem,
        "private key, which nobody else should see",
    ),
    "a certificate": (lambda: b"-----BEGIN CERTIFICATE-----\nMIIB\n", "certificate"),
    "another kind": (_elliptic, "of another kind"),
    "too few bits": (_tiny, "has 512 bits"),
    "nothing": (lambda: b"", "is empty"),
    "binary": (lambda: bytes(range(256)), "no key in PEM"),
    "half a key": (lambda: published_key("application").public_pem[:200], "public key that is damaged"),
}


@pytest.mark.parametrize(("content", "what"), WRONG_KEYS.values(), ids=WRONG_KEYS.keys())
def test_a_key_that_is_no_public_one_is_refused_and_never_shown(refused_file, tmp_path, content, what):
    """Above all a private key given by mistake: the sentence says so, and nothing of it."""
    (tmp_path / "wrong.pem").write_bytes(content())
    sentence = refused_file(("public.pem", "wrong.pem"))
    assert ": credentials.public_key names " in sentence
    assert what in sentence
    assert "MII" not in sentence
    assert "PRIVATE KEY-----" not in sentence


def test_a_private_key_in_the_environment_is_not_shown_either(refused_file, monkeypatch):
    """The same holds for a variable."""
    monkeypatch.setenv("KEY", published_key("application").private_pem.decode())
    sentence = refused_file(('"public.pem"', '{ env = "KEY" }'))
    assert "private key" in sentence
    assert "MII" not in sentence


def test_a_key_pasted_into_the_file_is_not_shown(refused_file):
    """The key itself in the place of its path is refused without being repeated."""
    pem = published_key("application").private_pem.decode()
    sentence = refused_file(('"public.pem"', f'"""{pem}"""'))
    assert "holds the key itself" in sentence
    assert "MII" not in sentence
