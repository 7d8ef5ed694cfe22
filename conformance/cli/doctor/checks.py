"""Every check of the doctor, in their order: the target file, the network, one sign-in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from conformance.cli.commands.validate import describe
from conformance.cli.doctor.check import Check, CheckFailedError
from conformance.cli.doctor.client import ClientSteps
from conformance.cli.doctor.network import NetworkPath
from conformance.cli.doctor.provider import ProviderSteps
from conformance.cli.doctor.server import ServerSteps
from conformance.targets import ClientTarget, ProviderTarget, ServerTarget, Target


def checks_of(file: Path, target: Target) -> Iterator[Check]:
    """Yield the checks of the target that this file describes; each needs those before it."""
    yield Check("file", lambda: f"{file}: {describe(target)}")
    if isinstance(target, ClientTarget):
        yield from _known_issues(target)
        yield from ClientSteps(target).checks()
        return
    yield Check("keys", lambda: ", ".join(f"{name}: RSA, {bits} bits" for name, bits in _key_sizes(target)))
    yield from _known_issues(target)
    path = NetworkPath(target)
    yield Check("resolves", path.check_dns)
    yield Check("connects", path.check_connect)
    if target.url.startswith("https:"):
        yield Check("TLS", path.check_tls)
    if isinstance(target, ServerTarget):
        yield from ServerSteps(target).checks()
    if isinstance(target, ProviderTarget):
        yield from ProviderSteps(target).checks()


def _known_issues(target: Target) -> Iterator[Check]:
    if target.known:
        yield Check("known issues", lambda: _check_known_issues(target))


def _key_sizes(target: Target) -> Iterator[tuple[str, int]]:
    """Yield the name and the bits of each key; that it is a key is known since the file was read."""
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


def _check_known_issues(target: Target) -> str:
    today = date.today()
    expired = [issue.requirement for issue in target.known if issue.expires < today]
    if expired:
        hint = "the run will fail; take them out of [[known]]"
        raise CheckFailedError(f"expired: {', '.join(expired)}", hint, ends=False)
    return f"{len(target.known)}, none expired"
