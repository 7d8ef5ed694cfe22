"""A target file that is right becomes a target."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.keys import published_key
from conformance.targets import ENVIRONMENT_VARIABLE, TargetFileError, load_target, target_from_environment

File = Callable[..., Path]


def test_every_key_of_the_example_arrives(target_file: File, folder: Path) -> None:
    """The example of the documentation loads, and each value stands where it belongs."""
    target = load_target(target_file())
    assert (target.name, target.actor) == ("Acme Layer, staging", "server")
    assert (target.url, target.versions) == ("https://layer.staging.acme.example", ("1.0", "2.0"))
    assert target.credentials.private_key.public_pem == published_key("short").public_pem
    assert target.capabilities.session_lifetime == 30 * 86400
    assert target.capabilities.unbound_provider is not None
    assert target.capabilities.unbound_provider.key_id.startswith("layer:///keys/4444")
    assert target.http.client_cert == str(folder / "client.pem")
    assert target.http.proxy == "http://127.0.0.1:3128"
    assert target.known[0].expires == dt.date(2027, 1, 31)
    assert target.source == folder / "target.toml"


def test_every_declared_capability_is_named(target_file: File) -> None:
    """`declared` has the names that a requirement's `needs` uses."""
    every = {"disabled_key", "deleted_key", "unbound_provider", "suspended_user", "session_lifetime"}
    assert load_target(target_file()).declared == every | {"protected_url"}


def test_what_is_left_out_has_its_default(target_file: File, example: str, folder: Path) -> None:
    """Only [target] and [credentials] are needed; both versions are examined by default."""
    path = folder / "small.toml"
    path.write_text(example.partition("[capabilities]")[0].replace('versions = ["1.0", "2.0"]', ""))
    target = load_target(path)
    assert target.versions == ("1.0", "2.0")
    assert target.declared == frozenset()
    assert (target.http.timeout, target.http.verify, target.http.max_requests) == (10, True, 10_000)
    assert (target.http.headers, target.http.secrets, target.known) == ({}, frozenset(), ())


def test_paths_start_at_the_file(target_file: File, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """A key is found beside the file, whatever the working directory is and however the file is named."""
    path = target_file()
    monkeypatch.chdir("/")
    load_target(path)
    (folder / "deeper").mkdir()
    monkeypatch.chdir(folder / "deeper")
    load_target("../target.toml")


@pytest.mark.parametrize("line_end", ["\n", "\\n"], ids=["as lines", "on one line with \\n written out"])
def test_a_key_may_stand_in_the_environment(target_file: File, monkeypatch: pytest.MonkeyPatch, line_end: str) -> None:
    """`{ env = "NAME" }` takes the PEM text from the variable."""
    pem = published_key("stranger").private_pem.decode()
    monkeypatch.setenv("LAYER_PRIVATE_KEY", pem.replace("\n", line_end))
    target = load_target(target_file('"staging.pem"', '{ env = "LAYER_PRIVATE_KEY" }'))
    assert target.credentials.private_key.public_pem == published_key("stranger").public_pem


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("3600 seconds", 3600), ("1 second", 1), ("10 minutes", 600), ("1 hour", 3600), ("30 days", 2592000)],
)
def test_a_duration_is_in_seconds(target_file: File, written: str, seconds: int) -> None:
    """Each unit, in the singular and in the plural, is understood."""
    target = load_target(target_file('"30 days"', f'"{written}"'))
    assert target.capabilities.session_lifetime == seconds


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
        ("https://acme.example/layer/", "https://acme.example/layer"),
    ],
)
def test_a_url_may_have_a_port_and_a_path(target_file: File, written: str, url: str) -> None:
    """The URL is kept as written but for a slash at its end."""
    assert load_target(target_file("https://layer.staging.acme.example", written)).url == url


@pytest.mark.parametrize(
    "app_id",
    [
        "e49e50aa-ffda-453f-adc8-404f68de84ae",
        "layer://apps/production/e49e50aa-ffda-453f-adc8-404f68de84ae",
    ],
)
def test_every_documented_form_of_an_app_id_is_taken(target_file: File, app_id: str) -> None:
    """The bare UUID and the form with two slashes are app ids too."""
    written = "layer:///apps/staging/e49e50aa-ffda-453f-adc8-404f68de84ae"
    assert load_target(target_file(written, app_id)).credentials.app_id == app_id


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(target_file: File) -> None:
    """A file that Windows editors have saved loads."""
    path = target_file()
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_target(path).name == "Acme Layer, staging"


def test_an_expired_known_issue_is_no_fault_of_the_file(target_file: File) -> None:
    """The run deals with an issue that has expired; the file loads."""
    assert load_target(target_file("2027-01-31", "2001-01-31")).known[0].expires == dt.date(2001, 1, 31)


def test_configured_headers_are_secret(target_file: File) -> None:
    """A header's value and the words of the value are known as secret; the scheme alone is not."""
    http = load_target(target_file()).http
    assert http.headers == {"X-Env": "Bearer canary-0123456789"}
    assert http.secrets == {"Bearer canary-0123456789", "canary-0123456789"}


def test_an_open_word_in_a_header_is_hidden_in_that_header_only(target_file: File) -> None:
    """`staging` as a value must not blank every other text that has the word."""
    http = load_target(target_file('{ env = "ACME_TOKEN" }', '"staging"')).http
    assert (http.headers, http.secrets) == ({"X-Env": "staging"}, frozenset())


def test_the_names_of_requests_can_be_switched_off(target_file: File) -> None:
    """By an empty text, which no other header may have."""
    off = '{ X-Request-Id = "", Traceparent = "" }'
    http = load_target(target_file('{ X-Env = { env = "ACME_TOKEN" } }', off)).http
    assert (http.headers, http.secrets) == ({"X-Request-Id": "", "Traceparent": ""}, frozenset())
    with pytest.raises(TargetFileError, match=r"http\.headers\.X-Env should be a text that a header can hold"):
        load_target(target_file('{ env = "ACME_TOKEN" }', '""'))


def test_a_proxy_password_is_secret(target_file: File) -> None:
    """The password is hidden as it is written and as it is meant."""
    http = load_target(target_file("http://127", "http://me:p%20w@127")).http
    assert {"p%20w", "p w"} <= http.secrets


def test_a_representation_shows_no_secret(target_file: File) -> None:
    """Neither header values nor the key are in the target's representation."""
    representation = repr(load_target(target_file("http://127", "http://me:hunter2@127")))
    assert "canary" not in representation
    assert "hunter2" not in representation
    assert "PRIVATE" not in representation


def test_a_ca_bundle_and_a_key_of_its_own_are_paths(target_file: File, folder: Path, client_certificate: bytes) -> None:
    """`verify` takes a bundle, and `client_key` a key that the certificate's file does not hold."""
    certificate, marker, key = client_certificate.partition(b"-----BEGIN PRIVATE KEY")
    (folder / "client.pem").write_bytes(certificate)
    (folder / "client.key").write_bytes(marker + key)
    http = load_target(target_file("true\n", '"client.pem"\nclient_key = "client.key"\n')).http
    assert http.verify == str(folder / "client.pem")
    assert http.client_cert == (str(folder / "client.pem"), str(folder / "client.key"))


def test_a_protected_url_may_lead_to_an_allowed_host(target_file: File) -> None:
    """An absolute protected_url needs its host in http.allowed_hosts."""
    path = target_file('"/conversations"', '"https://Data.acme.example/me"')
    path.write_text(path.read_text().replace("[http]", '[http]\nallowed_hosts = ["data.acme.example"]'))
    target = load_target(path)
    assert target.capabilities.protected_url == "https://Data.acme.example/me"
    assert target.http.allowed_hosts == ("data.acme.example",)


def test_the_environment_names_the_file(target_file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    """LAYER_CONFORMANCE_TARGET stands in for the option."""
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(target_file()))
    target = target_from_environment()
    assert target is not None
    assert target.name == "Acme Layer, staging"


@pytest.mark.parametrize("value", [None, ""])
def test_without_the_variable_there_is_no_target(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    """A variable that is absent or empty names no file."""
    monkeypatch.delenv(ENVIRONMENT_VARIABLE, raising=False)
    if value is not None:
        monkeypatch.setenv(ENVIRONMENT_VARIABLE, value)
    assert target_from_environment() is None
