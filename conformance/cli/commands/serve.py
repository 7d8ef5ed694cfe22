"""`layer-conformance serve`: the reference actors on the wall clock, with a target file for each."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from conformance.cli.serve.target_files import (
    MARK,
    as_comment,
    key_files,
    name_beside,
    provider_file,
    published_path,
    server_file,
)
from conformance.cli.serve.validator_mount import page_mounts, page_url
from conformance.clock import WallClock
from conformance.reference.provider import ReferenceProvider, beside
from conformance.reference.server import ReferenceServer, running


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
    ended = _when_told_to_end()
    with ExitStack() as stack:
        try:
            url = stack.enter_context(running(reference, host, port))
        except OSError as error:
            raise click.ClickException(f"cannot listen on {host}, port {port}: {error.strerror}") from error
        if file is None:
            _print(reference, provider, url)
        else:
            _write(reference, provider, url, file)
        if page := page_url(url):
            click.echo(f"the token validator is at {page}", err=True)
        click.echo(f"serving at {url}; Ctrl-C ends it", err=True)
        ended.wait()


def _change(mutant: str | None, variation: str | None) -> tuple[str, Callable[[Any], Any]]:
    """Return which actor is to be changed and how; raises ClickException for a name that is none."""
    if mutant and variation:
        raise click.UsageError("--mutant and --variation exclude each other")
    from conformance.reference.mutants import mutant_named
    from conformance.reference.variations import variation_named

    try:
        if mutant:
            fault = mutant_named(mutant)
            return fault.actor, fault.apply
        if variation:
            unusual = variation_named(variation)
            if unusual.actor == "provider":
                raise click.ClickException(
                    f"{variation} is a provider that is asked in a way of its own; "
                    f"examine it with --target variation:{variation}"
                )
            return unusual.actor, unusual.apply
    except LookupError as error:
        raise click.ClickException(str(error)) from error
    return "server", lambda reference: reference


def _when_told_to_end() -> threading.Event:
    """Return what Ctrl-C and SIGTERM set: both are the ordinary end of a server, and no failure."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    return ended


def _print(reference: ReferenceServer, provider: ReferenceProvider, url: str) -> None:
    """Print the server's target file, and the provider's as comments: together they are a file that loads."""
    click.echo(server_file(reference, url, published_path))
    click.echo(as_comment(provider_file(provider, url, published_path(None))), nl=False)


def _write(reference: ReferenceServer, provider: ReferenceProvider, url: str, file: Path) -> None:
    """Write both target files and the keys that they name: each must be ours to write."""
    second, name_of = file.with_name(f"{file.stem}.provider{file.suffix}"), name_beside(file.stem)
    texts = {
        file: server_file(reference, url, name_of),
        second: provider_file(provider, url, name_of(None)),
    }
    try:
        for key in key_files(reference, file.stem):
            _put(file.with_name(key.name), key.pem, mine=key.pem)
        for path, text in texts.items():
            _put(path, text.encode("utf-8"), mine=MARK.encode("utf-8"))
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}") from error
    for path in texts:
        click.echo(f"wrote {path}; try: layer-conformance run --target {path}", err=True)


def _put(file: Path, content: bytes, *, mine: bytes) -> None:
    """Write a file that only its owner may read; raises ClickException where somebody else's is there."""
    if file.exists() and not file.read_bytes().startswith(mine):
        raise click.ClickException(f"{file} exists and was not written by serve; give another name")
    with open(file, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as new:
        new.write(content)
