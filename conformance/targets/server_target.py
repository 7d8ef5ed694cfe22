"""Targets: who is examined, where, with which credentials, and what it declares that it can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path

from conformance.keys import SigningKey
from conformance.targets.clocks import TargetTime, WallTime

#: The versions that a target is examined in where its file names none.
DEFAULT_VERSIONS = ("1.0", "2.0")


@dataclass(frozen=True)
class Credentials:
    """What the suite signs identity tokens with, and for which application."""

    app_id: str
    provider_id: str
    key_id: str
    private_key: SigningKey


@dataclass(frozen=True)
class RetiredKey:
    """A key of the same provider that the target must no longer trust."""

    key_id: str
    private_key: SigningKey


@dataclass(frozen=True)
class UnboundProvider:
    """A provider that exists at the target, with its key, and does not belong to the application."""

    provider_id: str
    key_id: str
    private_key: SigningKey


@dataclass(frozen=True)
class Capabilities:
    """What a target declares beyond the common ground; None is "not declared".

    `session_lifetime` is in seconds. `protected_url` is a path on the target, or an absolute URL.
    """

    disabled_key: RetiredKey | None = None
    deleted_key: RetiredKey | None = None
    unbound_provider: UnboundProvider | None = None
    suspended_user: str | None = None
    session_lifetime: int | None = None
    protected_url: str | None = None

    @property
    def declared(self) -> frozenset[str]:
        """The names of the capabilities that are declared, as a requirement's `needs` has them."""
        return frozenset(each.name for each in fields(self) if getattr(self, each.name) is not None)


@dataclass(frozen=True)
class HttpSettings:
    """How the target is spoken to.

    `timeout` is in seconds. `verify` is whether the target's certificate is checked, or the path of the CA
    bundle to check it with. `client_cert` is a file with a certificate and its key, or one file for each.
    `headers` go out with every request. `secret_header_names` are in small letters; what stands in such a
    header, and each of `secrets` wherever it turns up, is never shown. `allowed_hosts` may receive a session
    token, beside the target's own; in small letters, with the port where a URL would name it. `max_requests` is the
    most that a run sends, `max_rate` the most in a second.
    """

    timeout: float = 10.0
    verify: bool | str = True
    client_cert: str | tuple[str, str] | None = None
    proxy: str | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    secret_header_names: frozenset[str] = frozenset()
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    max_requests: int = 10_000
    max_rate: float | None = None
    allowed_hosts: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownIssue:
    """A violation that the target's owner knows of; `expires` is the last day on which that excuses it."""

    requirement: str
    reason: str
    link: str
    expires: date


@dataclass(frozen=True, kw_only=True)
class Target:
    """What is known of a target, whichever actor it is. `source` is the file it was read from, if any."""

    name: str
    actor: str
    url: str
    versions: tuple[str, ...] = ()
    http: HttpSettings = field(default_factory=HttpSettings)
    clock: TargetTime = field(default_factory=WallTime)
    known: tuple[KnownIssue, ...] = ()
    source: Path | None = None

    @property
    def declared(self) -> frozenset[str]:
        """The names of the capabilities that are declared, as a requirement's `needs` has them."""
        return frozenset()


@dataclass(frozen=True, kw_only=True)
class ServerTarget(Target):
    """A Layer server. `url` has no slash at its end."""

    credentials: Credentials
    versions: tuple[str, ...] = DEFAULT_VERSIONS
    capabilities: Capabilities = Capabilities()

    @property
    def declared(self) -> frozenset[str]:
        """The names of the capabilities that are declared."""
        return self.capabilities.declared
