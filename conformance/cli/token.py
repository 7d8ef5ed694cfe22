"""`layer-conformance token ...`: identity tokens by hand."""

from __future__ import annotations

import click

from conformance.cli.token_check import check
from conformance.cli.token_mint import mint


@click.group(short_help="Check an identity token, or make one.", invoke_without_command=True)
@click.pass_context
def token(context: click.Context) -> None:
    """Check an identity token, or make one to try things with."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


token.add_command(check)
token.add_command(mint)
