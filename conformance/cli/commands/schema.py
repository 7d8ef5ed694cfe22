"""`layer-conformance schema`: what an editor completes target files by."""

from __future__ import annotations

import click

from conformance.targets.schema import SHIPPED


@click.command(short_help="Print the JSON Schema of target files: for editors.")
def schema() -> None:
    """Print the JSON Schema of target files.

    An editor with a TOML language server uses it for a file that begins with `#:schema ./target.schema.json`, as those
    of `init` do.
    """
    click.echo(SHIPPED.read_text("utf-8"), nl=False)
