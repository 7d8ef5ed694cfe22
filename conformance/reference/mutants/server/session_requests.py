"""Servers that open a session for half a request, or crash on a broken one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from conformance.protocol.errors import ErrorId
from conformance.reference.mutants.registry import mutant_of_table
from conformance.reference.mutants.server.departures import (
    Change,
    Condition,
    answering,
    empty,
    error,
    falling_over,
    members,
    overlooking,
    plain_text,
    status,
    without_member,
)
from conformance.reference.server import Visit


def _lacks(field: str) -> Condition:
    return lambda visit: field not in visit.fields


for _field in ("app_id", "identity_token"):
    for _requirement, _name, _sentence, _change in (
        ("SESSION-FIELD-1", f"opens_sessions_without_{_field}", f"Opens a session for a request without {_field}.",
         overlooking("SESSION-FIELD-1", _lacks(_field))),
        ("SESSION-FIELD-1", f"falls_over_a_missing_{_field}", f"Answers 500 to a request without {_field}.",
         falling_over("SESSION-FIELD-1", _lacks(_field))),
        ("SESSION-FIELD-1", f"says_nothing_of_a_missing_{_field}", f"Answers 422 and no body without {_field}.",
         answering("SESSION-FIELD-1", empty, _lacks(_field))),
        ("SESSION-FIELD-2", f"calls_a_missing_{_field}_invalid", f"Calls {_field} invalid where it is missing.",
         answering("SESSION-FIELD-1", error(ErrorId.INVALID_PROPERTY, property=_field), _lacks(_field))),
    ):  # fmt: skip
        mutant_of_table(_requirement, _name, _sentence, _change)

for _name, _sentence, _redress in (
    ("calls_a_missing_field_a_bad_request", "Answers 400 invalid_request where a field is missing.",
     error(ErrorId.INVALID_REQUEST)),
    ("does_not_name_the_missing_field", "Says that a field is missing, and not which.", without_member("data")),
    ("names_another_field_as_missing", "Names the whole body as what is missing.",
     members(data={"property": "body"})),
):  # fmt: skip
    mutant_of_table("SESSION-FIELD-2", _name, _sentence, answering("SESSION-FIELD-1", _redress))


def _parsed(visit: Visit) -> Any:
    try:
        return json.loads(visit.request.body)
    except ValueError:
        return ...


#: Bodies that are not a JSON object.
_BODIES: Mapping[str, Condition] = {
    "broken_json": lambda visit: bool(visit.request.body) and _parsed(visit) is ...,
    "an_array": lambda visit: isinstance(_parsed(visit), list),
    "a_json_string": lambda visit: isinstance(_parsed(visit), str),
    "a_number": lambda visit: isinstance(_parsed(visit), int),
    "null": lambda visit: _parsed(visit) is None,
    "no_body": lambda visit: not visit.request.body,
}

for _body in ("broken_json", "an_array", "null", "no_body"):
    mutant_of_table(
        "SESSION-BODY-1",
        f"falls_over_{_body}",
        f"Answers 500 to {_body.replace('_', ' ')} as the body of a session request.",
        falling_over("SESSION-BODY-1", _BODIES[_body]),
    )


def _opening_anyway(when: Condition) -> Change:
    """A session is opened for what cannot be read, whoever it is for."""
    return lambda server: overlooking("SESSION-FIELD-1", when)(overlooking("SESSION-BODY-1", when)(server))


for _name, _sentence, _body in (
    ("opens_sessions_for_an_array", "Opens a session for an array, for nobody.", "an_array"),
    ("opens_sessions_for_no_body", "Opens a session for nobody where there is no body.", "no_body"),
):
    mutant_of_table("SESSION-BODY-1", _name, _sentence, _opening_anyway(_BODIES[_body]))


for _requirement, _name, _sentence, _redress, _when in (
    ("SESSION-BODY-1", "answers_broken_bodies_in_plain_text", "Answers 400 and plain text to a broken body.",
     plain_text, _BODIES["broken_json"]),
    ("SESSION-BODY-2", "answers_broken_json_with_422", "Answers 422 to broken JSON.", status(422),
     _BODIES["broken_json"]),
    ("SESSION-BODY-2", "calls_broken_json_an_invalid_property", "Calls the body an invalid property.",
     error(ErrorId.INVALID_PROPERTY, property="body"), _BODIES["broken_json"]),
    ("SESSION-BODY-2", "answers_no_body_with_411", "Answers 411 where there is no body.", status(411),
     _BODIES["no_body"]),
    ("SESSION-BODY-2", "calls_no_body_a_missing_property", "Says of an empty body that identity_token is missing.",
     error(ErrorId.MISSING_PROPERTY, property="identity_token"), _BODIES["no_body"]),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, answering("SESSION-BODY-1", _redress, _when))
