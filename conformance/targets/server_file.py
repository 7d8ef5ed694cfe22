"""The target file of a Layer server: the sections that only this actor has."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from conformance.protocol.layer_id import AppId as ParsedAppId
from conformance.protocol.layer_id import bare
from conformance.targets.addresses import ProtectedUrl, Url
from conformance.targets.common_sections import ProfileName, TargetFile, check_known
from conformance.targets.faults import FieldError
from conformance.targets.identifiers import AppId, KeyId, ProviderId, Versions
from conformance.targets.key_files import PrivateKey
from conformance.targets.section import Section
from conformance.targets.server_target import (
    DEFAULT_VERSIONS,
    Capabilities,
    Credentials,
    RetiredKey,
    ServerTarget,
    UnboundProvider,
)
from conformance.targets.text_fields import Duration, Line


class ServerSection(Section):
    """`[target]`: who is examined, and where."""

    name: Line = Field(description="What reports call the target.", examples=["Acme Layer, staging"])
    actor: Literal["server"] = Field(description="Which part of the protocol the target plays.")
    url: Url = Field(description="The base URL: nonces are requested at its /nonces.")
    versions: Versions = Field(
        default=list(DEFAULT_VERSIONS),
        description="The API versions that it serves; every rule runs in each of them.",
    )
    profile: ProfileName = None


class CredentialsSection(Section):
    """`[credentials]`: an application at the target, and a provider that may sign for it."""

    app_id: AppId = Field(description="The application.")
    provider_id: ProviderId = Field(description="The provider whose key signs: `iss`.")
    key_id: KeyId = Field(description="The key that signs: `kid`.")
    private_key: PrivateKey = Field(description='A PEM file beside this one, or { env = "NAME" }.')
    user: Line | None = Field(
        default=None,
        description="The user (`prn`) to sign in as; left out, an ordinary name that is new in each run.",
    )

    def as_credentials(self) -> Credentials:
        """Return the credentials, with the key read."""
        return Credentials(self.app_id, self.provider_id, self.key_id, self.private_key)


class RetiredKeySection(Section):
    """A key of the same provider that is disabled, or deleted."""

    key_id: KeyId = Field(description="Its id.")
    private_key: PrivateKey = Field(description='A PEM file beside this one, or { env = "NAME" }.')

    def as_key(self) -> RetiredKey:
        """Return the key, read."""
        return RetiredKey(self.key_id, self.private_key)


class UnboundProviderSection(RetiredKeySection):
    """A provider that does not belong to the application, with a key of its own."""

    provider_id: ProviderId = Field(description="The provider.")
    app_id: AppId | None = Field(
        default=None,
        description="The application that it is bound to: a session there shows that provider and key exist.",
    )

    def as_provider(self) -> UnboundProvider:
        """Return the provider, with its key read."""
        return UnboundProvider(self.provider_id, self.key_id, self.private_key, self.app_id)


class CapabilitiesSection(Section):
    """`[capabilities]`: each switches rules on."""

    disabled_key: RetiredKeySection | None = Field(default=None, description="A key that has been disabled.")
    deleted_key: RetiredKeySection | None = Field(default=None, description="A key that has been deleted.")
    unbound_provider: UnboundProviderSection | None = Field(
        default=None, description="A provider that exists and is not bound to the application."
    )
    suspended_user: Line | None = Field(default=None, description="The id (`prn`) of a user who is suspended.")
    session_lifetime: Duration | None = Field(
        default=None, description="How long a session lives.", examples=["30 days", "3600 seconds"]
    )
    protected_url: ProtectedUrl | None = Field(
        default=None,
        description='What needs a session token; without it, the Link relation "conversations".',
    )

    def as_capabilities(self) -> Capabilities:
        """Return what is declared, with the keys read."""
        return Capabilities(
            disabled_key=self.disabled_key.as_key() if self.disabled_key else None,
            deleted_key=self.deleted_key.as_key() if self.deleted_key else None,
            unbound_provider=self.unbound_provider.as_provider() if self.unbound_provider else None,
            suspended_user=self.suspended_user,
            session_lifetime=self.session_lifetime,
            protected_url=self.protected_url,
        )


class ServerFile(TargetFile):
    """A target file of layer-conformance that names a Layer server."""

    target: ServerSection = Field(description="Who is examined, and where.")
    credentials: CredentialsSection = Field(description="An application, and who may sign for it.")
    capabilities: CapabilitiesSection = Field(
        default_factory=CapabilitiesSection, description="What switches further rules on."
    )

    @model_validator(mode="after")
    def _sections_agree(self) -> Self:
        check_known(self.known, self.target.actor)
        self._retired_keys_are_other_keys()
        self._unbound_provider_is_another()
        self._protected_url_may_be_called()
        return self

    def _retired_keys_are_other_keys(self) -> None:
        for name in ("disabled_key", "deleted_key"):
            key: RetiredKeySection | None = getattr(self.capabilities, name)
            if key and bare(key.key_id) == bare(self.credentials.key_id):
                raise FieldError(
                    "is credentials.key_id as well; it should be a key that is no longer in use",
                    at=f"capabilities.{name}.key_id",
                )

    def _unbound_provider_is_another(self) -> None:
        provider = self.capabilities.unbound_provider
        if provider and bare(provider.provider_id) == bare(self.credentials.provider_id):
            raise FieldError(
                "is credentials.provider_id as well; it should be one that the application does not trust",
                at="capabilities.unbound_provider.provider_id",
            )
        own = ParsedAppId.parse(self.credentials.app_id)
        if provider and provider.app_id and own and own == ParsedAppId.parse(provider.app_id):
            raise FieldError(
                "is credentials.app_id as well; it should be the application that this provider is bound to",
                at="capabilities.unbound_provider.app_id",
            )

    def _protected_url_may_be_called(self) -> None:
        url = self.capabilities.protected_url
        if url is None or url.startswith("/"):
            return
        host = urlsplit(url).netloc.lower()
        if host != urlsplit(self.target.url).netloc.lower() and host not in self.http.allowed_hosts:
            raise FieldError(
                f'leads to another host than the target\'s; http.allowed_hosts should have "{host}"',
                at="capabilities.protected_url",
            )

    def as_target(self, source: Path | None) -> ServerTarget:
        """Return the target that the file describes."""
        return ServerTarget(
            name=self.target.name,
            actor=self.target.actor,
            url=self.target.url,
            versions=tuple(self.target.versions),
            credentials=self.credentials.as_credentials(),
            user=self.credentials.user,
            capabilities=self.capabilities.as_capabilities(),
            http=self.http.as_settings(),
            clock=self.clock.as_time(source),
            profile=self.target.profile,
            known=tuple(issue.as_known_issue() for issue in self.known),
            source=source,
        )
