"""The target file of a client: the sections that only this actor has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from conformance.targets.base import HttpSettings
from conformance.targets.client_target import (
    SAMPLE_REQUEST,
    SAMPLE_TOKEN,
    SAMPLE_USERS,
    ClientTarget,
)
from conformance.targets.common_sections import KnownSection, ProfileName, check_known
from conformance.targets.env_values import TextOrEnv
from conformance.targets.faults import FieldError
from conformance.targets.identifiers import Versions
from conformance.targets.provider_file_sections import LoginSection, RequestSection, ResponseSection
from conformance.targets.provider_target import User
from conformance.targets.section import Section
from conformance.targets.text_fields import Duration, Line


def check_command(words: list[str]) -> list[str]:
    """Return the words of a command; raises FieldError where the first names no program, or one cannot be passed."""
    if not words[0].strip():
        raise FieldError('should begin with a program, as in ["node", "driver.js"]')
    if any("\0" in word for word in words):
        raise FieldError("has a null character, which no program can be given")
    return words


def check_variable(name: str) -> str:
    """Return the name of an environment variable; raises FieldError where there can be none of that name."""
    if not name or "=" in name or "\0" in name:
        raise FieldError("should be the name of an environment variable")
    return name


class ClientSection(Section):
    """`[target]`: who is examined."""

    name: Line = Field(description="What reports call the target.", examples=["Acme messenger, headless"])
    actor: Literal["client"] = Field(description="Which part of the protocol the target plays.")
    versions: Versions = Field(
        default=["2.0"], description="The API versions that it speaks; every rule runs in each of them."
    )
    profile: ProfileName = None


class DriverSection(Section):
    """`[client]`: the driver by which the client is reached."""

    command: Annotated[list[str], Field(min_length=1), AfterValidator(check_command)] = Field(
        description="The driver, a program and its arguments; it is started in this file's folder, without a shell.",
        examples=[["node", "driver.js"]],
    )
    timeout: float = Field(
        default=10.0, gt=0, le=600, allow_inf_nan=False, description="Seconds that it may take for one answer."
    )
    max_time: Duration = Field(
        default=3600, description="The driver is told nothing more after that.", examples=["1 hour"]
    )
    env: dict[Annotated[str, AfterValidator(check_variable)], TextOrEnv] = Field(
        default_factory=dict, description='What is added to its environment: texts, or { env = "NAME" }.'
    )


class ClientUserSection(LoginSection):
    """One `[[users]]`: a login that the client can sign in with."""

    prn: Line | None = Field(default=None, description="What `prn` of their tokens becomes; without it, the id.")

    def as_user(self) -> User:
        """Return the user."""
        login = self.as_login()
        return User(login.id, login.password, self.prn or self.id)


class ClientCapabilitiesSection(Section):
    """`[capabilities]`: what switches further rules on."""

    sample: bool = Field(
        default=False, description="Its identity server is the documents' sample service, for staging only."
    )


class ClientFile(Section):
    """A target file of layer-conformance that names a client: an app or an SDK."""

    target: ClientSection = Field(description="Who is examined.")
    client: DriverSection | None = Field(
        default=None, description="The driver by which it is reached; without one, a person can be watched."
    )
    request: RequestSection | None = Field(
        default=None, description="How it asks its identity server, where that is not as the sample service is asked."
    )
    response: ResponseSection | None = Field(
        default=None, description="Where its identity server puts the token, where that is not at identity_token."
    )
    users: list[ClientUserSection] = Field(
        default_factory=list, description="Users that it can sign in; without any, users of the suite's own."
    )
    capabilities: ClientCapabilitiesSection = Field(
        default_factory=ClientCapabilitiesSection, description="What switches further rules on."
    )
    known: list[KnownSection] = Field(default_factory=list, description="Violations that are known.")

    @model_validator(mode="after")
    def _sections_agree(self) -> Self:
        check_known(self.known, self.target.actor)
        ids: dict[str, int] = {}
        for index, user in enumerate(self.users):
            if user.id in ids:
                raise FieldError(f"is the same user as users[{ids[user.id]}]", at=f"users[{index}].id")
            ids[user.id] = index
        return self

    def as_target(self, source: Path | None) -> ClientTarget:
        """Return the target that the file describes."""
        driver = self.client or DriverSection.model_construct(command=[])
        users = tuple(user.as_user() for user in self.users) or SAMPLE_USERS
        from_environment = frozenset(value.text for value in driver.env.values() if value.variable)
        return ClientTarget(
            name=self.target.name,
            actor=self.target.actor,
            url=" ".join(driver.command) or "watched",
            versions=tuple(self.target.versions),
            command=tuple(driver.command),
            folder=source.absolute().parent if source else Path.cwd(),
            timeout=driver.timeout,
            http=HttpSettings(max_time=float(driver.max_time)),
            env={name: value.text for name, value in driver.env.items()},
            request=self.request.as_request() if self.request else SAMPLE_REQUEST,
            token=self.response.as_place() if self.response else SAMPLE_TOKEN,
            users=users,
            is_asked_as_documented=self.request is None and self.response is None,
            sample=self.capabilities.sample,
            hidden=from_environment | (self.request.secrets() if self.request else frozenset()),
            profile=self.target.profile,
            known=tuple(issue.as_known_issue() for issue in self.known),
            source=source,
        )
