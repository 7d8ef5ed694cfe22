"""Servers that read a token from a text that is not a token."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from conformance.protocol.errors import ErrorId
from conformance.reference.mutants.registry import mutant_of_table
from conformance.reference.mutants.server.departures import (
    Change,
    Condition,
    answering,
    error,
    falling_over,
    members,
    overlooking,
)
from conformance.reference.server import ReferenceServer, RefusalError, Visit
from conformance.reference.server.reading import json_object, lenient_bytes

_PLACES = {"header": 0, "payload": 1, "signature": 2}


def _parts(visit: Visit) -> tuple[str, ...]:
    return visit.token.parts if visit.token else ()


def _part(visit: Visit, place: str) -> str:
    parts = _parts(visit)
    return parts[_PLACES[place]] if len(parts) > _PLACES[place] else ""


def _has(count: int) -> Condition:
    return lambda visit: len(_parts(visit)) == count


def _ends_in_a_dot(visit: Visit) -> bool:
    return len(_parts(visit)) == 4 and not _parts(visit)[3]


def _two_parts_unsigned(server: ReferenceServer) -> ReferenceServer:
    return overlooking("TOKEN-SIG-3", _has(2))(overlooking("TOKEN-PARTS-1", _has(2))(server))


for _name, _sentence, _change in (
    ("reads_the_first_three_parts", "Reads three parts of a token and ignores what follows.",
     overlooking("TOKEN-PARTS-1", lambda visit: len(_parts(visit)) > 3)),
    ("ignores_a_dot_at_the_end", "Reads a token with a dot at its end.",
     overlooking("TOKEN-PARTS-1", _ends_in_a_dot)),
    ("reads_unsigned_tokens_of_two_parts", "Opens a session for a token of two parts, without a signature.",
     _two_parts_unsigned),
    ("falls_over_too_few_parts", "Answers 500 to a token of fewer than three parts.",
     falling_over("TOKEN-PARTS-1", lambda visit: len(_parts(visit)) < 3)),
    ("falls_over_too_many_parts", "Answers 500 to a token of more than three parts.",
     falling_over("TOKEN-PARTS-1", lambda visit: len(_parts(visit)) > 3)),
    ("calls_a_token_of_two_parts_a_bad_request", "Answers 400 to a token of two parts.",
     answering("TOKEN-PARTS-1", error(ErrorId.INVALID_REQUEST), _has(2))),
):  # fmt: skip
    mutant_of_table("TOKEN-PARTS-1", _name, _sentence, _change)


def _holds(place: str, characters: str) -> Condition:
    return lambda visit: re.search(characters, _part(visit, place)) is not None


#: What the features put into a part: characters of no alphabet, and white space.
_FOREIGN = {"foreign_characters": r"[!*]", "line_breaks": r"\n", "blanks": r" "}

for _place in _PLACES:
    for _what, _characters in _FOREIGN.items():
        if _what == "foreign_characters" or _place == "signature":
            mutant_of_table(
                "TOKEN-BASE64-1",
                f"skips_{_what}_in_the_{_place}",
                f"Skips {_what.replace('_', ' ')} in the {_place} of a token.",
                overlooking("TOKEN-BASE64-1", _holds(_place, _characters)),
            )
    mutant_of_table(
        "TOKEN-BASE64-2",
        f"reads_standard_base64_in_the_{_place}",
        f"Reads the {_place} of a token in the standard alphabet.",
        overlooking("TOKEN-BASE64-2", _holds(_place, r"[+/]")),
    )
    mutant_of_table(
        "TOKEN-BASE64-3",
        f"reads_padding_in_the_{_place}",
        f"Reads the {_place} of a token with padding.",
        overlooking("TOKEN-BASE64-3", _holds(_place, "=")),
    )

for _requirement, _name, _sentence, _change in (
    ("TOKEN-BASE64-1", "reads_lenient_base64", "Skips whatever base64 does not have, as many libraries do.",
     overlooking("TOKEN-BASE64-1", lambda _: True)),
    ("TOKEN-BASE64-1", "falls_over_foreign_characters", "Answers 500 to a character that base64 does not have.",
     falling_over("TOKEN-BASE64-1")),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, _change)


def _content(visit: Visit, place: str) -> object:
    """Return what a part holds as JSON; `...` where it is not JSON."""
    try:
        return json.loads(lenient_bytes(_part(visit, place)))
    except ValueError:
        return ...


def _raw(visit: Visit, place: str) -> bytes:
    return lenient_bytes(_part(visit, place))


def _is_not_utf8(raw: bytes) -> bool:
    return json_object(raw) is not None and json_object(raw, errors="strict") is None


_CONTENTS: Mapping[str, Callable[[Visit, str], bool]] = {
    "no_json": lambda visit, place: bool(_raw(visit, place)) and _content(visit, place) is ...
    and not _is_not_utf8(_raw(visit, place)),
    "an_array": lambda visit, place: isinstance(_content(visit, place), list),
    "a_number": lambda visit, place: isinstance(_content(visit, place), int),
    "null": lambda visit, place: _content(visit, place) is None,
    "nothing": lambda visit, place: not _raw(visit, place),
    "what_is_not_utf8": lambda visit, place: _is_not_utf8(_raw(visit, place)),
}  # fmt: skip


def _holding(content: str, place: str) -> Condition:
    return lambda visit: _CONTENTS[content](visit, place)


_FALLEN_OVER = {"header": ("no_json", "an_array", "null"), "payload": ("a_number", "null", "nothing")}

for _place, _contents in _FALLEN_OVER.items():
    for _what in _contents:
        mutant_of_table(
            "TOKEN-JSON-1",
            f"falls_over_{_what}_as_{_place}",
            f"Answers 500 to a token whose {_place} is {_what.replace('_', ' ')}.",
            falling_over("TOKEN-JSON-1", _holding(_what, _place)),
        )
    mutant_of_table(
        "TOKEN-JSON-1",
        f"reads_a_{_place}_that_is_not_utf8",
        f"Reads the {_place} of a token though it is not UTF-8.",
        overlooking("TOKEN-JSON-1", _holding("what_is_not_utf8", _place)),
    )

mutant_of_table(
    "TOKEN-JSON-1",
    "calls_a_payload_that_is_no_json_a_bad_request",
    "Answers 400 to a token whose payload is no JSON.",
    answering("TOKEN-JSON-1", error(ErrorId.INVALID_REQUEST), _holding("no_json", "payload")),
)


def _value(visit: Visit) -> object:
    return visit.fields.get("identity_token")


_TYPES: Mapping[str, Condition] = {
    "a_number": lambda visit: type(_value(visit)) is int,
    "an_array": lambda visit: isinstance(_value(visit), list),
    "an_object": lambda visit: isinstance(_value(visit), dict),
}

for _type, _when in _TYPES.items():
    _words = _type.replace("_", " ")
    mutant_of_table(
        "TOKEN-TYPE-1",
        f"opens_sessions_for_{_type}_as_token",
        f"Opens a session for {_words} as identity token.",
        overlooking("TOKEN-TYPE-1", _when),
    )

for _requirement, _name, _sentence, _change in (
    ("TOKEN-TYPE-1", "falls_over_an_object_as_token", "Answers 500 to an object as identity token.",
     falling_over("TOKEN-TYPE-1", _TYPES["an_object"])),
    ("TOKEN-TYPE-2", "calls_a_number_as_token_a_bad_request", "Answers 400 to a number as identity token.",
     answering("TOKEN-TYPE-1", error(ErrorId.INVALID_REQUEST), _TYPES["a_number"])),
    ("TOKEN-TYPE-2", "calls_a_token_of_another_type_missing", "Says of a token that is no string that it is missing.",
     answering("TOKEN-TYPE-1", error(ErrorId.MISSING_PROPERTY, property="identity_token"))),
    ("TOKEN-TYPE-2", "does_not_name_a_token_of_another_type", "Says that a property is invalid, and not which.",
     answering("TOKEN-TYPE-1", members(data={}))),
    ("TOKEN-EMPTY-1", "opens_sessions_for_an_empty_token", "Opens a session for an empty identity token.",
     overlooking("TOKEN-EMPTY-1", lambda _: True)),
    ("TOKEN-EMPTY-1", "falls_over_an_empty_token", "Answers 500 to an empty identity token.",
     falling_over("TOKEN-EMPTY-1")),
    ("TOKEN-EMPTY-1", "calls_an_empty_token_a_bad_request", "Answers 400 to an empty identity token.",
     answering("TOKEN-EMPTY-1", error(ErrorId.INVALID_REQUEST))),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, _change)


def _choking(on: Callable[[Visit], bool], status_code: int) -> Change:
    def choke(visit: Visit) -> None:
        if on(visit):
            raise RefusalError(ErrorId.INTERNAL_SERVER_ERROR, "This is too much.", status=status_code)

    return lambda server: server.adding(choke, to="POST /sessions", before="SESSION-BODY-1")


def _is_enormous(visit: Visit) -> bool:
    return len(visit.request.body) > 500_000


for _name, _sentence, _change in (
    ("falls_over_an_enormous_token", "Answers 500 to a token of a mebibyte.", _choking(_is_enormous, 500)),
    ("is_out_of_order_after_an_enormous_token", "Answers 503 to a token of a mebibyte.", _choking(_is_enormous, 503)),
    ("falls_over_an_enormous_payload", "Answers 500 to a token with a payload of a mebibyte.",
     _choking(lambda visit: _is_enormous(visit) and len(_parts(visit)) == 3, 500)),
):  # fmt: skip
    mutant_of_table("TOKEN-SIZE-1", _name, _sentence, _change)
