"""The identity server of the stage: asked in the words of the target file, answering in its form."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from conformance.clock import Clock
from conformance.reference.provider import Account, ReferenceProvider
from conformance.reference.server import Answer, Request
from conformance.targets import ClientTarget, Template, User, Value

_JSON = (("Content-Type", "application/json"),)
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{(\w+)\}")


#: Stands for the password of a user who has none, at a provider that wants one.
_NO_PASSWORD = " "  # noqa: S105 - it is none


@dataclass
class IdentityServer:
    """Knows the target's users. `user` is whoever signs in just now, for clients that do not say it themselves."""

    target: ClientTarget
    clock: Clock
    app_id: str
    token_lifetime: int = 300
    claims: Mapping[str, str] = field(default_factory=dict)
    user: User | None = None

    def read(self, request: Request) -> dict[str, str]:
        """Return what a request says, by placeholder: what it does not say is not there."""
        return dict(read_request(self.target, request))

    def handle(self, request: Request) -> Answer:
        """Answer a request for a token as the reference provider does, in the form of the target file."""
        fields = self.read(request)
        user = self._user(fields)
        request_fields = {
            "app_id": fields.get("app_id", self.app_id),
            "user_id": user.prn if user else fields.get("user", ""),
            "nonce": fields.get("nonce"),
            # The documents' sample service asks for no password: whoever sends none is who they say.
            "password": _password(user, fields),
        }
        # A method other than the file's is refused as the provider does it.
        method = "POST" if request.method == self.target.request.method else "GET"
        body = json.dumps(request_fields).encode("ascii")
        answer = self._provider().handle(Request(method, "/identity_tokens", _JSON, body))
        return self._in_form(answer)

    def _user(self, fields: Mapping[str, str]) -> User | None:
        if "user" not in fields:
            return self.user
        return next((each for each in self.target.users if each.id == fields["user"]), None)

    def _provider(self) -> ReferenceProvider:
        accounts = tuple(Account(user.prn, user.password or _NO_PASSWORD, self.claims) for user in self.target.users)
        settings = {"token_lifetime": self.token_lifetime, "sample": self.target.sample}
        return ReferenceProvider(self.clock, accounts=accounts).with_settings(**settings)

    def _in_form(self, answer: Answer) -> Answer:
        if answer.status != 200:
            return answer
        content: object = answer.content["identity_token"]
        if not self.target.token.members:
            return Answer(200, (("Content-Type", "text/plain"),), str(content).encode("ascii"))
        for member in reversed(self.target.token.members):
            content = {member: content}
        return answer.with_content(content)


def _password(user: User | None, fields: Mapping[str, str]) -> str:
    """Return the password to try: a user without one is believed, and so is whoever sends none."""
    if user is None:
        return fields.get("password", "")
    return fields.get("password", user.password) if user.password else _NO_PASSWORD


def read_request(target: ClientTarget, request: Request) -> Iterator[tuple[str, str]]:
    """Yield what a request says in the place of each placeholder of the target's templates."""
    form = target.request
    for name, template in form.headers.items():
        value = next((value for field_name, value in request.headers if field_name.lower() == name.lower()), None)
        yield from _read_all(template, value)
    if form.encoding == "json":
        yield from _read_fields(form.fields, _json(request.body))
        return
    text = urlsplit(request.path).query if form.encoding == "query" else request.body.decode("utf-8", "replace")
    yield from _read_fields(form.fields, dict(parse_qsl(text, keep_blank_values=True)))


def _read_fields(fields: Mapping[str, Value], sent: object) -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        there = sent.get(name) if isinstance(sent, dict) else None
        if isinstance(value, Mapping):
            yield from _read_fields(value, there)
        elif isinstance(value, Template):
            yield from _read_all(value, there)


def _read_all(template: Template, value: object) -> Iterator[tuple[str, str]]:
    """Yield what stands in the places of a template; what is no text is told as JSON writes it."""
    if value is None:
        return
    text = value if isinstance(value, str) else json.dumps(value)
    match = _pattern(template.text).fullmatch(text)
    for name, found in match.groupdict().items() if match else ():
        if name == "basic":
            yield from _of_basic(found)
        else:
            yield name, found


def _pattern(text: str) -> re.Pattern[str]:
    """Return what finds the values in a text that a template was filled to."""
    pieces, end, seen = [], 0, set[str]()
    for found in _PLACEHOLDER.finditer(text):
        pieces.append(re.escape(text[end : found.start()]))
        name = found.group(1)
        if name is None:
            pieces.append(re.escape(found.group()[0]))
        else:
            pieces.append(f"(?P={name})" if name in seen else f"(?P<{name}>.*)")
            seen.add(name)
        end = found.end()
    return re.compile("".join([*pieces, re.escape(text[end:])]), re.DOTALL)


def _of_basic(text: str) -> Iterator[tuple[str, str]]:
    try:
        user, colon, password = base64.b64decode(text, validate=True).decode("utf-8").partition(":")
    except ValueError:
        return
    if colon:
        yield "user", user
        yield "password", password


def _json(body: bytes) -> object:
    try:
        return json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
