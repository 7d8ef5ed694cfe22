"""`layer-conformance bundle`: a run in one zip, signed."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(short_help="Put a run into one zip, and sign it.")
@click.argument("reports", metavar="[REPORTS]", type=click.Path(path_type=Path), default="reports")
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path), default="bundle.zip", show_default=True
)
@click.option(
    "--key", metavar="FILE", help="A private key in PEM, RSA or Ed25519, that signs; without it, nobody does."
)
def bundle(reports: Path, output: Path, key: str | None) -> None:
    """Put the run in the folder REPORTS (default: reports) into one zip: verdict, transcripts, page, and a manifest.

    The same run makes the same zip. The exit code is 4 where the run cannot be relied on, or the key not be used.
    """
    from conformance.cli.bundle_input import given_signer
    from conformance.cli.output import write_output
    from conformance.reporting.bundle import BundleError, bundle_of
    from conformance.reporting.text.printable import one_line
    from conformance.reporting.verdict.read import VerdictFileError

    signer = given_signer(key) if key is not None else None
    try:
        content = bundle_of(reports, signer)
    except (BundleError, VerdictFileError) as error:
        raise click.ClickException(one_line(str(error))) from error
    read = [reports / name for name in ("verdict.json", "transcripts.ndjson")]
    write_output(output, content, not_over=[*read, *([Path(key)] if key else [])])
    said = f"signed ({signer.algorithm})" if signer else "not signed: nobody can tell whose it is"
    click.echo(f"{output}: {len(content)} bytes, {said}")
