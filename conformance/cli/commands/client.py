"""`layer-conformance client --driver`: the reference client alone, as the driver of a target file."""

from __future__ import annotations

import sys

import click

from conformance.reference.client import ReferenceClient, serve
from conformance.reference.mutants import mutant_named
from conformance.reference.variations import variation_named


@click.command(short_help="Run the reference client alone, as a driver.")
@click.option("--driver", is_flag=True, required=True, help="Answer instructions on standard input, one JSON a line.")
@click.option("--mutant", metavar="NAME", help="With one fault, such as `undoes_escapes_in_nonces`.")
@click.option("--variation", metavar="NAME", help="Lawful and unusual, such as `shows_single_quotes`.")
def client(driver: bool, mutant: str | None, variation: str | None) -> None:  # noqa: ARG001 - it must be there
    """Run the reference client as the driver of a target file, `command = ["layer-conformance", "client", "--driver"]`.

    docs/clients.md has the protocol. It ends with its input.
    """
    serve(sys.stdin, sys.stdout, _changed_client(mutant, variation))


def _changed_client(mutant: str | None, variation: str | None) -> type[ReferenceClient]:
    """Return the client of these options; raises ClickException for a name that is no client's."""
    if mutant and variation:
        raise click.UsageError("--mutant and --variation exclude each other")
    name = mutant or variation
    if not name:
        return ReferenceClient
    try:
        change = mutant_named(name) if mutant else variation_named(name)
    except LookupError as error:
        raise click.ClickException(str(error)) from error
    if change.actor != "client":
        raise click.ClickException(f"{name} is a {change.actor}, not a client; `serve` runs it")
    changed: type[ReferenceClient] = change.apply(ReferenceClient)
    return changed
