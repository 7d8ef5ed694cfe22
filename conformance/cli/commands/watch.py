"""`layer-conformance watch`: a client that no driver reaches, in the hands of a person."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from conformance.processes import become
from conformance.reporting.previous import PreviousReportsError, set_aside
from conformance.run_options import WatchOptions
from conformance.suite import suite_folder
from conformance.suite_run import pytest_command


@click.command(short_help="Examine an app without a driver: a person does what a page says.")
@click.option("--target", metavar="FILE", required=True, help="The target file of the app.")
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Where the app reaches it.")
@click.option(
    "--port",
    type=click.IntRange(1, 65532),
    default=8400,
    show_default=True,
    help="The first of four: Layer, the identity server, another origin, the page.",
)
@click.option("--certificate", metavar="PEM", help="A file with a certificate for ADDRESS and its key: HTTPS.")
@click.option("--reports", metavar="DIR", default="reports", show_default=True, help="Where reports go.")
def watch(target: str, host: str, port: int, certificate: str | None, reports: str) -> None:
    """Serve Layer and the identity server at fixed addresses, and say on a page and here what to do with the app.

    Each situation is judged as it is seen. Ctrl-C ends the watch: the reports say what was seen, and what nobody did
    is UNTESTED. The exit code is that of a run.
    """
    folder = Path(reports)
    try:
        set_aside(folder)
    except PreviousReportsError as error:
        raise click.ClickException(str(error)) from error
    # `-s`: the terminal belongs to the person.
    options = ("-s", f"--watch={WatchOptions(host, port, certificate)}", "features/client")
    sys.stdout.flush()
    become(pytest_command(suite_folder(), target, folder.absolute(), options))
