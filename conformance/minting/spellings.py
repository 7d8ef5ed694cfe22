"""Right tokens in another lawful spelling: the same JSON, as other libraries than ours write it.

The documents define the members of header and payload, and not how JSON spells them (RFC 8259): each of these must be
accepted. What a token is signed over is what is sent.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from conformance.minting.drafts import Alteration, Draft
from conformance.protocol import base64url
from conformance.protocol.identity_token import compact_json

#: From the members of an object to its JSON.
Spelling = Callable[[Mapping[str, Any]], str]

#: Text in which spellings differ: signs that some libraries escape, and letters of more than one script.
_TELLING = "Zoë <b> & 'Ko' = 太郎/🦊"


def _token_spelled(spelling: Spelling) -> Alteration:
    """Spell header and payload so."""

    def alter(draft: Draft, _now: int) -> str:
        telling = draft.with_claims(display_name=_TELLING)
        header, payload = (base64url.encode(spelling(part).encode()) for part in (telling.header, telling.claims))
        return draft.signed(header=header, payload=payload)

    return alter


def _compact(members: Mapping[str, Any]) -> str:
    return compact_json(members).decode("utf-8")


def _escaping(characters: str, spelling: Spelling = _compact) -> Spelling:
    """Write these characters as escapes wherever they stand."""

    def write(members: Mapping[str, Any]) -> str:
        text = spelling(members)
        for character in characters:
            text = text.replace(character, f"\\u{ord(character):04x}")
        return text

    return write


def _slashes(members: Mapping[str, Any]) -> str:
    """Write a backslash before every slash."""
    return json.dumps(members, separators=(",", ":")).replace("/", "\\/")


def _letters(members: Mapping[str, Any]) -> str:
    """Write every letter and digit of strings, names of members too, as an escape in capitals."""

    def write(value: object) -> str:
        if not isinstance(value, str):
            return json.dumps(value)
        units = value.encode("utf-16-be")
        return '"' + "".join(f"\\u{units[i]:02X}{units[i + 1]:02X}" for i in range(0, len(units), 2)) + '"'

    return "{" + ",".join(f"{write(name)}:{write(value)}" for name, value in members.items()) + "}"


def _names(members: Mapping[str, Any]) -> str:
    """Write the first letter of each member's name as an escape."""
    written = (f'"\\u{ord(name[0]):04x}{name[1:]}":{json.dumps(value)}' for name, value in members.items())
    return "{" + ",".join(written) + "}"


def _dumped(**options: Any) -> Spelling:
    return lambda members: json.dumps(members, **options)


def _reordered(order: Callable[[list[tuple[str, Any]]], list[tuple[str, Any]]]) -> Spelling:
    return lambda members: _compact(dict(order(list(members.items()))))


_INDENTED = _dumped(indent=2)

#: Every spelling, by name: some library of some language writes JSON so.
SPELLINGS: Mapping[str, Spelling] = {
    "with equals signs escaped, as Gson does": _escaping("="),
    "with the signs of HTML escaped, as Go does": _escaping("<>&'"),
    "with slashes escaped, as PHP does": _slashes,
    "with every letter escaped": _letters,
    "with the names of members escaped": _names,
    "with everything beyond ASCII escaped": _dumped(separators=(",", ":")),
    "with nothing escaped": _compact,
    "with blanks between members": _dumped(ensure_ascii=False),
    "with indents and line breaks": _INDENTED,
    "with line breaks as Windows has them": lambda members: _INDENTED(members).replace("\n", "\r\n"),
    "with tabs and with blanks before colons": _dumped(indent="\t", separators=(",", " : ")),
    "with line breaks around it": lambda members: f"\n{_compact(members)}\r\n",
    "with members in alphabetical order": _reordered(sorted),
    "with members in the opposite order": _reordered(lambda members: members[::-1]),
}

#: Right tokens whose header and payload are spelled so.
SPELLED_TOKENS: Mapping[str, Alteration] = {
    f"of JSON {name}": _token_spelled(spelling) for name, spelling in SPELLINGS.items()
}
