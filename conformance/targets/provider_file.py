"""The target file of a provider: the sections that only this actor has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from conformance.protocol.layer_id import AppId as ParsedAppId
from conformance.targets.addresses import endpoint_url
from conformance.targets.common_sections import ProfileName, TargetFile, check_known
from conformance.targets.faults import FieldError
from conformance.targets.headers import FIELD_VALUE
from conformance.targets.identifiers import AppId, KeyId, ProviderId
from conformance.targets.key_files import PublicKey
from conformance.targets.provider_file_sections import (
    LoginRequestSection,
    LoginSection,
    RequestSection,
    ResponseSection,
    UserSection,
    WrongLoginSection,
)
from conformance.targets.provider_request import RequestTemplate
from conformance.targets.provider_target import SAMPLE_PATH, LoginTemplate, ProviderCredentials, ProviderTarget
from conformance.targets.section import Section
from conformance.targets.templates import OF_PASSWORD, PLACEHOLDERS
from conformance.targets.text_fields import Line


class ProviderSection(Section):
    """`[target]`: who is examined, and where."""

    name: Line = Field(description="What reports call the target.", examples=["Acme identity server"])
    actor: Literal["provider"] = Field(description="Which part of the protocol the target plays.")
    url: Annotated[str, AfterValidator(lambda url: endpoint_url(url, SAMPLE_PATH))] = Field(
        description=f"Where tokens are asked for; without a path, {SAMPLE_PATH}.",
        examples=["https://id.acme.example/authenticate"],
    )
    profile: ProfileName = None


class ProviderCredentialsSection(Section):
    """`[credentials]`: an application, and what its provider signs with."""

    app_id: AppId = Field(description="The application: {app_id}.")
    provider_id: ProviderId = Field(description="The provider: what `iss` must be.")
    key_id: KeyId = Field(description="The key that it signs with: what `kid` must be.")
    public_key: PublicKey = Field(description='Its public half, a PEM file beside this one, or { env = "NAME" }.')

    def as_credentials(self) -> ProviderCredentials:
        """Return the credentials, with the key read."""
        return ProviderCredentials(self.app_id, self.provider_id, self.key_id, self.public_key)


class ProviderCapabilitiesSection(Section):
    """`[capabilities]`: what switches further rules on."""

    sample: bool = Field(default=False, description="It serves applications in staging only, as samples do.")


class ProviderFile(TargetFile):
    """A target file of layer-conformance that names a provider: a customer's identity server."""

    target: ProviderSection = Field(description="Who is examined, and where.")
    credentials: ProviderCredentialsSection = Field(description="An application, and who signs for it.")
    login: LoginRequestSection | None = Field(default=None, description="A login that comes before each request.")
    request: RequestSection = Field(default_factory=RequestSection, description="How a token is asked for.")
    response: ResponseSection = Field(default_factory=ResponseSection, description="Where the token is.")
    users: list[UserSection] = Field(min_length=1, description="Users that get tokens, at least one.")
    wrong_login: WrongLoginSection | None = Field(default=None, description="A login that must get no token.")
    capabilities: ProviderCapabilitiesSection = Field(
        default_factory=ProviderCapabilitiesSection, description="What switches further rules on."
    )

    @model_validator(mode="after")
    def _sections_agree(self) -> Self:
        check_known(self.known, self.target.actor)
        self._headers_stand_once()
        self._login_is_used()
        self._passwords_are_sent()
        self._logins_fit_headers()
        self._logins_differ()
        self._sample_can_be_asked()
        return self

    def _headers_stand_once(self) -> None:
        sections = {"request": self.request.headers, "login": self.login.headers if self.login else {}}
        for name in self.http.headers:
            for section, own in sections.items():
                if name.lower() in {each.lower() for each in own}:
                    raise FieldError(f"stands in {section}.headers as well; once is enough", at=f"http.headers.{name}")

    def _login_is_used(self) -> None:
        uses = self.request.as_request().carries("login")
        if uses and self.login is None:
            raise FieldError("is missing: the request has {login} in it, which the answer to a login gives", at="login")
        if not uses and self.login is not None:
            raise FieldError("is never used: nothing in [request] has {login} in it", at="login")

    def _requests(self) -> list[RequestTemplate]:
        """Return the request for a token, and the login before it where there is one."""
        return [self.request.as_request(), *([self.login.as_login_request().request] if self.login else [])]

    def _carries(self, *placeholders: str) -> bool:
        return any(request.carries(*placeholders) for request in self._requests())

    def _passwords_are_sent(self) -> None:
        sends = self._carries(*OF_PASSWORD)
        for at, login in self._logins():
            if sends and login.password is None:
                raise FieldError("is missing: the request has {password} in it", at=f"{at}.password")
            if not sends and login.password is not None:
                sections = "[request] or [login]" if self.login else "[request]"
                raise FieldError(f"is never sent: nothing in {sections} has {{password}} in it", at=f"{at}.password")

    def _logins_fit_headers(self) -> None:
        headers = [field for request in self._requests() for field in request.headers.items()]
        for name, template in headers:
            for at, login in self._logins():
                if not FIELD_VALUE.fullmatch(template.fill(_placeholder_values(login.as_login()))):
                    raise FieldError(f"cannot stand in the header {name}, which holds ASCII on one line only", at=at)

    def _logins_differ(self) -> None:
        seen: dict[tuple[str, ...], str] = {}
        for at, login in self._logins():
            sent = self._as_sent(login.as_login())
            if sent in seen:
                raise FieldError(f"is the same login as {seen[sent]}, as the request sends it", at=at)
            seen[sent] = at

    def _as_sent(self, login: LoginTemplate) -> tuple[str, ...]:
        """Return those parts of a login that the request carries."""
        values = {"user": login.id, "password": login.password, "basic": login.basic}
        return tuple(value for name, value in values.items() if self._carries(name))

    def _sample_can_be_asked(self) -> None:
        if self.capabilities.sample and not self._carries("app_id"):
            raise FieldError(
                "needs {app_id} in [request]: without it no application can be refused", at="capabilities.sample"
            )
        app = ParsedAppId.parse(self.credentials.app_id)
        if self.capabilities.sample and app is not None and app.environment == "production":
            raise FieldError("is in production, which a sample service refuses", at="credentials.app_id")

    def _logins(self) -> Iterator[tuple[str, LoginSection]]:
        """Yield every login with its place in the file."""
        yield from ((f"users[{index}]", user) for index, user in enumerate(self.users))
        if self.wrong_login is not None:
            yield "wrong_login", self.wrong_login

    def as_target(self, source: Path | None) -> ProviderTarget:
        """Return the target that the file describes."""
        passwords = {login.as_login().password for _, login in self._logins()} - {""}
        return ProviderTarget(
            name=self.target.name,
            actor=self.target.actor,
            url=self.target.url,
            credentials=self.credentials.as_credentials(),
            request=self.request.as_request(),
            token=self.response.as_place(),
            users=tuple(user.as_user() for user in self.users),
            login=self.login.as_login_request() if self.login else None,
            wrong_login=self.wrong_login.as_login() if self.wrong_login else None,
            sample=self.capabilities.sample,
            passwords=frozenset(passwords) | self.request.secrets() | (self.login.secrets() if self.login else set()),
            http=self.http.as_settings(),
            clock=self.clock.as_time(source),
            profile=self.target.profile,
            known=tuple(issue.as_known_issue() for issue in self.known),
            source=source,
        )


def _placeholder_values(login: LoginTemplate) -> dict[str, str]:
    """Return the values of all placeholders for a login; the others are always ASCII."""
    return {**dict.fromkeys(PLACEHOLDERS, "a"), "user": login.id, "password": login.password, "basic": login.basic}
