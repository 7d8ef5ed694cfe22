"""`layer-conformance doctor FILE`: whether everything is in place, before anyone reads a verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from conformance.cli.doctor.check import Check
    from conformance.targets import Target


@click.command(short_help="Check a target file, the way to the target, and one sign-in or token.")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def doctor(context: click.Context, file: Path) -> None:
    """Check the target FILE, then the way to the target, then one sign-in, or one token of a provider: one line each.

    The exit code is 0 where all is well, 1 where a check failed, and 4 where the file cannot be used.
    """
    from conformance.caller import ClockDidNotAdvanceError
    from conformance.caller.time.target_process import TargetProcessError, run_program
    from conformance.cli.doctor.check import report
    from conformance.targets import TargetFileError, load_target

    try:
        target = load_target(file)
        with run_program(target):
            all_is_well = report(_checks(file, target))
    except (TargetFileError, TargetProcessError, ClockDidNotAdvanceError) as error:
        raise click.ClickException(str(error)) from error
    if not all_is_well:
        context.exit(1)


def _checks(file: Path, target: Target) -> Iterator[Check]:
    from conformance.cli.doctor.check import Check
    from conformance.cli.doctor.network import NetworkPath

    yield Check("file", lambda: _file(file, target))
    yield Check("keys", lambda: _keys(target))
    if target.known:
        yield Check("known issues", lambda: _known(target))
    way = NetworkPath(target)
    yield Check("resolves", way.check_dns)
    yield Check("connects", way.check_connect)
    if target.url.startswith("https:"):
        yield Check("TLS", way.check_tls)
    yield from (Check(name, look) for name, look in _steps(target))


def _steps(target: Target) -> Iterable[tuple[str, Callable[[], str]]]:
    """Return what is done at the target, step by step."""
    from conformance.cli.doctor.sign_in import SignIn
    from conformance.cli.doctor.token_request import TokenRequestSteps
    from conformance.targets import ProviderTarget, ServerTarget

    if isinstance(target, ProviderTarget):
        return TokenRequestSteps(target).steps()
    assert isinstance(target, ServerTarget)  # noqa: S101 - for the type checker: there is no third form
    return SignIn(target).steps()


def _file(file: Path, target: Target) -> str:
    from conformance.cli.commands.validate import describe

    return f"{file}: {describe(target)}"


def _keys(target: Target) -> str:
    """Say the size of each key: that it is one, the file's own check has shown."""
    return ", ".join(f"{name}: RSA, {bits} bits" for name, bits in _key_sizes(target))


def _key_sizes(target: Target) -> Iterator[tuple[str, int]]:
    from conformance.targets import ProviderTarget, ServerTarget

    if isinstance(target, ProviderTarget):
        yield "public_key", target.credentials.public_key.key_size
    if isinstance(target, ServerTarget):
        declared = target.capabilities
        keys = {
            "private_key": target.credentials.private_key,
            "disabled_key": declared.disabled_key and declared.disabled_key.private_key,
            "deleted_key": declared.deleted_key and declared.deleted_key.private_key,
            "unbound_provider": declared.unbound_provider and declared.unbound_provider.private_key,
        }
        yield from ((name, key.private.key_size) for name, key in keys.items() if key)


def _known(target: Target) -> str:
    from conformance.cli.doctor.check import CheckFailedError

    today = date.today()
    stale = [issue.requirement for issue in target.known if issue.expires < today]
    if stale:
        raise CheckFailedError(
            f"expired: {', '.join(stale)}", "the run will fail; take them out of [[known]]", ends=False
        )
    return f"{len(target.known)}, none expired"
