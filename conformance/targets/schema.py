"""The JSON Schema of the target file, for editors: `python -m conformance.targets.schema` writes it again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from conformance.targets.embedded_file import EmbeddedFile
from conformance.targets.loading import FORMS
from conformance.targets.section import Section

#: The schema as it is shipped.
SHIPPED = Path(__file__).with_name("target.schema.json")


class _WithoutNull(GenerateJsonSchema):
    """TOML has no null: what may be absent is absent."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        described = super().default_schema(schema)
        if described.get("default", ...) is None:
            del described["default"]
        return described


def form_schema(form: type[Section]) -> dict[str, Any]:
    """Return the JSON Schema of one actor's target file; a date of TOML counts as a string."""
    return form.model_json_schema(schema_generator=_WithoutNull)


def target_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a target file: that of the actor which its `[target]` names."""
    definitions: dict[str, Any] = {}
    for form in (*FORMS.values(), EmbeddedFile):
        schema = form_schema(form)
        definitions |= schema.pop("$defs") | {form.__name__: schema}
    provider, client, server = (_form_of(actor) for actor in ("provider", "client", "server"))
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "title": "Target file",
        "description": "A target file of layer-conformance.",
        "properties": {"target": {"type": "object", "description": "Who is examined, and where."}},
        "if": {"required": ["target"], "properties": {"target": {"required": ["embedded"]}}},
        "then": {"$ref": "#/$defs/EmbeddedFile"},
        "else": {**provider, "else": {**client, "else": server["then"]}},
        "$defs": definitions,
    }


def _form_of(actor: str) -> dict[str, Any]:
    """Return the branch of an actor: where the file names it, its form."""
    names_it = {"properties": {"target": {"required": ["actor"], "properties": {"actor": {"const": actor}}}}}
    return {"if": {"required": ["target"], **names_it}, "then": {"$ref": f"#/$defs/{FORMS[actor].__name__}"}}


def as_text() -> str:
    """Return the schema as the text of the shipped file."""
    return json.dumps(target_schema(), indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    SHIPPED.write_text(as_text(), encoding="utf-8")
