"""A login before the request for a token: what its section must be, and where its answer has what it gives."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from conformance.keys import published_key
from conformance.targets import LoginPlace, TargetFileError, TokenLocation, load_target

UUID = "e49e50aa-ffda-453f-adc8-404f68de84ae"
LOGIN = """
[login]
url = "https://id.example/login"
encoding = "form"
fields = { name = "{user}", secret = "{password}", app = "x" }
value = "data.token"
"""
FILE = f"""
[target]
name = "Acme"
actor = "provider"
url = "https://id.example/token"
[credentials]
app_id = "{UUID}"
provider_id = "{UUID}"
key_id = "{UUID}"
public_key = "public.pem"
{LOGIN}
[request]
headers = {{ Authorization = "Bearer {{login}}" }}
fields = {{ nonce = "{{nonce}}" }}
[[users]]
id = "alice"
password = "s3same-open"
[wrong_login]
id = "alice"
password = "not-her-password"
"""


@pytest.fixture
def load(tmp_path):
    """Return what loads the file with one text in it replaced by another."""
    (tmp_path / "public.pem").write_bytes(
        published_key("application").public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )

    def read(old="", new=""):
        assert old in FILE
        (tmp_path / "target.toml").write_text(FILE.replace(old, new))
        return load_target(tmp_path / "target.toml")

    return read


def test_a_login_is_read(load):
    """With its place; the password that it carries is a capability, and is never shown."""
    target = load()
    assert target.login is not None
    assert (target.login.url, target.login.request.encoding) == ("https://id.example/login", "form")
    assert str(target.login.place) == "data.token"
    assert target.declared >= {"password", "wrong_login"}
    assert ("password", "s3same-open") in set(target.secrets())


def test_what_is_left_out_is_as_most_servers_want_it(load):
    """A POST of user name and password as JSON."""
    login = load(LOGIN, '[login]\nurl = "https://id.example"\nheader = "X-Session"').login
    assert (login.request.method, login.request.encoding) == ("POST", "json")
    assert {name: field.text for name, field in login.request.fields.items()} == {
        "username": "{user}",
        "password": "{password}",
    }


WRONG = {
    "nothing that names {login}": ("Bearer {login}", "Bearer x", "login is never used"),
    "no login": (LOGIN, "", "login is missing: the request has {login} in it"),
    "no place": ('value = "data.token"', "", "login.value should say where the answer has it"),
    "two places": ('value = "data.token"', 'value = "a"\ncookie = "b"', "login.value should say where"),
    "a nonce in it": ('app = "x"', 'app = "{nonce}"', "login.fields has {nonce}, which only the request"),
    "itself in it": ('app = "x"', 'app = "{login}"', "login.fields has {login}, which only the request"),
    "a table in a form": ('app = "x"', "app = { a = 1 }", "login.fields.app is a table"),
    "no address": ("https://id.example/login", "id.example", "login.url should begin with"),
    "a password that nobody sends": ("{password}", "x", "nothing in [request] or [login] has {password} in it"),
}


@pytest.mark.parametrize(("old", "new", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_a_login_is_named(load, old, new, sentence):
    """By its key, and with what would be right."""
    with pytest.raises(TargetFileError) as refused:
        load(old, new)
    assert sentence in str(refused.value)


JSON = TokenLocation(("data", "token"))
PLACES = {
    "a path": (LoginPlace(value=JSON), [], b'{"data": {"token": "abc"}}', "abc"),
    "a number": (LoginPlace(value=JSON), [], b'{"data": {"token": 7}}', "7"),
    "the bare body": (LoginPlace(value=TokenLocation(())), [], b"abc\n", "abc"),
    "a header in any case": (LoginPlace(header="x-session"), [("X-Session", "abc")], b"", "abc"),
    "a cookie": (
        LoginPlace(cookie="sid"),
        [("Set-Cookie", "a=b"), ("set-cookie", "sid=abc; Path=/")],
        b"",
        "abc",
    ),
    "another path": (LoginPlace(value=JSON), [], b'{"token": "abc"}', None),
    "true": (LoginPlace(value=JSON), [], b'{"data": {"token": true}}', None),
    "another cookie": (LoginPlace(cookie="sid"), [("Set-Cookie", "SID=abc")], b"", None),
    "nothing": (LoginPlace(value=JSON), [], b'{"data": {"token": ""}}', None),
    "what would end a header": (LoginPlace(value=JSON), [], b'{"data": {"token": "a\\r\\nX: y"}}', None),
}


@pytest.mark.parametrize(("place", "headers", "body", "found"), PLACES.values(), ids=PLACES.keys())
def test_what_a_login_gives_is_found_at_its_place(place, headers, body, found):
    """Or nothing is."""
    assert place.find(headers, body) == found
