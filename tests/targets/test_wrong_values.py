"""A value that is wrong is refused in one sentence: the file, the key, and what would be right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Refused = Callable[..., str]

#: Of the application, the provider and the key in the file that is bent.
UUID = "e49e50aa-ffda-453f-adc8-404f68de84ae"

APP_ID = f'app_id      = "{UUID}"'
PROVIDER_ID = f'provider_id = "{UUID}"'
KEY_ID = f'key_id      = "{UUID}"'

#: What stands in the file, what is written in its place, the key that is named, and what would be right.
WRONG_VALUES = {
    "an empty name": ('"Plain"', '" "', "target.name", "one line"),
    "a name of two lines": ('"Plain"', '"a\\nb"', "target.name", "one line"),
    "a name that is a number": ('"Plain"', "3", "target.name", "text in quotes"),
    "an actor that cannot be examined": ('"server"', '"proxy"', "target.actor", "'server' or 'provider'"),
    "an actor that is a list": ('"server"', "[]", "target.actor", "'server'"),
    "a url without a scheme": ("https://layer", "layer", "target.url", '"https://"'),
    "a url with another scheme": ("https://layer", "ftp://layer", "target.url", '"https://"'),
    "a url without a host": ("https://layer.acme.example", "https:///x", "target.url", "host"),
    "a url with a blank": ("layer.acme", "layer acme", "target.url", "host"),
    "a url with a line break": ("layer.acme", "layer\\nacme", "target.url", "host"),
    "a url with a port that is none": ("acme.example", "acme.example:99999", "target.url", "address"),
    "a url with port 0": ("acme.example", "acme.example:0", "target.url", "host"),
    "a url with a bracket too few": ("layer.acme", "[::1", "target.url", "address"),
    "a url with a user": (
        "https://layer",
        "https://me@layer",
        "target.url",
        "Basic authentication needs the header Authorization",
    ),
    "a url with a query": ("acme.example", "acme.example/?a=b", "target.url", "no query"),
    "a url with a fragment": ("acme.example", "acme.example/#a", "target.url", "fragment"),
    "an app id that is malformed": (APP_ID, 'app_id = "x"', "credentials.app_id", "UUID"),
    "an app id of another kind": (
        APP_ID,
        f'app_id = "layer:///keys/{UUID}"',
        "credentials.app_id",
        "layer:///apps/",
    ),
    "a provider id of another kind": (
        PROVIDER_ID,
        f'provider_id = "layer:///keys/{UUID}"',
        "credentials.provider_id",
        "layer:///providers/UUID",
    ),
    "a key id that is malformed": (
        KEY_ID,
        'key_id = "layer:///keys/7"',
        "credentials.key_id",
        "layer:///keys/UUID",
    ),
    "a key id that is a number": (KEY_ID, "key_id = 7", "credentials.key_id", "text"),
}

#: A line that is put into its section, the key that is named, and what would be right.
WRONG_LINES = {
    "a version that is unknown": ('versions = ["2.0", "4.0"]', "target.versions[1]", '"3.0"'),
    "a version that is a number": ("versions = [2.0]", "target.versions[0]", "text in quotes"),
    "a version given twice": ('versions = ["2.0", "2.0"]', "target.versions", "once"),
    "no version": ("versions = []", "target.versions", "not be empty"),
    "versions that are no list": ('versions = "2.0"', "target.versions", "list"),
    "an empty user": ('suspended_user = ""', "capabilities.suspended_user", "not empty"),
    "a duration without a unit": ('session_lifetime = "30"', "capabilities.session_lifetime", '"30 days"'),
    "a duration that is a number": ("session_lifetime = 30", "capabilities.session_lifetime", '"30 days"'),
    "a duration of nothing": ('session_lifetime = "0 days"', "capabilities.session_lifetime", '"30 days"'),
    "a duration below nothing": (
        'session_lifetime = "-1 hours"',
        "capabilities.session_lifetime",
        '"30 days"',
    ),
    "a duration of another unit": (
        'session_lifetime = "2 fortnights"',
        "capabilities.session_lifetime",
        '"30 days"',
    ),
    "a protected url that is no path": (
        'protected_url = "conversations"',
        "capabilities.protected_url",
        '"https://"',
    ),
    "a protected url without a scheme": (
        'protected_url = "//evil.example/x"',
        "capabilities.protected_url",
        "path",
    ),
    "a protected url on another host": (
        'protected_url = "https://evil.example/x"',
        "capabilities.protected_url",
        'http.allowed_hosts should have "evil.example"',
    ),
    "a disabled key that is half": (
        'disabled_key = { private_key = "key.pem" }',
        "capabilities.disabled_key.key_id",
        "missing",
    ),
    "a disabled key that is the key in use": (
        f'disabled_key = {{ key_id = "layer:///keys/{UUID}", private_key = "key.pem" }}',
        "capabilities.disabled_key.key_id",
        "no longer in use",
    ),
    "an unbound provider that is the bound one": (
        f'unbound_provider = {{ provider_id = "{UUID}", key_id = "{UUID}", private_key = "key.pem" }}',
        "capabilities.unbound_provider.provider_id",
        "does not trust",
    ),
    "a timeout of nothing": ("timeout = 0", "http.timeout", "more than 0"),
    "a timeout below nothing": ("timeout = -1.5", "http.timeout", "more than 0"),
    "a timeout without end": ("timeout = inf", "http.timeout", "infinite"),
    "a timeout that is no number": ("timeout = nan", "http.timeout", "number"),
    "a timeout of a day": ("timeout = 86400", "http.timeout", "should be 600.0 or less"),
    "a timeout in quotes": ('timeout = "10"', "http.timeout", "a number"),
    "a timeout that is a truth value": ("timeout = true", "http.timeout", "a number"),
    "no requests at all": ("max_requests = 0", "http.max_requests", "1 or more"),
    "half a request": ("max_requests = 1.5", "http.max_requests", "whole number"),
    "a CA bundle that does not exist": ('verify = "ca.pem"', "http.verify", "does not exist"),
    "a CA bundle without certificates": ('verify = "key.pem"', "http.verify", "CA bundle"),
    "a verify that is a number": ("verify = 1", "http.verify", "true, false"),
    "a certificate that does not exist": ('client_cert = "c.pem"', "http.client_cert", "does not exist"),
    "a certificate that is a key": ('client_cert = "key.pem"', "http.client_cert", "certificate"),
    "a client key without a certificate": ('client_key = "key.pem"', "http.client_cert", "missing"),
    "a proxy without a scheme": ('proxy = "127.0.0.1:3128"', "http.proxy", '"http://127.0.0.1:3128"'),
    "a proxy of another kind": ('proxy = "socks5://127.0.0.1"', "http.proxy", "http://"),
    "a proxy with a path": ('proxy = "http://127.0.0.1/x"', "http.proxy", "address of a proxy"),
    "headers that are a list": ('headers = ["X-Env: a"]', "http.headers", "table"),
    "a header name with a blank": ('headers = { "X Env" = "a" }', "http.headers.X Env", "name of a header"),
    "a header name with a line break": ('headers = { "X\\nE" = "a" }', "http.headers.X\\nE", "name"),
    "a header that the suite sets": ('headers = { Accept = "a" }', "http.headers.Accept", "by itself"),
    "a header twice": ('headers = { x-a = "a", X-A = "b" }', "http.headers.X-A", "twice"),
    "a header value with a line break": ('headers = { A = "a\\r\\nb" }', "http.headers.A", "one line"),
    "a header value that is empty": ('headers = { A = "" }', "http.headers.A", "one line"),
    "a header value that is not ASCII": ('headers = { A = "é" }', "http.headers.A", "ASCII"),
    "a header value that is a number": ("headers = { A = 1 }", "http.headers.A", "{ env"),
    "a host with a scheme": ('allowed_hosts = ["https://a"]', "http.allowed_hosts[0]", "without"),
    "a host with a path": ('allowed_hosts = ["a", "a/b"]', "http.allowed_hosts[1]", "without a path"),
    "a variable that is not set": ('headers = { A = { env = "NO_SUCH" } }', "http.headers.A", "NO_SUCH"),
    "a variable that is empty": ('headers = { A = { env = "EMPTY" } }', "http.headers.A", "empty"),
    "a variable without a name": ("headers = { A = { env = 1 } }", "http.headers.A", '{ env = "NAME" }'),
    "a variable and more": ('headers = { A = { env = "B", x = 1 } }', "http.headers.A", "{ env"),
}


@pytest.fixture(autouse=True)
def _variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """One variable is empty, and another is not set."""
    monkeypatch.setenv("EMPTY", "")
    monkeypatch.delenv("NO_SUCH", raising=False)


@pytest.mark.parametrize(("old", "new", "key", "right"), WRONG_VALUES.values(), ids=WRONG_VALUES.keys())
def test_a_wrong_value_in_its_place_is_named(refused: Refused, old: str, new: str, key: str, right: str) -> None:
    """The sentence has the dotted key and says what would be right."""
    assert_names(refused((old, new)), key, right)


@pytest.mark.parametrize(("line", "key", "right"), WRONG_LINES.values(), ids=WRONG_LINES.keys())
def test_a_wrong_line_in_its_section_is_named(refused: Refused, line: str, key: str, right: str) -> None:
    """The same holds for what need not be there at all."""
    section = key.partition(".")[0]
    assert_names(refused((f"#{section}", line)), key, right)


def assert_names(sentence: str, key: str, right: str) -> None:
    """Assert that a sentence names one fault, and what would be right."""
    assert f": {key} " in sentence
    assert right in sentence
    assert "more fault" not in sentence
