"""`layer-conformance doctor FILE`: whether everything is in place, before anyone reads a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from conformance.cli.check import Check
    from conformance.targets import Target


@click.command(short_help="Check a target file, the way to the target, and one sign-in.")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def doctor(context: click.Context, file: Path) -> None:
    """Check the target FILE, then the way to the target, then one sign-in: one line each.

    The exit code is 0 where all is well, 1 where a check failed, and 4 where the file cannot be used.
    """
    from conformance.cli.check import report
    from conformance.targets import TargetFileError, load_target

    try:
        target = load_target(file)
    except TargetFileError as error:
        raise click.ClickException(str(error)) from error
    if not report(_checks(file, target)):
        context.exit(1)


def _checks(file: Path, target: Target) -> Iterator[Check]:
    from conformance.cli.check import Check
    from conformance.cli.reachability import Way
    from conformance.cli.sign_in import SignIn

    yield Check("file", lambda: _file(file, target))
    yield Check("keys", lambda: _keys(target))
    if target.known:
        yield Check("known issues", lambda: _known(target))
    way = Way(target)
    yield Check("resolves", way.resolves)
    yield Check("connects", way.connects)
    if target.url.startswith("https:"):
        yield Check("TLS", way.speaks_tls)
    yield from (Check(name, look) for name, look in SignIn(target).steps())


def _file(file: Path, target: Target) -> str:
    declared = ", ".join(sorted(target.declared)) or "none"
    return f"{file}: {target.name}, versions {', '.join(target.versions)}; capabilities: {declared}"


def _keys(target: Target) -> str:
    """Say the size of each key: that it is one, the file's own check has shown."""
    declared = target.capabilities
    keys = {
        "private_key": target.credentials.private_key,
        "disabled_key": declared.disabled_key and declared.disabled_key.private_key,
        "deleted_key": declared.deleted_key and declared.deleted_key.private_key,
        "unbound_provider": declared.unbound_provider and declared.unbound_provider.private_key,
    }
    return ", ".join(f"{name}: RSA, {key.private.key_size} bits" for name, key in keys.items() if key)


def _known(target: Target) -> str:
    from conformance.cli.check import Failed

    today = date.today()
    stale = [issue.requirement for issue in target.known if issue.expires < today]
    if stale:
        raise Failed(
            f"expired: {', '.join(stale)}", "the run will fail; take them out of [[known]]", ends=False
        )
    return f"{len(target.known)}, none expired"
