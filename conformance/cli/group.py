"""The commands, each imported when it is called, and the exit codes that all of them share."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, cast

import click

from conformance.suggestions import suggestion

#: Each command is the function of its name in the module of its name; importing them all would take a second.
COMMANDS: Mapping[str, str] = {
    "init": "Write a commented target file.",
    "validate": "Check target files without any network: for editors and hooks.",
    "doctor": "Check a target file, the way to the target, and one sign-in.",
    "run": "Examine a target: run the suite from any directory.",
    "watch": "Examine an app without a driver: a person does what a page says.",
    "report": "Make the page of a verdict again.",
    "gate": "Let a verdict pass, or refuse it: for CI.",
    "diff": "Say what changed between two verdicts.",
    "gallery": "Make one page of many verdicts.",
    "fleet": "Examine many targets, on many machines, and make one site.",
    "bundle": "Put a run into one zip, and sign it.",
    "verify": "Check a bundle: its signature, and every byte.",
    "rejudge": "Judge a bundle again, by today's rules, and say what would change.",
    "rules": "List the requirements.",
    "explain": "Explain one requirement.",
    "docs": "Print a page of the documentation, or list the pages.",
    "schema": "Print the JSON Schema of target files: for editors.",
    "serve": "Run the reference server alone.",
    "client": "Run the reference client alone, as a driver.",
    "token": "Check an identity token, or make one.",
    "matrix": "Run the suite on every mutant, variation and null target.",
}

#: The exit code for bad input: pytest's own for a usage error, so that `run` and the other commands agree.
BAD_INPUT = 4
#: The exit code of a process that Ctrl-C has ended, as shells have it.
INTERRUPTED = 130


class Commands(click.Group):
    """A group that imports a command when it is called.

    Bad input of any kind (`click.ClickException`) is one sentence on standard error and exit code 4; Ctrl-C
    is exit code 130, without a word.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names, in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        cmd_name: str,
    ) -> click.Command | None:
        """Import and return the command, or return None where no command has that name."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"conformance.cli.commands.{cmd_name}"), cmd_name)
        return cast(click.Command, command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is called; raises UsageError, with the nearest name, where it does not exist."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.UsageError(f'there is no command "{args[0]}"{suggestion(args[0], COMMANDS)}', ctx)
        return super().resolve_command(ctx, args)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line; unless `standalone_mode` is off, leave the process with the exit code."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.exceptions.Abort:
            sys.exit(INTERRUPTED)
        except click.ClickException as error:
            sentence = " ".join(error.format_message().split())
            click.echo(f"layer-conformance: {sentence}", err=True)
            sys.exit(BAD_INPUT)
        sys.exit(code if isinstance(code, int) else 0)
