"""`layer-conformance token mint`: right tokens, wrong ones, and bad input in one sentence."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import jwt
import pytest
from click.testing import Result

from conformance.keys import published_key
from conformance.minting.alterations import ALTERATIONS

Command = Callable[..., Result]

KEY = published_key("application")
PEM = str(files("conformance.keys") / "pem")
RIGHT = {
    "--private-key": f"{PEM}/application.pem",
    "--provider-id": "layer:///providers/cf0eb712-d9ab-11e5-b6a9-c01d00006542",
    "--key-id": "layer:///keys/cd8c286e-f2e4-11e5-99fe-eecb000000b0",
    "--nonce": "b7a5fba5",
    "--user": "alice",
}


def options(**changes: str) -> list[str]:
    """Return the right options with some of them changed."""
    changed = {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
    return [part for pair in {**RIGHT, **changed}.items() for part in pair]


@pytest.fixture
def mint(command: Command) -> Command:
    """Return what runs `token mint`."""
    return lambda *arguments: command("token", "mint", *arguments)


def claims(token: str, key: str = "application") -> dict:
    """Return the claims as another library verifies and reads them."""
    return jwt.decode(token, published_key(key).public, algorithms=["RS256"], options={"verify_exp": False})


def test_a_right_token_is_printed_alone(mint: Command) -> None:
    """One line, good for two minutes, that another library accepts."""
    result = mint(*options())
    assert (result.exit_code, result.stderr, result.stdout.count("\n")) == (0, "", 1)
    found = claims(result.stdout.strip())
    assert (found["iss"], found["prn"], found["nce"]) == (RIGHT["--provider-id"], "alice", "b7a5fba5")
    assert 120 <= found["exp"] - found["iat"] <= 130
    header = jwt.get_unverified_header(result.stdout.strip())
    assert header == {"typ": "JWT", "alg": "RS256", "cty": "layer-eit;v=1", "kid": RIGHT["--key-id"]}


def test_a_right_token_checks_out(mint: Command, command: Command) -> None:
    """The two commands are each other's twins."""
    token = mint(*options()).stdout.strip()
    assert command("token", "check", token, "--nonce", "b7a5fba5", "--user", "alice", "--time").exit_code == 0


def test_claims_and_life_are_options(mint: Command) -> None:
    """A value may have an equals sign in it, and may be empty."""
    more = ("--claim", "avatar_url=https://a.example/?b=c", "--claim", "first_name=", "--expires-in", "-60")
    found = claims(mint(*options(), *more).stdout.strip())
    assert (found["avatar_url"], found["first_name"]) == ("https://a.example/?b=c", "")
    assert found["exp"] < found["iat"]


def test_every_fault_can_be_had(mint: Command, subtests: pytest.Subtests) -> None:
    """By the names of the suite's own features; the least key signs them, which takes the least time."""
    for name in ALTERATIONS:
        with subtests.test(name):
            result = mint(*options(private_key=f"{PEM}/short.pem"), "--fault", name)
            assert (result.exit_code, result.stderr) == (0, "")
            assert result.stdout.strip()


def test_times_can_be_moved_by_name(mint: Command) -> None:
    """As features write it."""
    found = claims(mint(*options(), "--fault", "whose exp is +1 hour from now").stdout.strip())
    assert 3590 <= found["exp"] - found["iat"] <= 3610


def test_the_faults_are_listed_without_any_other_option(mint: Command) -> None:
    """All of them, one a line."""
    result = mint("--fault", "list")
    assert result.exit_code == 0
    assert set(ALTERATIONS) <= set(result.stdout.splitlines())
    assert "whose exp is OFFSET from now" in result.stdout


def test_a_short_key_signs(mint: Command) -> None:
    """Without a warning on standard error, which is for sentences of ours."""
    run = [sys.executable, "-m", "conformance.cli", "token", "mint", *options(private_key=f"{PEM}/short.pem")]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert claims(done.stdout.strip(), "short")


def test_a_long_key_signs(mint: Command) -> None:
    """As any other does."""
    result = mint(*options(private_key=f"{PEM}/long.pem"))
    assert (result.exit_code, result.stderr) == (0, "")
    assert claims(result.stdout.strip(), "long")


def refused(result: Result) -> str:
    """Return the sentence of bad input: standard error has one line, standard output none."""
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr.count("\n") == 1
    return result.stderr


BAD_INPUT = {
    "a fault that is nearly one": (["--fault", "without nonce"], 'there is no such fault; did you mean "without nce"'),
    "a fault like none": (["--fault", "xyzzy"], "--fault list shows all names"),
    "an offset that is none": (["--fault", "whose exp is soon from now"], 'should be such as "-30 seconds"'),
    "a claim without a value": (["--claim", "first_name"], "should be NAME=VALUE"),
    "a claim without a name": (["--claim", "=Alice"], "should be NAME=VALUE"),
    "a claim that has its option": (["--claim", "prn=bob"], "prn follows from the other options"),
    "a life that is no number": (["--expires-in", "soon"], "--expires-in"),
    "a life beyond all calendars": (["--expires-in", "1" + "0" * 30], "--expires-in"),
    "a public key": (["--private-key", "PUBLIC"], "is a public key; the private key that belongs to it would be right"),
    "no key": (["--private-key", str(Path(__file__).parents[1] / "conftest.py")], "is no key in PEM"),
    "no file": (["--private-key", "nowhere.pem"], "nowhere.pem cannot be read: No such file"),
    "the key itself": (["--private-key", KEY.private_pem.decode()], "a key itself stands on the command line"),
    "another id as key": (["--key-id", RIGHT["--provider-id"]], "should be layer:///keys/UUID or a UUID"),
    "no id as provider": (["--provider-id", "acme"], "should be layer:///providers/UUID or a UUID"),
    "a nonce that is no text": (["--nonce", "a\udcff"], "is not text in UTF-8"),
    "a claim that is no text": (["--claim", "first_name=\udcff"], "is not text in UTF-8"),
}


@pytest.mark.parametrize(("more", "words"), BAD_INPUT.values(), ids=BAD_INPUT.keys())
def test_bad_input_is_one_sentence_and_exit_code_4(mint: Command, tmp_path, more: list[str], words: str) -> None:
    """Never a traceback, and never a key."""
    (tmp_path / "public.pem").write_bytes(KEY.public_pem)
    sentence = refused(mint(*options(), *(str(tmp_path / "public.pem") if part == "PUBLIC" else part for part in more)))
    assert words in sentence
    assert "PRIVATE KEY" not in sentence


def test_a_key_too_short_for_a_fault_is_one_sentence(mint: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """The digest of RS512 does not go into every signature."""

    def too_long(draft, now):
        raise ValueError("Digest too large for key size.")

    monkeypatch.setattr("conformance.cli.token.options.alteration_named", lambda name: too_long)
    assert "this key cannot sign that: Digest too large" in refused(mint(*options(), "--fault", "signed with RS512"))


@pytest.mark.parametrize("missing", RIGHT)
def test_a_missing_option_is_named(mint: Command, missing: str) -> None:
    """All of them are needed."""
    options = [part for pair in RIGHT.items() if pair[0] != missing for part in pair]
    assert missing in refused(mint(*options))


def test_the_group_explains_itself(command: Command) -> None:
    """A bare `token` is no fault; an unknown command is one."""
    assert "check  Check an identity token." in command("token").stdout
    assert "mnt" in refused(command("token", "mnt"))
