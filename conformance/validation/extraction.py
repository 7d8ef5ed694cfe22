"""The token in what people paste: between blanks, after `Bearer`, or inside the answer that carried it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from conformance.keys import is_private_key
from conformance.validation.token_text import LONGEST

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_BEARER = re.compile(r"(?:Authorization:\s*)?Bearer\s+", re.IGNORECASE)
_MEMBER = "identity_token"
#: JSON is searched for a token down to this depth.
_DEEPEST = 10


class NoTokenError(ValueError):
    """The text holds no token; the message, a predicate, never shows it."""


@dataclass(frozen=True)
class ExtractedToken:
    """A token, and a note on where it was taken from; the note is empty where the text was the token itself."""

    token: str = field(repr=False)
    note: str = ""


def token_in(raw: bytes | str) -> ExtractedToken:
    """Return the token in a text, or in the bytes of one.

    Raises NoTokenError for a text without a token. Whatever might be a token is returned, and not checked here.
    """
    text = (_decoded(raw) if isinstance(raw, bytes) else raw).strip()
    _refuse(text)
    if text[0] in "{[" and (found := _in_json(text)):
        return found
    if bearer := _BEARER.match(text):
        return ExtractedToken(text[bearer.end() :], "taken from behind Bearer")
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return ExtractedToken(text[1:-1].strip(), "taken out of quotes")
    return ExtractedToken(text)


def _decoded(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoTokenError("is not text in UTF-8, and so no token") from error
    if "\0" in text:
        raise NoTokenError("is binary, and no token")
    return text


def _refuse(text: str) -> None:
    if not text:
        raise NoTokenError("is empty; an identity token would be right")
    if len(text) > LONGEST:
        raise NoTokenError(f"is longer than {LONGEST} characters; no identity token is")
    if is_private_key(text.encode("utf-8", "surrogatepass")):
        raise NoTokenError("is a private key, which nobody else should see; give an identity token")
    if _URL.match(text):
        raise NoTokenError("is a URL; give the identity token itself")


def _in_json(text: str) -> ExtractedToken | None:
    """Return the token in a JSON answer, or None for what is not JSON; raises NoTokenError where the JSON has none."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    strings = dict(_strings(value, "", 0))
    named = [path for path in strings if path.rpartition(".")[2] == _MEMBER]
    alike = [path for path, text in strings.items() if text.startswith("eyJ") and text.count(".") == 2]
    paths = named or alike
    if not paths:
        raise NoTokenError(f"is JSON without a token; the documents' answers have it as {_MEMBER}")
    return ExtractedToken(strings[paths[0]].strip(), f"taken out of JSON, {paths[0]}")


def _strings(value: object, path: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield every string in `value` with the dotted path to it."""
    if isinstance(value, str):
        yield path, value
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if depth < _DEEPEST:
        for name, inner in members:
            yield from _strings(inner, f"{path}.{name}".lstrip("."), depth + 1)
