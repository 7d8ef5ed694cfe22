"""`layer-conformance serve`: the reference server alone, on the wall clock, with a target file for itself."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from importlib.resources import files
from pathlib import Path

import click

from conformance.clock import WallClock
from conformance.reference.server import ReferenceServer, RegisteredKey, running

#: How a file that this command wrote begins: no other file is ever overwritten.
_MARK = "# The reference server of layer-conformance, as a target."


@click.command(short_help="Run the reference server alone.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="0: any free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--write",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the target file there, its keys beside it, instead of printing it.",
)
def serve(port: int, host: str, file: Path | None) -> None:
    """Run the reference server until Ctrl-C or SIGTERM, and print a target file that examines it.

    Its keys are published with the suite: it is for trying things, and no server for real users.
    """
    reference = ReferenceServer(WallClock())
    ended = _when_told_to_end()
    with ExitStack() as stack:
        try:
            url = stack.enter_context(running(reference, host, port))
        except OSError as error:
            raise click.ClickException(f"cannot listen on {host}, port {port}: {error.strerror}") from error
        if file is None:
            click.echo(target_file(reference, url, _published_path), nl=False)
        else:
            _write(reference, url, file)
        click.echo(f"serving at {url}; Ctrl-C ends it", err=True)
        ended.wait()


def _when_told_to_end() -> threading.Event:
    """Return what Ctrl-C and SIGTERM set: both are the ordinary end of a server, and no failure."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    return ended


def target_file(reference: ReferenceServer, url: str, path_of: Callable[[RegisteredKey], str]) -> str:
    """Return the text of a target file for `reference` at `url`; `path_of` says where a private key lies."""
    known = reference.credentials
    days = round(reference.settings.session_lifetime / 86400)
    sections: Mapping[str, Mapping[str, object]] = {
        "target": {
            "name": "the reference server",
            "actor": "server",
            "url": url,
            "versions": list(reference.settings.versions),
        },
        "credentials": {
            "app_id": known.app_id,
            "provider_id": known.provider_id,
            **_key(known.key, path_of),
        },
        "capabilities": {"suspended_user": known.suspended_user, "session_lifetime": f"{days} days"},
        "capabilities.disabled_key": _key(known.disabled_key, path_of),
        "capabilities.deleted_key": _key(known.deleted_key, path_of),
        "capabilities.unbound_provider": {
            "provider_id": known.unbound_provider_id,
            **_key(known.unbound_key, path_of),
        },
    }
    return f"{_MARK}\n\n" + "\n".join(f"[{name}]\n{_lines(pairs)}" for name, pairs in sections.items())


def _key(key: RegisteredKey, path_of: Callable[[RegisteredKey], str]) -> dict[str, object]:
    return {"key_id": key.key_id, "private_key": path_of(key)}


def _lines(pairs: Mapping[str, object]) -> str:
    """Return pairs as TOML; its strings and arrays of strings are written as JSON's are."""
    return "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in pairs.items())


def _published_path(key: RegisteredKey) -> str:
    return str(files("conformance.keys") / "pem" / f"{key.published}.pem")


def _write(reference: ReferenceServer, url: str, file: Path) -> None:
    known = reference.credentials
    keys = (known.key, known.disabled_key, known.deleted_key, known.unbound_key)
    content = target_file(reference, url, lambda key: _beside(file, key).name)
    try:
        for key in keys:
            _put(_beside(file, key), key.signing_key.private_pem, mine=key.signing_key.private_pem)
        _put(file, content.encode("utf-8"), mine=_MARK.encode("utf-8"))
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}") from error
    click.echo(f"wrote {file}; try: layer-conformance run --target {file}", err=True)


def _beside(file: Path, key: RegisteredKey) -> Path:
    return file.with_name(f"{file.stem}.{key.published}.pem")


def _put(file: Path, content: bytes, *, mine: bytes) -> None:
    """Write a file that only its owner may read; raises ClickException where somebody else's is there."""
    if file.exists() and not file.read_bytes().startswith(mine):
        raise click.ClickException(f"{file} exists and was not written by serve; give another name")
    with open(file, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as new:
        new.write(content)
