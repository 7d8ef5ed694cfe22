"""`layer-conformance validate` checks target files, and asks nobody."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from conformance.keys import published_key

Command = Callable[..., Result]

FILE = """
[target]
name = "Acme"
actor = "server"
url = "https://layer.example"
[credentials]
app_id = "layer:///apps/staging/e49e50aa-ffda-453f-adc8-404f68de84ae"
provider_id = "layer:///providers/cf0eb712-d9ab-11e5-b6a9-c01d00006542"
key_id = "layer:///keys/cd8c286e-f2e4-11e5-99fe-eecb000000b0"
private_key = "key.pem"
"""


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a target file that can be used; whoever opens a socket fails the test."""

    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", no_network)
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    (tmp_path / "key.pem").write_bytes(published_key("application").private_pem)
    (tmp_path / "acme.target.toml").write_text(FILE)
    return tmp_path / "acme.target.toml"


def test_a_right_file_has_its_line(command: Command, target: Path) -> None:
    """And the exit code is 0, without any network."""
    asked = command("validate", target)
    assert (asked.exit_code, asked.stderr) == (0, "")
    assert asked.stdout == f"{target}: Acme, a server, versions 1.0, 2.0; capabilities: none\n"


def test_every_wrong_file_has_its_sentence(command: Command, target: Path) -> None:
    """A hook is given many files at once."""
    wrong = target.with_name("wrong.toml")
    wrong.write_text(FILE.replace("https:", "gopher:"))
    asked = command("validate", wrong, target, target.with_name("none.toml"))
    assert asked.exit_code == 4
    assert asked.stdout.startswith(f"{target}: ")
    first, second = asked.stderr.splitlines()
    assert first.startswith(f"layer-conformance: {wrong}: target.url ")
    assert second.startswith(f"layer-conformance: {target.with_name('none.toml')} does not exist")


def test_a_file_has_to_be_named(command: Command) -> None:
    """A hook without files would check nothing."""
    assert command("validate").exit_code == 4


def test_every_fault_of_a_file_has_its_sentence(command: Command, target: Path) -> None:
    """From its top; the doctor says the same."""
    target.write_text(FILE.replace("https:", "gopher:").replace("key_id", "kye_id"))
    for name in ("validate", "doctor"):
        asked = command(name, target)
        assert asked.exit_code == 4
        places = [line.removeprefix(f"layer-conformance: {target}: ").split()[0] for line in asked.stderr.splitlines()]
        assert places == ["target.url", "credentials.kye_id", "credentials.key_id"]


@pytest.mark.parametrize("source", ['"elsewhere.pem"', '{ env = "ACME_KEY" }'])
def test_the_form_of_a_file_needs_no_secrets(command: Command, target: Path, source: str) -> None:
    """What is wrong beside them is found; without the option they have to be there."""
    target.write_text(FILE.replace('"key.pem"', source))
    assert command("validate", target).exit_code == 4
    asked = command("validate", "--form", target)
    assert (asked.exit_code, asked.stderr) == (0, "")
    assert "its form is right" in asked.stdout
    target.write_text(FILE.replace('"key.pem"', source).replace("https:", "gopher:"))
    asked = command("validate", "--form", target)
    assert (asked.exit_code, asked.stderr.count("\n")) == (4, 1)
    assert "target.url" in asked.stderr
