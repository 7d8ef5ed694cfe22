"""What all commands share: help, exit codes, and sentences instead of tracebacks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

from conformance import __version__
from conformance.cli import main
from conformance.cli.group import COMMANDS

Command = Callable[..., Result]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_and_has_help(command: Command, name: str) -> None:
    """What the list names can be called, and explains itself."""
    result = command(name, "--help")
    assert result.exit_code == 0
    assert f"Usage: main {name}" in result.output


def test_help_lists_every_command(command: Command) -> None:
    """The list has a line for each."""
    help_text = command("--help").output
    assert all(summary in help_text for summary in COMMANDS.values())


def test_without_a_command_there_is_help(command: Command) -> None:
    """A bare call is no fault."""
    result = command()
    assert (result.exit_code, "Commands:" in result.stdout) == (0, True)


def test_the_version_is_told(command: Command) -> None:
    """`--version` names the version of the package."""
    assert __version__ in command("--version").output


@pytest.mark.parametrize("words", [[name] for name in COMMANDS] + [["token", "check"], ["token", "mint"]], ids=" ".join)
def test_arguments_that_may_be_left_out_stand_in_brackets(words: list[str]) -> None:
    """As a reader of `--help` takes them."""
    command: click.Command = main
    for word in words:
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(main), word) or command
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            name = parameter.make_metavar(click.Context(command))
            assert name.startswith("[") is not parameter.required


@pytest.mark.parametrize(
    ("words", "incomplete", "completed"),
    [
        ([], "doc", {"docs", "doctor"}),
        (["explain"], "nonce-rac", {"NONCE-RACE-1", "NONCE-RACE-2"}),
        (["run"], "--pr", {"--profile"}),
        (["docs"], "target", {"target-file"}),
    ],
)
def test_a_shell_completes(words: list[str], incomplete: str, completed: set[str]) -> None:
    """Commands, the ids of requirements, and the suite's options."""
    found = ShellComplete(main, {}, "layer-conformance", "_X").get_completions(words, incomplete)
    assert {each.value for each in found} == completed


BAD_USAGE = {
    "an unknown command": (["frobnicate"], 'there is no command "frobnicate"'),
    "a slip of the pen": (["rulse"], 'did you mean "rules"?'),
    "an unknown option": (["rules", "--actr"], "--actr"),
    "an unknown actor": (["rules", "--actor", "judge"], "judge"),
    "an argument too few": (["explain"], "ID"),
    "an argument too many": (["explain", "NONCE-3", "NONCE-4"], "NONCE-4"),
    "an option without its value": (["rules", "--actor"], "--actor"),
    "an option before the command": (["--frobnicate", "rules"], "--frobnicate"),
}


@pytest.mark.parametrize(("arguments", "named"), BAD_USAGE.values(), ids=BAD_USAGE.keys())
def test_bad_usage_is_one_sentence_and_exit_code_4(command: Command, arguments: list[str], named: str) -> None:
    """Standard error has one line, standard output none."""
    result = command(*arguments)
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr.startswith("layer-conformance: ")
    assert result.stderr.count("\n") == 1
    assert named in result.stderr


def test_an_interrupt_is_exit_code_130(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends any command without a word."""

    @click.command()
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(type(main), "get_command", lambda *_: interrupted)
    result = CliRunner().invoke(main, ["rules"])
    assert result.exit_code == 130
    assert result.output.strip() == ""


def test_a_closed_pipe_is_no_traceback() -> None:
    """`layer-conformance rules | head` ends quietly."""
    piped = f"{sys.executable} -m conformance.cli rules | head -n 1"
    result = subprocess.run(["sh", "-c", piped], capture_output=True, text=True, check=False)
    assert (result.stderr, result.stdout.count("\n")) == ("", 1)


def test_help_starts_fast() -> None:
    """Neither `--help` nor `--version` imports what only some commands need."""
    heavy = {"pydantic", "pytest", "requests", "cryptography", "jinja2", "rich"}
    code = f"import sys, conformance.cli; assert not {heavy!r} & set(sys.modules), 'heavy'"
    subprocess.run([sys.executable, "-c", code], check=True)
    code = f"""
import sys
from conformance.cli import main
try:
    main(["--help"])
finally:
    assert not {heavy!r} & set(sys.modules), "heavy"
"""
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
