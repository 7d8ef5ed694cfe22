"""A key that cannot sign is refused in one sentence, which never shows any of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from conformance.keys import published_key
from conformance.targets import TargetFileError, load_target

Refused = Callable[..., str]


def _protected(name: str) -> bytes:
    return published_key(name).private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"secret"),
    )


def _elliptic() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


WRONG_KEYS = {
    "protected by a passphrase": (_protected("application"), "passphrase"),
    "the public half": (published_key("application").public_pem, "public key"),
    "of another kind": (_elliptic(), "RSA"),
    "empty": (b"", "PEM"),
    "binary": (bytes(range(256)), "PEM"),
    "cut short": (published_key("application").private_pem[:400], "PEM"),
    "half a line of a key": (b"MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "PEM"),
}


@pytest.mark.parametrize(("content", "what"), WRONG_KEYS.values(), ids=WRONG_KEYS.keys())
def test_a_key_file_that_holds_none_is_refused_and_never_shown(
    refused: Refused, tmp_path: Path, content: bytes, what: str
) -> None:
    """Whatever was found instead of a private RSA key, the sentence names it by kind only."""
    (tmp_path / "wrong.pem").write_bytes(content)
    assert_names_the_kind_only(refused(("key.pem", "wrong.pem")), what)


@pytest.mark.parametrize("kind", ["protected by a passphrase", "the public half", "of another kind", "cut short"])
def test_a_variable_that_holds_no_key_is_refused_and_never_shown(
    refused: Refused, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The same holds for a key in the environment."""
    content, what = WRONG_KEYS[kind]
    monkeypatch.setenv("SIGNING_KEY", content.decode())
    assert_names_the_kind_only(refused(('"key.pem"', '{ env = "SIGNING_KEY" }')), what)


def assert_names_the_kind_only(sentence: str, what: str) -> None:
    """Assert that a key's fault is told, and nothing of the key."""
    assert ": credentials.private_key names " in sentence
    assert what in sentence
    assert "MII" not in sentence
    assert "BEGIN" not in sentence


WRONG_PATHS = {
    "that does not exist": ("none.pem", "does not exist"),
    "that is a folder": (".", "not a regular file"),
    "that is empty": ("", "path of a file"),
    "with a control character": ("a\\u0000b", "path of a file"),
    "that is too long": ("x" * 5000, "does not exist"),
    "through a file": ("key.pem/x", "does not exist"),
    "in two pairs of quotes": ("'key.pem'", "two pairs of quotes"),
    "that only a shell resolves": ("~/key.pem", "which only a shell resolves"),
    "that ends in a line break": ("key.pem\\n", "ends in a line break"),
    "that is a device": ("/dev/zero", "not a regular file"),
}


@pytest.mark.parametrize(("path", "what"), WRONG_PATHS.values(), ids=WRONG_PATHS.keys())
def test_a_path_that_leads_to_no_key_is_refused(refused: Refused, path: str, what: str) -> None:
    """The sentence says what is wrong with the path, and stays short."""
    sentence = refused(("key.pem", path))
    assert ": credentials.private_key " in sentence
    assert what in sentence
    assert len(sentence) < 500


def test_a_key_pasted_into_the_file_is_not_shown(refused: Refused) -> None:
    """The key itself in the place of its path is refused without being repeated."""
    pem = published_key("application").private_pem.decode()
    sentence = refused(('"key.pem"', f'"""{pem}"""'))
    assert "holds the key itself" in sentence
    assert "MII" not in sentence


def test_the_body_of_a_key_pasted_into_the_file_is_not_shown(refused: Refused) -> None:
    """Base64 without the armour of PEM is not repeated either."""
    body = "".join(published_key("application").private_pem.decode().split("\n")[1:-2])
    assert body[:20] not in refused(("key.pem", body))


def test_a_key_that_may_not_be_read_is_refused(
    refused: Refused, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file without permission is named with the reason (no permission binds root, so it is played)."""
    opens = Path.open

    def denied(path: Path, *args: str, **kwargs: str) -> IO[bytes]:
        if path.name == "locked.pem":
            raise PermissionError(13, "Permission denied")
        return opens(path, *args, **kwargs)

    (tmp_path / "locked.pem").write_bytes(b"x")
    monkeypatch.setattr(Path, "open", denied)
    assert "cannot be read: Permission denied" in refused(("key.pem", "locked.pem"))


def test_a_variable_that_ends_in_a_line_break_is_named(refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `echo` makes it: a header or a password would be another; a key is taken."""
    monkeypatch.setenv("ACME_ENV", "staging\n")
    sentence = refused(("#http", 'headers = { X-Env = { env = "ACME_ENV" } }'))
    assert (
        "names the environment variable ACME_ENV, which ends in a line break; `printf %s` writes one without"
        in sentence
    )


@pytest.mark.parametrize("name", ["'target.toml'", "~/target.toml", "target.toml\n"])
def test_the_path_of_a_target_file_that_cannot_be_one_is_named(name: str) -> None:
    """Not as a file that might be written there."""
    with pytest.raises(TargetFileError, match=r"quotes|a shell|line break") as refusal:
        load_target(name)
    assert "init" not in str(refusal.value)


def test_a_path_of_windows_is_named(refused: Refused) -> None:
    r"""In TOML, `\` begins an escape."""
    assert "a path of Windows stands in single quotes, or has / for" in refused(('"key.pem"', r'"C:\keys\key.pem"'))
