"""The command line: thin commands (`commands/`), each imported when it is called.

`inputs` and `output` read and write their files; what a command needs beyond that stands in the folder of its name.
"""

from __future__ import annotations

import click

from conformance import __version__
from conformance.cli.group import Commands

__all__ = ["main"]


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="layer-conformance")
@click.pass_context
def main(context: click.Context) -> None:
    """Examine an implementation of Layer's federated authentication."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
