"""`layer-conformance serve`: the reference actors on the wall clock, with a target file for each."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from conformance.cli.serve.target_files import print_target_files, write_target_files
from conformance.cli.serve.validator_mount import page_mounts, page_url
from conformance.clock import WallClock
from conformance.loopback import is_loopback
from conformance.reference.mutants import mutant_named
from conformance.reference.provider import ReferenceProvider, beside
from conformance.reference.server import running
from conformance.reference.variations import variation_named


@click.command(short_help="Run the reference server and provider alone.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="0: any free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--write",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the server's target file there, the provider's and their keys beside it, instead of printing.",
)
@click.option("--mutant", metavar="NAME", help="Give the server or the provider one fault: `explain` names them.")
@click.option("--variation", metavar="NAME", help="Serve a server that is lawful and unusual.")
def serve(port: int, host: str, file: Path | None, mutant: str | None, variation: str | None) -> None:
    """Run the reference server and provider on one port until Ctrl-C or SIGTERM, and print their target files.

    Their keys and passwords are published with the suite: they are for trying things, and not for real users.
    """
    actor, change = _change(mutant, variation)
    provider = ReferenceProvider(WallClock())
    provider = change(provider) if actor == "provider" else provider
    actors = beside(provider)
    actors = replace(actors, mounts={**actors.mounts, **page_mounts(actors.clock)})
    reference = change(actors) if actor == "server" else actors
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):  # both end a server in the ordinary way
        signal.signal(number, lambda *_: ended.set())
    with ExitStack() as stack:
        try:
            url = stack.enter_context(running(reference, host, port))
        except OSError as error:
            raise click.ClickException(f"cannot listen on {host}, port {port}: {error.strerror}") from error
        if file is None:
            print_target_files(reference, provider, url)
        else:
            write_target_files(reference, provider, url, file)
        if page := page_url(url):
            click.echo(f"the token validator is at {page}", err=True)
        if not is_loopback(host):
            click.echo(f"{host} may be reached from other machines, and every key and password is published", err=True)
        click.echo(f"serving at {url}; Ctrl-C ends it", err=True)
        ended.wait()


def _change(mutant: str | None, variation: str | None) -> tuple[str, Callable[[Any], Any]]:
    """Return which actor a mutant or a variation changes, and how; raises ClickException for an unknown name."""
    if mutant and variation:
        raise click.UsageError("--mutant and --variation exclude each other")
    try:
        if mutant:
            fault = mutant_named(mutant)
            _refuse_clients(mutant, fault.actor)
            return fault.actor, fault.apply
        if variation:
            unusual = variation_named(variation)
            _refuse_clients(variation, unusual.actor)
            if unusual.actor == "provider":
                raise click.ClickException(
                    f"{variation} is a provider with a request of its own; "
                    f"examine it with --target variation:{variation}"
                )
            return unusual.actor, unusual.apply
    except LookupError as error:
        raise click.ClickException(str(error)) from error
    return "server", lambda reference: reference


def _refuse_clients(name: str, actor: str) -> None:
    """Raise ClickException for a client, which is no server."""
    if actor == "client":
        raise click.ClickException(f"{name} is a client; `layer-conformance client --driver` runs it")
