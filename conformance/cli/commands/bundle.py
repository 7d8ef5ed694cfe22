"""`layer-conformance bundle`: a run in one zip, signed."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.cli.inputs import read_signer, read_verdict_file
from conformance.cli.output import write_output
from conformance.reporting.bundle import BundleError, bundle_of
from conformance.reporting.bundle.statement import statement_of
from conformance.reporting.text.printable import one_line
from conformance.reporting.verdict.read import VerdictFileError


@click.command(short_help="Put a run into one zip, and sign it.")
@click.argument("reports", metavar="[REPORTS]", type=click.Path(path_type=Path), default="reports")
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path), default="bundle.zip", show_default=True
)
@click.option(
    "--key", metavar="FILE", help="A private key in PEM, RSA or Ed25519, that signs; without it, nothing is signed."
)
def bundle(reports: Path, output: Path, key: str | None) -> None:
    """Put the run in the folder REPORTS (default: reports) into one zip: verdict, transcripts, page, and a manifest.

    The same run makes the same zip. Beside it, FILE.intoto.json is in-toto's statement of the result, to be attested.
    The exit code is 4 where the run cannot be relied on, or the key cannot be used.
    """
    signer = read_signer(key) if key is not None else None
    try:
        content = bundle_of(reports, signer)
    except (BundleError, VerdictFileError) as error:
        raise click.ClickException(one_line(str(error))) from error
    inputs = [reports / name for name in ("verdict.json", "transcripts.ndjson")]
    inputs += [Path(key)] if key else []
    write_output(output, content, inputs=inputs)
    statement = statement_of(read_verdict_file(reports / "verdict.json"), output.name, content)
    write_output(output.with_name(f"{output.name}.intoto.json"), statement, inputs=inputs)
    signature = f"signed ({signer.algorithm})" if signer else "not signed: nobody can tell whose it is"
    click.echo(f"{output}: {len(content)} bytes, {signature}")
