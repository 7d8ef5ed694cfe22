"""The target file of a client: what it may leave out, what it hides, and what is refused in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.targets import SAMPLE_USERS, ClientTarget, TargetFileError, load_target

EXAMPLE = """
[target]
name     = "Acme messenger, headless"
actor    = "client"
versions = ["2.0"]

[client]
command = ["node", "driver.js"]
timeout = 10
env     = { ACME_MODE = "test", ACME_KEY = { env = "ACME_KEY" } }
"""
SHORTEST = '[target]\nname = "a"\nactor = "client"\n[client]\ncommand = ["true"]\n'


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ClientTarget]:
    """Return what loads a client's file from its text, with the example's variable set."""
    monkeypatch.setenv("ACME_KEY", "k-6d1f0c2b9a")

    def load_text(text: str) -> ClientTarget:
        (tmp_path / "target.toml").write_text(text, encoding="utf-8")
        target = load_target(tmp_path / "target.toml")
        assert isinstance(target, ClientTarget)
        return target

    return load_text


def test_the_example_of_the_issue(load, tmp_path):
    """It is started in its own folder, with its environment, and speaks 2.0."""
    target = load(EXAMPLE)
    assert (target.command, target.folder, target.versions) == (("node", "driver.js"), tmp_path, ("2.0",))
    assert target.env == {"ACME_MODE": "test", "ACME_KEY": "k-6d1f0c2b9a"}


def test_what_the_environment_gives_is_hidden_and_what_stands_in_the_file_is_not(load):
    """The file can be shown to anyone; its variables cannot."""
    values = {value for _, value in load(EXAMPLE).secrets()}
    assert "k-6d1f0c2b9a" in values
    assert "test" not in values


def test_users_are_the_suite_s_own_where_none_is_named(load):
    """Most apps sign in whoever the identity server knows."""
    assert load(SHORTEST).users == SAMPLE_USERS


def test_passwords_of_named_users_are_hidden(load):
    """They are somebody's."""
    target = load(SHORTEST + '[[users]]\nid = "carol"\npassword = "correct horse"\n')
    assert ("password", "correct horse") in set(target.secrets())


@pytest.mark.parametrize(("text", "declared"), [("", True), ('[response]\ntoken = "data.token"\n', False)])
def test_the_sample_service_is_expected_where_nothing_else_is_said(load, text, declared):
    """Whoever asks otherwise is not held to the sample's words."""
    assert ("documented_request" in load(SHORTEST + text).declared) is declared


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('["true"]', "[]", "client.command should not be empty"),
        ('["true"]', '[""]', "client.command should begin with a program"),
        ('["true"]', '"true"', "client.command should be a list in square brackets"),
        ('["true"]', '["true"]\ntimeout = 0', "client.timeout should be more than 0"),
        ('["true"]', '["true"]\nenv = { "A=B" = "c" }', "should be the name of an environment variable"),
        ('["true"]', '["true"]\nenv = { A = { env = "NOT_SET_ANYWHERE" } }', "which is not set"),
        ("[client]", "[http]\ntimeout = 1\n[client]", "http is not a key of this file"),
        ('["true"]', '["true"]\n[[users]]\nid = "a"\n[[users]]\nid = "a"', "is the same user as users[0]"),
    ],
)
def test_what_is_wrong_is_named_in_one_sentence(load, old, new, sentence):
    """The file, the key, and what would be right."""
    with pytest.raises(TargetFileError, match=r"target\.toml") as refused:
        load(SHORTEST.replace(old, new))
    assert sentence in str(refused.value)


def test_a_known_issue_of_another_actor_is_refused(load):
    """It could never be seen here."""
    known = '[[known]]\nrequirement = "NONCE-1"\nreason = "r"\nlink = "https://t.example/1"\nexpires = 2027-01-31\n'
    with pytest.raises(TargetFileError, match="a requirement of the server, not of the client"):
        load(SHORTEST + known)
