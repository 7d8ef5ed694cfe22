"""Every check of the doctor, in their order: the target file, the network, one sign-in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from conformance.cli.commands.validate import describe
from conformance.cli.doctor.answers import NotHttpError
from conformance.cli.doctor.check import Check, CheckFailedError
from conformance.cli.doctor.client import ClientSteps
from conformance.cli.doctor.forecast import Forecast
from conformance.cli.doctor.network import NetworkPath
from conformance.cli.doctor.provider import ProviderSteps
from conformance.cli.doctor.server import ServerSteps
from conformance.evidence.exchange import Exchange
from conformance.targets import ClientTarget, ProviderTarget, ServerTarget, Target


def checks_of(file: Path, target: Target) -> Iterator[Check]:
    """Yield the checks of the target that this file describes; each needs those before it."""
    yield Check("file", lambda: f"{file}: {describe(target)}")
    steps: ClientSteps | ServerSteps | ProviderSteps
    path: NetworkPath | None = None
    if isinstance(target, ClientTarget):
        steps = ClientSteps(target)
        yield from _known_issues(target)
    else:
        steps = _steps_at(target)
        yield Check("keys", lambda: ", ".join(f"{name}: RSA, {bits} bits" for name, bits in _key_sizes(target)))
        yield from _known_issues(target)
        path = NetworkPath(target)
        yield from _network(target, path)
    yield from steps.checks() if path is None else (_with_advice(check, path) for check in steps.checks())
    yield from _cookies(steps.transcript.exchanges)
    yield from Forecast(target).checks(lambda: _pace(steps))


def _pace(steps: ClientSteps | ServerSteps | ProviderSteps) -> float:
    """Return how many seconds an answer took on average, or the sign-in of a client."""
    if isinstance(steps, ClientSteps):
        return steps.sign_in_time
    answered = [exchange.duration for exchange in steps.transcript.exchanges if exchange.received is not None]
    return sum(answered) / max(1, len(answered))


def _steps_at(target: Target) -> ServerSteps | ProviderSteps:
    if isinstance(target, ProviderTarget):
        return ProviderSteps(target)
    assert isinstance(target, ServerTarget)  # noqa: S101 - for the type checker: there is no fourth actor
    return ServerSteps(target)


def _with_advice(check: Check, path: NetworkPath) -> Check:
    """Return a check that says what else is spoken there, where it meets no HTTP."""

    def run() -> str:
        try:
            return check.run()
        except NotHttpError as failed:
            if advice := path.advise():
                raise CheckFailedError(failed.observed, advice) from failed
            raise

    return Check(check.name, run)


def _network(target: Target, path: NetworkPath) -> Iterator[Check]:
    """Yield the way to an address, one layer after the other."""
    yield Check("resolves", path.check_dns)
    yield Check("connects", path.check_connect)
    if target.url.startswith("https:"):
        yield Check("TLS", path.check_tls)


def _cookies(exchanges: Sequence[Exchange]) -> Iterator[Check]:
    """Yield a line where the target sets cookies, which only a file can have kept."""
    fields = {
        field.partition("=")[0]
        for each in exchanges
        if each.received
        for field in each.received.header_values("Set-Cookie")
    }
    if fields:
        text = f"the target sets {', '.join(sorted(fields))}; http.cookies = true keeps what it sets for the run"
        yield Check("cookies", lambda: text)


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
