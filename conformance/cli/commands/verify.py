"""`layer-conformance verify`: whether a bundle is what its signer has made."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.cli.inputs import read_bundle, read_verifier
from conformance.reporting.bundle import opened
from conformance.reporting.text.printable import one_line


@click.command(short_help="Check a bundle: its signature, and every byte.")
@click.argument("file", metavar="BUNDLE", type=click.Path(path_type=Path))
@click.option("--key", metavar="FILE", required=True, help="The public key, in PEM, of who should have signed it.")
@click.pass_context
def verify(context: click.Context, /, file: Path, key: str) -> None:
    """Check that BUNDLE was signed with the private half of --key, and that not a byte of it has changed since.

    Each fault is one line, and the exit code is then 1; it is 4 where the key cannot be used, or the file cannot be
    read. What the verdict is worth is for `gate` to decide.
    """
    verifier = read_verifier(key)
    bundle, faults = opened(read_bundle(file), verifier)
    for sentence in faults:
        click.echo(one_line(f"refused: {file} {sentence}"))
    if bundle is None:
        context.exit(1)
    run = bundle.run
    suite = f"{run.suite.name} {run.suite.version}"
    click.echo(one_line(f"verified: {run.target.name} is {run.claim}: {run.reason}"))
    click.echo(one_line(f"signed by the key {verifier.fingerprint}; run {run.started} by {suite}"))
