"""The schema of each form for machines that is JSON, and how a form is read."""

import json
from functools import cache
from pathlib import Path

import jsonschema
from referencing import Registry
from referencing.jsonschema import DRAFT6

SCHEMAS = Path(__file__).parents[1] / "schemas"
#: The schema of each form that is JSON.
SCHEMA_OF = {
    "ctrf.json": "ctrf.json",
    "results.sarif": "sarif-2.1.0.json",
    "earl.jsonld": "earl.json",
    "messages.ndjson": "cucumber-messages.json",
    "badge.json": "badge.json",
    "exchanges.har": "har.json",
}


@cache
def validator_of(name):
    """Return what validates a form by its schema."""
    schema = json.loads((SCHEMAS / SCHEMA_OF[name]).read_text(encoding="utf-8"))
    if name == "exchanges.har":  # a form in many files, which name each other
        files = [(f"{each}.json", DRAFT6.create_resource(part)) for each, part in schema.items()]
        return jsonschema.Draft6Validator(schema["har"], registry=Registry().with_resources(files))
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


def documents_in(name, text):
    """Return the JSON values of a form: one, or one a line."""
    lines = text.splitlines() if name == "messages.ndjson" else [text]
    return [json.loads(line, parse_constant=_never) for line in lines]


def _never(constant):
    raise AssertionError(f"{constant} is not JSON")
