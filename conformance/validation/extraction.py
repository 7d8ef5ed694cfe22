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
#: Members of JSON that hold an identity token, the documents' own name first.
_MEMBERS = ("identity_token", "identityToken", "id_token")
#: The members of a signed token in JSON (RFC 7515, section 7.2.2), in the order of its compact form.
_IN_JSON = ("protected", "payload", "signature")
#: JSON is searched for a token down to this depth.
_DEEPEST = 10
#: Where a token begins inside another text: behind no character that a token has.
_BEGIN = r"(?<![A-Za-z0-9_.-])eyJ"
_INSIDE = re.compile(_BEGIN + r"[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+(?![A-Za-z0-9_.=+/\[-])")
_HIDDEN = re.compile(_BEGIN + r"[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.\s?(?:[\[<(*]|REDACTED|x{3}|\u2026)", re.IGNORECASE)
_CUT = re.compile(_BEGIN + r"[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+){0,2}(?:\.\.\.|\u2026)")
#: The name of what a token is the value of stands before it, in at most so many characters.
_NAME = re.compile(r"""([A-Za-z][A-Za-z0-9_-]*)["']?\s*[:=]\s*["'<]?$""")
_LONGEST_NAME = 60


class NoTokenError(ValueError):
    """The text holds no token; the message, a predicate, never shows it."""


@dataclass(frozen=True)
class ExtractedToken:
    """A token, and a note on where it was taken from; the note is empty where the text was the token itself."""

    token: str = field(repr=False)
    note: str = ""


def token_in(raw: bytes | str, depth: int = 0) -> ExtractedToken:
    """Return the token in a text, or in the bytes of one.

    Raises NoTokenError for a text without a token. Whatever might be a token is returned, and not checked here.
    """
    text = (_decoded(raw) if isinstance(raw, bytes) else raw).strip().lstrip("\ufeff")
    _refuse(text)
    if text.startswith("HTTP/") and depth < _DEEPEST and (body := re.split(r"\r?\n\r?\n", text, maxsplit=1)[1:]):
        return _noted("the body of an HTTP answer", token_in(body[0], depth + 1))
    if text[0] in '{["' and (found := _in_json(text, depth)):
        return found
    if bearer := _BEARER.match(text):
        return ExtractedToken(text[bearer.end() :], "taken from behind Bearer")
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return ExtractedToken(text[1:-1].strip(), "taken out of quotes")
    return _inside(text) or ExtractedToken(text)


def _noted(place: str, found: ExtractedToken) -> ExtractedToken:
    return ExtractedToken(found.token, f"{found.note or 'taken'}, in {place}")


def _inside(text: str) -> ExtractedToken | None:
    """Return the token in a text that has more than it, such as a form or a line of a log, or None."""
    found = {match[0]: _name_before(text, match.start()) for match in _INSIDE.finditer(text) if match[0] != text}
    named = [token for token, name in found.items() if name in _MEMBERS] or list(found)
    if len(named) > 1:
        raise NoTokenError(f"holds {len(named)} tokens; give the identity token alone")
    if named:
        name = found[named[0]]
        return ExtractedToken(named[0], f"taken out of the text around it{f', {name}' if name else ''}")
    if _HIDDEN.search(text):
        raise NoTokenError("holds a token whose signature is hidden, as logs do; give the token itself")
    if _CUT.search(text):
        raise NoTokenError("holds a token that is cut short, as logs do; give the whole token")
    return None


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


def _name_before(text: str, start: int) -> str:
    name = _NAME.search(text[max(0, start - _LONGEST_NAME) : start])
    return name[1] if name else ""


def _in_json(text: str, depth: int) -> ExtractedToken | None:
    """Return the token in a JSON answer, or None for what is not JSON; raises NoTokenError where the JSON has none."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, str):
        within = value.strip()[:1] in ("{", "[", '"') and depth < _DEEPEST
        return _noted("a JSON string", token_in(value, depth + 1)) if within else None
    if isinstance(value, dict) and all(isinstance(value.get(name), str) for name in _IN_JSON):
        return ExtractedToken(".".join(value[name] for name in _IN_JSON), "put together out of a JWS in JSON")
    strings = dict(_strings(value, "", 0))
    named = [path for member in _MEMBERS for path in strings if path.rpartition(".")[2] == member]
    alike = [path for path, text in strings.items() if text.startswith("eyJ") and text.count(".") == 2]
    paths = named or alike
    if not paths:
        raise NoTokenError(f"is JSON without a token; the documents' answers have it as {_MEMBERS[0]}")
    return ExtractedToken(strings[paths[0]].strip(), f"taken out of JSON, {paths[0]}")


def _strings(value: object, path: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield every string in `value` with the dotted path to it, also within strings that are JSON again."""
    if isinstance(value, str):
        yield path, value
        value = _json_in(value)
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if depth < _DEEPEST:
        for name, inner in members:
            yield from _strings(inner, f"{path}.{name}".lstrip("."), depth + 1)


def _json_in(text: str) -> object:
    """Return the object or list that a string is the JSON of, or None."""
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
