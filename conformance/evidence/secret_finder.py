"""The secrets that an exchange itself brings to light."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from urllib.parse import unquote

from conformance.evidence.exchange import Exchange
from conformance.evidence.redaction import Redactor, is_known_text

_KINDS = {
    "identity_token": "identity token",
    "session_token": "session token",
    "nonce": "nonce",
    "nce": "nonce",
}
_NAMES = "|".join(_KINDS)
#: A member of a JSON object at any depth, or of what was meant to be one.
_MEMBER = re.compile(rf'"({_NAMES})"\s*:\s*"([^"\\]*+(?:\\.[^"\\]*+)*+)', re.DOTALL)
#: A field of a query or of a form.
_FIELD = re.compile(rf"(?<![^?&])({_NAMES})=([^&#\s\"'<>]++)", re.ASCII)
_PASSWORD = re.compile(r"://[^/@:]*:([^/@]+)@")
_SESSION_TOKEN = re.compile(r"""session-token\s*=\s*["']?([^"',;\s]+)""", re.ASCII | re.IGNORECASE)


def collect_secrets(redactor: Redactor, exchanges: Iterable[Exchange]) -> None:
    """Teach `redactor` every nonce, identity token, session token and password in `exchanges`.

    They are known by their places: members of JSON, fields of a query or a form, the path after `/sessions/`,
    the `Authorization` header, and a password in the URL.
    """
    for exchange in exchanges:
        for kind, value in _secrets(exchange):
            redactor.learn(kind, value)


def text_of(raw: bytes) -> str:
    """Return bytes as text: UTF-8, or else one character a byte, so that no byte is lost."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def identity_token_in(text: str) -> str | None:
    """Return the identity token that a body carries, or None."""
    return next((value for kind, value in _members(text) if kind == "identity token"), None)


def _secrets(exchange: Exchange) -> Iterator[tuple[str, str]]:
    """Yield what was sent, unless a scenario has made it up of plain words, and all that came back."""
    sent = exchange.sent
    ours = (_in_address(sent.url), _in_authorization(sent.header("Authorization")), _in_body(sent.body))
    yield from ((kind, value) for kind, value in chain(*ours) if not is_known_text(value))
    if exchange.received is not None:
        yield from _in_body(exchange.received.body)


def _in_body(body: bytes | None) -> Iterator[tuple[str, str]]:
    if body:
        text = text_of(body)
        yield from _members(text)
        yield from _fields(text)


def _in_address(url: str) -> Iterator[tuple[str, str]]:
    _, _, token = url.partition("/sessions/")
    if token:
        yield "session token", unquote(re.split("[?#]", token, maxsplit=1)[0])
    for password in _PASSWORD.findall(url):
        yield "password", unquote(password)
    if "?" in url:
        yield from _fields(url)


def _in_authorization(value: str | None) -> Iterator[tuple[str, str]]:
    """Yield the session token, or whatever follows the scheme in a header of another form."""
    if value:
        match = _SESSION_TOKEN.search(value)
        yield "session token", match.group(1) if match else value.partition(" ")[2]


def _members(text: str) -> Iterator[tuple[str, str]]:
    for match in _MEMBER.finditer(text):
        yield _KINDS[match.group(1)], _unquoted(match.group(2))


def _fields(text: str) -> Iterator[tuple[str, str]]:
    if "=" in text:
        for match in _FIELD.finditer(text):
            yield _KINDS[match.group(1)], unquote(match.group(2))


def _unquoted(inside: str) -> str:
    """Return what the inside of a JSON string says, or itself where it is broken."""
    if "\\" not in inside:
        return inside
    try:
        return str(json.loads(f'"{inside}"', strict=False))
    except ValueError:
        return inside
