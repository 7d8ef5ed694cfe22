"""The secrets that an exchange itself brings to light."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from urllib.parse import unquote

from conformance.evidence.exchange import Exchange, Sent
from conformance.evidence.redaction import Redactor
from conformance.evidence.secret_forms import is_known_text

_KINDS = {
    "identity_token": "identity token",
    "session_token": "session token",
    "nonce": "nonce",
    "nce": "nonce",
}
_NAMES = "|".join(_KINDS)
#: A body that holds more new secrets than this is not shown (serialize.py), and only its first few and its last few are
#: learnt: of members of one name, a reader of JSON takes the last. Between them such a body is not searched.
MOST_LEARNT, FEW = 256, 16
_LAST_BYTES = 4096

_STRING = r'[^"\\]*+(?:\\.[^"\\]*+)*+'
#: A member of a JSON object at any depth, or of what was meant to be one: a string, or a list of them.
_MEMBER = re.compile(rf'"({_NAMES})s?"\s*+:\s*+(?:"({_STRING})|\[([^\]]*+))', re.DOTALL)
_LISTED = re.compile(rf'"({_STRING})"(\s*+:)?', re.DOTALL)
#: A field of a query or of a form.
_FIELD = re.compile(rf"(?<![^?&;\s])({_NAMES})=([^&#;,\s\"'<>]++)", re.ASCII)
#: The path of a session, up to where a URL or the text around it ends.
_SESSION_PATH = re.compile(r"/sessions/([^/?#\s\"'<>;,]++)", re.ASCII)
_PASSWORD = re.compile(r"://[^/@:]*:([^/@]+)@")
_SESSION_TOKEN = re.compile(r"""session-token\s*=\s*["']?([^"',;\s]+)""", re.ASCII | re.IGNORECASE)


def collect_secrets(redactor: Redactor, exchange: Exchange) -> None:
    """Teach `redactor` the nonces, identity tokens, session tokens and passwords in `exchange`.

    They are known by their places: members of JSON, fields of a query or a form, the path after `/sessions/`,
    the `Authorization` header, and a password in the URL; in an answer also in the values of its headers. What a
    scenario has sent that is made of plain words is no secret.
    """
    received = exchange.received
    collect_sent_secrets(redactor, exchange.sent)
    if received is not None:
        named = chain(*(_in_header(value) for _, value in received.headers))
        new = list(islice(_unknown(_in_body(received.body), redactor), MOST_LEARNT + 1))
        if len(new) > MOST_LEARNT:
            last = list(_unknown(_in_body(received.body[-_LAST_BYTES:]), redactor))
            new = new[:FEW] + last[-FEW:]
        for kind, value in (*islice(_unknown(named, redactor), MOST_LEARNT), *new):
            redactor.learn(kind, value)


def collect_sent_secrets(redactor: Redactor, sent: Sent) -> None:
    """Teach `redactor` those in a request."""
    ours = (_in_address(sent.url), _in_authorization(sent.header("Authorization")), _in_body(sent.body))
    for kind, value in chain(*ours):
        if not is_known_text(value):
            redactor.learn(kind, value)


def _unknown(secrets: Iterable[tuple[str, str]], redactor: Redactor) -> Iterator[tuple[str, str]]:
    return ((kind, value) for kind, value in secrets if not redactor.knows(value))


def has_unknown_secrets(body: bytes, redactor: Redactor) -> bool:
    """Tell whether a body holds secrets that were not learnt, because they are too many."""
    return any(_unknown(_in_body(body), redactor))


def text_of(raw: bytes) -> str:
    """Return bytes as text: UTF-8, or else one character a byte, so that no byte is lost."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def identity_token_in(text: str) -> str | None:
    """Return the identity token that a body carries, or None."""
    return next((value for kind, value in _members(text) if kind == "identity token"), None)


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


def _in_header(value: str) -> Iterator[tuple[str, str]]:
    if "=" in value:
        yield from _fields(value)
    if "/sessions/" in value:
        yield from (("session token", unquote(token)) for token in _SESSION_PATH.findall(value))


def _in_authorization(value: str | None) -> Iterator[tuple[str, str]]:
    """Yield the session token; in a header of another scheme what follows its name."""
    if not value:
        return
    scheme, _, credentials = value.partition(" ")
    match = _SESSION_TOKEN.search(value)
    if match:
        yield "session token", match.group(1)
    elif scheme.lower() == "basic":
        yield "password", credentials
        yield "password", _password_of(credentials)
    else:
        yield "session token" if scheme.lower() == "layer" else "header", credentials


def _password_of(credentials: str) -> str:
    """Return the password in the credentials of HTTP's Basic scheme, or nothing where they cannot be read."""
    try:
        return base64.b64decode(credentials, validate=True).decode("utf-8").partition(":")[2]
    except ValueError:
        return ""


def _members(text: str) -> Iterator[tuple[str, str]]:
    for match in _MEMBER.finditer(text):
        kind = _KINDS[match.group(1)]
        if match.group(3) is None:
            yield kind, _unquoted(match.group(2))
        else:
            values = (_unquoted(inside) for inside, colon in _LISTED.findall(match.group(3)) if not colon)
            yield from ((kind, value) for value in values if not is_known_text(value))


def _fields(text: str) -> Iterator[tuple[str, str]]:
    if "=" in text:
        for match in _FIELD.finditer(text):
            yield _KINDS[match.group(1)], unquote(match.group(2))


def _unquoted(inside: str) -> str:
    """Return the string that the inside of a JSON string stands for, or the inside where it is broken."""
    if "\\" not in inside:
        return inside
    try:
        return str(json.loads(f'"{inside}"', strict=False))
    except ValueError:
        return inside
