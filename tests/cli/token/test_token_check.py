"""`layer-conformance token check`: results, exit codes, and bad input in one sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from conformance.cli import main
from conformance.cli.inputs import read_token
from conformance.clock import WallClock
from conformance.keys import published_key
from conformance.minting import Draft, Mint
from conformance.validation.token_text import LONGEST

Command = Callable[..., Result]

PROVIDER = "layer:///providers/cf0eb712-d9ab-11e5-b6a9-c01d00006542"
KEY_ID = "layer:///keys/cd8c286e-f2e4-11e5-99fe-eecb000000b0"
KEY = published_key("application")


@pytest.fixture
def draft() -> Draft:
    """Return the draft of a right token for alice."""
    return Mint(WallClock(), PROVIDER, KEY_ID, KEY).draft("b7a5fba5", user="alice")


@pytest.fixture
def public_key(tmp_path: Path) -> Path:
    """Return the file of the key that verifies it."""
    file = tmp_path / "public.pem"
    file.write_bytes(KEY.public_pem)
    return file


@pytest.fixture
def check(command: Command, public_key: Path) -> Command:
    """Return what runs `token check` with the public key."""
    return lambda *arguments: command("token", "check", *arguments, "--public-key", public_key)


def test_a_right_token_is_exit_code_0(check: Command, draft: Draft) -> None:
    """With a line for each check, and the whole of header and claims."""
    known = ("--provider-id", PROVIDER, "--key-id", KEY_ID, "--nonce", "b7a5fba5", "--user", "alice", "--time")
    result = check(draft.right(), *known)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith("\n\nall 20 checks ok\n")
    assert result.stdout.count("\nok ") == 20
    assert '    "prn": "alice",' in result.stdout
    assert '    "cty": "layer-eit;v=1",' in result.stdout


def test_a_wrong_token_is_exit_code_1(check: Command, draft: Draft) -> None:
    """The line has the documents' cause, what was found, and what would be right."""
    result = check(draft.with_header(typ="JWS").signed(), "--user", "bob")
    assert (result.exit_code, result.stderr) == (1, "")
    assert (
        'eit_header_param_wrong_value: typ is "JWS"; the older documents have JWS; it should be "JWT"\n'
        in result.stdout
    )
    assert 'prn is "alice"; the user in question is "bob"' in result.stdout
    assert result.stdout.endswith("failed: typ, prn; not checked: times; 14 checks ok\n")


def test_what_was_not_checked_is_said(command: Command, draft: Draft) -> None:
    """Without a key the signature is not; the last line says so."""
    result = command("token", "check", draft.right())
    assert result.exit_code == 0
    assert "not checked  signature             no public key was given" in result.stdout
    assert result.stdout.endswith("not checked: signature, times; 15 checks ok\n")


def test_times_are_judged_when_asked_for(check: Command, draft: Draft) -> None:
    """An expired token is right but for its times."""
    expired = draft.with_claims(iat=1461023254, exp=1461023314).signed()
    assert check(expired).exit_code == 0
    result = check(expired, "--time")
    assert result.exit_code == 1
    assert "eit_expired: exp has passed" in result.stdout


def test_json_has_every_check(check: Command, draft: Draft) -> None:
    """For programs; the exit code is the same."""
    result = check("--json", draft.signed(payload="e30"))
    whole = json.loads(result.stdout)
    assert result.exit_code == 1
    assert whole["ok"] is False
    assert [entry["id"] for entry in whole["checks"]][:5] == ["parts", "base64url", "header", "payload", "typ"]
    assert {entry["cause"] for entry in whole["checks"] if entry["id"] in ("iss", "nce")} == {"eit_claim_not_found"}


class TestToken:
    """The token on the command line, on standard input, and in a file."""

    def test_a_file_is_read(self, check: Command, draft: Draft, tmp_path: Path) -> None:
        """Whatever stands around the token in it."""
        (tmp_path / "answer.json").write_text(json.dumps({"identity_token": draft.right()}))
        result = check(tmp_path / "answer.json")
        assert result.exit_code == 0
        assert result.stdout.startswith("taken out of JSON, identity_token\n\nheader\n")

    def test_standard_input_is_read(self, draft: Draft, public_key: Path) -> None:
        """A line break at the end is no part of the token."""
        arguments = ["token", "check", "-", "--public-key", str(public_key)]
        assert CliRunner().invoke(main, arguments, input=f"{draft.right()}\n").exit_code == 0

    def test_what_curl_pipes_into_it_is_read(self, draft: Draft, public_key: Path) -> None:
        """In a process of its own, and through a pipe that is no file."""
        run = [sys.executable, "-m", "conformance.cli", "token", "check", "--public-key", str(public_key)]
        done = subprocess.run([*run, "-"], input=draft.right().encode(), capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        read, write = os.pipe()
        os.write(write, draft.right().encode())
        os.close(write)
        done = subprocess.run([*run, f"/dev/fd/{read}"], pass_fds=[read], capture_output=True, check=False)
        os.close(read)
        assert (done.returncode, done.stderr) == (0, b"")

    def test_bearer_is_taken_off_and_said(self, check: Command, draft: Draft) -> None:
        """Nobody should wonder what was checked."""
        result = check(f"Bearer {draft.right()}")
        assert result.exit_code == 0
        assert result.stdout.startswith("taken from behind Bearer\n")


def refused(result: Result) -> str:
    """Return the sentence of bad input: standard error has one line, standard output none."""
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr.startswith("layer-conformance: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


NO_TOKEN = {
    "a URL": ("https://id.acme.example/identity_tokens", "TOKEN is a URL; give the identity token itself"),
    "nothing": ("", "TOKEN is empty"),
    "a file that is not there": ("tokn.txt", "TOKEN is neither a file that exists nor a token"),
    "a session token": ("c3ba507fc4fc3c8e0618c4bee3250132e86bd7e9", "TOKEN is neither a file that exists nor a token"),
    "a name with a NUL": ("a\0b", "TOKEN is neither a file that exists nor a token"),
    "an error of the server": ('{"error":"no such user"}', "TOKEN is JSON without a token"),
    "a private key": (KEY.private_pem.decode(), "a key itself stands on the command line"),
    "what is left of one": ("MIIEvQIBADANBg PRIVATE KEY", "TOKEN is a private key, which nobody else should see"),
    "a folder": (".", "cannot be read: Is a directory"),
}


@pytest.mark.parametrize(("text", "words"), NO_TOKEN.values(), ids=NO_TOKEN.keys())
def test_what_is_no_token_is_one_sentence_and_exit_code_4(check: Command, text: str, words: str) -> None:
    """It is not repeated: who knows what it is."""
    sentence = refused(check(text))
    assert words in sentence
    assert text.strip("./") not in sentence or text in ("", ".")


BAD_INPUT = {
    "binary": (b"\x89PNG\r\n\x1a\n\xff\x00", "standard input is not text in UTF-8"),
    "NULs": (b"\0" * 100, "standard input is binary"),
    "nothing": (b"", "standard input is empty"),
    "ten MiB": (b"x" * 10 * 1024 * 1024, "standard input is longer than 1048576 characters"),
    "UTF-16": ("e30.e30.e30".encode("utf-16"), "standard input is not text in UTF-8"),
}


@pytest.mark.parametrize(("content", "sentence"), BAD_INPUT.values(), ids=BAD_INPUT.keys())
def test_bad_standard_input_is_one_sentence_and_exit_code_4(content: bytes, sentence: str) -> None:
    """Never a traceback."""
    assert sentence in refused(CliRunner().invoke(main, ["token", "check", "-"], input=content))


def test_endless_input_is_read_no_further_than_a_token_can_be_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """One byte more tells that there are more."""
    sizes: list[int] = []

    class Endless:
        """A standard input without an end."""

        def read(self, size: int) -> bytes:
            """Return as many bytes as are asked for."""
            sizes.append(size)
            return b"\0" * size

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=Endless()))
    with pytest.raises(click.ClickException, match="standard input is binary"):
        read_token("-")
    assert sizes == [LONGEST + 1]


def test_a_closed_standard_input_is_empty() -> None:
    """As in some cron jobs."""
    run = f"{sys.executable} -m conformance.cli token check - <&-"
    done = subprocess.run(["sh", "-c", run], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (4, "")
    assert "standard input is empty" in done.stderr


CURVE = ec.generate_private_key(ec.SECP256R1()).public_key()
WRONG_KEYS = {
    "a private key": (KEY.private_pem, "is a private key, which nobody else should see; give its public half"),
    "an EC key": (CURVE.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), "of another kind than RSA"),
    "no key": (b"secret-word", "is no key in PEM"),
    "nothing": (b"", "is empty"),
    "enormous": (b"x" * 100_000, "is longer than any key"),
}


@pytest.mark.parametrize(("content", "words"), WRONG_KEYS.values(), ids=WRONG_KEYS.keys())
def test_a_wrong_key_is_one_sentence_and_exit_code_4(
    check: Command, draft: Draft, public_key: Path, content: bytes, words: str
) -> None:
    """Without showing it."""
    public_key.write_bytes(content)
    sentence = refused(check(draft.right()))
    assert words in sentence
    assert "secret-word" not in sentence
    assert len(sentence) < 300


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("no/such.pem", "--public-key: no/such.pem cannot be read: No such file or directory"),
        (".", "cannot be read: Is a directory"),
        ("a\0b", "no file has such a name"),
        ("x" * 5000, "--public-key: (5000 characters) cannot be read: File name too long"),
        (KEY.public_pem.decode(), "a key itself stands on the command line; give the path of its file"),
    ],
    ids=["missing", "folder", "NUL", "long", "pasted"],
)
def test_a_key_that_cannot_be_read_is_one_sentence(command: Command, draft: Draft, name: str, sentence: str) -> None:
    """The path is named where it is one."""
    assert sentence in refused(command("token", "check", draft.right(), "--public-key", name))


@pytest.mark.parametrize(
    ("option", "value", "kind"),
    [("--key-id", PROVIDER, "keys"), ("--key-id", "", "keys"), ("--provider-id", "acme", "providers")],
)
def test_an_expected_id_that_is_none_is_one_sentence(
    check: Command, draft: Draft, option: str, value: str, kind: str
) -> None:
    """It could never be met."""
    assert f"'{option}': should be layer:///{kind}/UUID or a UUID." in refused(check(draft.right(), option, value))


def test_neither_terminal_nor_encoding_is_upset(check: Command, draft: Draft) -> None:
    """A token may hold anything: escape sequences are escaped, broken characters too."""
    payload = draft.with_claims(prn="x").parts()[1]
    result = check(draft.with_claims(first_name="\x1b[2J\u202e", last_name="é").signed())
    assert "\x1b[2J" not in result.stdout
    assert r'"first_name": "\u001b[2J\u202e"' in result.stdout
    assert '"last_name": "é"' in result.stdout
    assert check(draft.signed(payload=payload + "\u202e")).exit_code == 1


def test_no_token_has_a_secret_repeated(check: Command, draft: Draft) -> None:
    """The signature, which makes a token of its claims, is not shown."""
    token = draft.right()
    assert token.rpartition(".")[2] not in check(token).stdout


def test_a_terminal_of_another_encoding_is_no_traceback(draft: Draft) -> None:
    """What it does not have is escaped."""
    run = [sys.executable, "-m", "conformance.cli", "token", "check", draft.with_claims(prn="利用者").signed()]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(run, capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert r'"prn": "\u5229\u7528\u8005"' in done.stdout
