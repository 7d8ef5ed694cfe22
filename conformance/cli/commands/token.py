"""`layer-conformance token ...`: identity tokens by hand."""

from __future__ import annotations

import click

from conformance.cli.token.check import check
from conformance.cli.token.mint import mint


class _KeylessGroup(click.Group):
    """A group whose arguments hold no key: click would show it in its sentence about an unknown option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the arguments; raises ClickException where one is a key in PEM."""
        if any("-----BEGIN" in argument for argument in args):
            raise click.ClickException("a key itself stands on the command line; give the path of its file")
        return super().parse_args(ctx, args)


@click.group(cls=_KeylessGroup, short_help="Check an identity token, or make one.", invoke_without_command=True)
@click.pass_context
def token(context: click.Context) -> None:
    """Check an identity token, or make one to try things with."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


token.add_command(check)
token.add_command(mint)
