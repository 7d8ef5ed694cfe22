"""A Layer server as a target: its address, the credentials that it accepts, and what it declares that it can do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from conformance.keys import SigningKey
from conformance.targets.base import Target

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
    """A provider that exists at the target, with its key, and does not belong to the application.

    `app_id` is the application that it does belong to: a session that its key opens there shows that it exists.
    """

    provider_id: str
    key_id: str
    private_key: SigningKey
    app_id: str | None = None


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


@dataclass(frozen=True, kw_only=True)
class ServerTarget(Target):
    """A Layer server. `url` has no slash at its end; `user` is who signs in, or None for somebody new in each run."""

    credentials: Credentials
    versions: tuple[str, ...] = DEFAULT_VERSIONS
    capabilities: Capabilities = Capabilities()
    user: str | None = None

    def secrets(self) -> Iterator[tuple[str, str]]:
        """Yield the headers, and every private key that the suite signs with."""
        yield from super().secrets()
        keys = (
            self.credentials,
            self.capabilities.disabled_key,
            self.capabilities.deleted_key,
            self.capabilities.unbound_provider,
        )
        yield from (("private key", key.private_key.private_pem.decode("ascii")) for key in keys if key)

    @property
    def declared(self) -> frozenset[str]:
        """The names of the capabilities that are declared."""
        return self.capabilities.declared

    @property
    def session_lifetime(self) -> int | None:
        """How long a session lives, in seconds; None where the file does not declare it."""
        return self.capabilities.session_lifetime
