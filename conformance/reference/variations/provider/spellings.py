"""Tokens of other spellings: the same JSON, as the libraries of other languages write it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from conformance.protocol.identity_token import compact_json
from conformance.reference.provider import ReferenceProvider, TokenVisit
from conformance.reference.variations.registry import variation_of_table

_Members = Mapping[str, Any]
_Write = Callable[[_Members], str]
_SEPARATORS = (",", ":")


def _writing(write: _Write) -> Callable[[ReferenceProvider], ReferenceProvider]:
    def json_of(_: TokenVisit, members: _Members) -> bytes:
        return write(members).encode("utf-8")

    return lambda provider: provider.replacing("ISSUE-JSON-1", json_of)


def _raw(members: _Members) -> str:
    return compact_json(members).decode("utf-8")


def _escaping(characters: str) -> _Write:
    def write(members: _Members) -> str:
        text = _raw(members)
        for character in characters:
            text = text.replace(character, f"\\u{ord(character):04x}")
        return text

    return write


def _all_escaped(members: _Members) -> str:
    """Write names and strings as escapes alone, in capitals; a pair of surrogates beyond the first plane."""

    def write(value: object) -> str:
        if not isinstance(value, str):
            return json.dumps(value)
        return '"' + "".join(f"\\u{unit:04X}" for unit in memoryview(value.encode("utf-16-le")).cast("H")) + '"'

    return "{" + ",".join(f"{write(name)}:{write(value)}" for name, value in members.items()) + "}"


def _slashed(members: _Members) -> str:
    return json.dumps(members, separators=_SEPARATORS).replace("/", "\\/")


for _name, _sentence, _write in (
    ("writes_tokens_like_gson", "Escapes equals signs and the signs of HTML in its tokens.", _escaping("<>&='")),
    ("writes_tokens_like_php", "Escapes slashes and all that is not ASCII in its tokens.", _slashed),
    ("writes_tokens_like_go", "Escapes the signs of HTML and writes all other letters as they are.", _escaping("<>&")),
    ("writes_tokens_as_escapes", "Escapes every letter of its tokens.", _all_escaped),
    ("writes_tokens_in_ascii", "Escapes all that is not ASCII in its tokens.",
     lambda members: json.dumps(members, separators=_SEPARATORS)),
    ("writes_tokens_with_blanks", "Writes a blank after each colon and comma of its tokens.",
     lambda members: json.dumps(members, ensure_ascii=False)),
    ("writes_tokens_like_windows", "Ends the lines of its tokens with carriage return and line feed.",
     lambda members: json.dumps(members, indent=4).replace("\n", "\r\n")),
    ("writes_tokens_with_tabs", "Indents its tokens with tabs, and writes a blank before each colon.",
     lambda members: json.dumps(members, indent="\t", separators=(",", " : "))),
    ("writes_tokens_between_line_breaks", "Writes a line break before and after the JSON of its tokens.",
     lambda members: f"\n{_raw(members)}\n"),
    ("writes_tokens_in_alphabetical_order", "Sorts the members of its tokens.",
     lambda members: json.dumps(members, sort_keys=True)),
):  # fmt: skip
    variation_of_table(_name, _sentence, _writing(_write), actor="provider")
