"""Sections of a provider's target file: the request for a token, the answer, and the logins."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from conformance.targets.addresses import endpoint_url
from conformance.targets.env_values import TextOrEnv
from conformance.targets.faults import FieldError
from conformance.targets.login_request import LoginPlace, LoginRequest
from conformance.targets.provider_request import RequestTemplate, TokenLocation
from conformance.targets.provider_target import LoginTemplate, User
from conformance.targets.request_templates import RequestFields, RequestHeaders, secrets_in, text_of, values_of
from conformance.targets.section import Section
from conformance.targets.text_fields import Line

#: The fields of the documents' sample service (Android, Authenticate).
_SAMPLE_FIELDS = {"app_id": "{app_id}", "user_id": "{user}", "nonce": "{nonce}"}

#: What a login asks for, where the file does not say.
_LOGIN_FIELDS = {"username": "{user}", "password": "{password}"}
_LOGIN_VALUE = "Where the answer has what {login} becomes: a dotted path into its JSON; empty for the bare body."

_WAYS = "Where the fields go: into a JSON object, a form, or the URL's query."
_FIELDS = "Fields, each a text with placeholders: {user}, {password}, {basic}, {nonce}, {app_id}, {login}."
_PLACE = "Where the token stands in the answer: a dotted path into its JSON; empty for the bare body."
_SENT_AS = 'What {password} becomes: a text, or { env = "NAME" }.'


def token_path(text: str) -> str:
    """Return a dotted path into JSON, or nothing for the bare body; raises FieldError for a path with a gap."""
    if text and not all(text.split(".")):
        raise FieldError('should be a path such as "identity_token" or "data.token", or empty for the bare body')
    return text


class RequestSection(Section):
    """`[request]`: how a token is asked for; what is left out is as at the documents' sample service."""

    method: Literal["POST", "PUT", "PATCH", "GET"] = Field(default="POST", description="The method.")
    encoding: Literal["json", "form", "query"] = Field(default="json", description=_WAYS)
    headers: RequestHeaders = Field(default_factory=dict, description="Headers, each a text with placeholders.")
    fields: RequestFields = Field(
        default_factory=lambda: {name: text_of(template) for name, template in _SAMPLE_FIELDS.items()},
        description=_FIELDS,
        json_schema_extra={"default": dict(_SAMPLE_FIELDS)},
    )

    @model_validator(mode="after")
    def _can_be_sent(self) -> Self:
        if self.method == "GET" and self.encoding != "query":
            raise FieldError('should be "query": a GET has no body for the fields', at="encoding")
        if not self.as_request().carries("nonce"):
            raise FieldError("should send {nonce}: the token has to answer it", at="fields")
        nested = [name for name, value in self.fields.items() if isinstance(value, dict)]
        if nested and self.encoding != "json":
            raise FieldError("is a table, which only the encoding json can send", at=f"fields.{nested[0]}")
        return self

    def as_request(self) -> RequestTemplate:
        """Return the request."""
        headers = {name: text.template for name, text in self.headers.items()}
        return RequestTemplate(self.method, self.encoding, headers, values_of(self.fields))

    def secrets(self) -> frozenset[str]:
        """Return what of it must not be shown."""
        return secrets_in(self.headers, self.fields)


class ResponseSection(Section):
    """`[response]`: where the token is."""

    token: Annotated[str, AfterValidator(token_path)] = Field(default="identity_token", description=_PLACE)

    def as_place(self) -> TokenLocation:
        """Return the place."""
        return TokenLocation(tuple(self.token.split(".")) if self.token else ())


class LoginRequestSection(Section):
    """`[login]`: a request that comes before each for a token, and whose answer gives what {login} becomes there."""

    url: Annotated[str, AfterValidator(lambda url: endpoint_url(url, "/"))] = Field(
        description="Where a user logs in.", examples=["https://id.acme.example/login"]
    )
    method: Literal["POST", "PUT", "PATCH"] = Field(default="POST", description="The method.")
    encoding: Literal["json", "form"] = Field(default="json", description="How the fields go: as JSON, or as a form.")
    headers: RequestHeaders = Field(default_factory=dict, description="Headers, each a text with placeholders.")
    fields: RequestFields = Field(
        default_factory=lambda: {name: text_of(template) for name, template in _LOGIN_FIELDS.items()},
        description="Fields, each a text with placeholders: {user}, {password}, {basic}, {app_id}.",
        json_schema_extra={"default": dict(_LOGIN_FIELDS)},
    )
    value: Annotated[str, AfterValidator(token_path)] | None = Field(default=None, description=_LOGIN_VALUE)
    header: Line | None = Field(default=None, description="Or: the header of the answer that has it.")
    cookie: Line | None = Field(default=None, description="Or: the cookie that the answer sets.")

    @model_validator(mode="after")
    def _can_be_sent(self) -> Self:
        request = self.as_login_request().request
        for name in ("nonce", "login"):
            if request.carries(name):
                raise FieldError(f"has {{{name}}}, which only the request for a token can have", at="fields")
        nested = [name for name, value in self.fields.items() if isinstance(value, dict)]
        if nested and self.encoding != "json":
            raise FieldError("is a table, which only the encoding json can send", at=f"fields.{nested[0]}")
        if sum(each is not None for each in (self.value, self.header, self.cookie)) != 1:
            raise FieldError("should say where the answer has it: one of the keys value, header and cookie", at="value")
        return self

    def as_login_request(self) -> LoginRequest:
        """Return the request, with the place of what it is for."""
        headers = {name: text.template for name, text in self.headers.items()}
        request = RequestTemplate(self.method, self.encoding, headers, values_of(self.fields))
        place = TokenLocation(tuple(self.value.split("."))) if self.value else None
        if self.value == "":
            place = TokenLocation(())
        return LoginRequest(self.url, request, LoginPlace(place, self.header, self.cookie))

    def secrets(self) -> frozenset[str]:
        """Return what of it must not be shown."""
        return secrets_in(self.headers, self.fields)


class LoginSection(Section):
    """A login at the provider."""

    id: Line = Field(description="What {user} becomes.")
    password: TextOrEnv | None = Field(default=None, description=_SENT_AS)

    def as_login(self) -> LoginTemplate:
        """Return the login."""
        return LoginTemplate(self.id, self.password.text if self.password else "")


class ClaimsSection(Section):
    """`claims` of a user: the optional ones that their tokens must carry."""

    first_name: str | None = Field(default=None, description="The first name.")
    last_name: str | None = Field(default=None, description="The last name.")
    display_name: str | None = Field(default=None, description="The name to show onscreen.")
    avatar_url: str | None = Field(default=None, description="The URL of a photo.")


class UserSection(LoginSection):
    """One `[[users]]`: a login that gets tokens, and what they must say."""

    prn: Line | None = Field(default=None, description="What `prn` must be; without it, the id.")
    claims: ClaimsSection = Field(default_factory=ClaimsSection, description="Optional claims, as they must be.")

    def as_user(self) -> User:
        """Return the user."""
        login = self.as_login()
        return User(login.id, login.password, self.prn or self.id, self.claims.model_dump(exclude_none=True))


class WrongLoginSection(LoginSection):
    """`[wrong_login]`: a login that must not get a token."""
