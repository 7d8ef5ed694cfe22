"""The JSON Schema of the target file, for editors: `python -m conformance.targets.schema` writes it anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from conformance.targets.loading import FORMS
from conformance.targets.sections import TargetFile

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


def form_schema(form: type[TargetFile]) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one actor's target file; a date of TOML counts as a string."""
    schema = form.model_json_schema(schema_generator=_WithoutNull)
    return {"$schema": GenerateJsonSchema.schema_dialect, **schema}


def target_schema() -> dict[str, Any]:
    """Return the JSON Schema of a target file: that of the actor which its `[target]` names."""
    inputs: list[tuple[type[TargetFile], JsonSchemaMode]] = [(form, "validation") for form in FORMS.values()]
    references, definitions = models_json_schema(inputs, schema_generator=_WithoutNull)
    server, provider = (references[each] for each in inputs)
    names_a_provider = {"properties": {"target": {"properties": {"actor": {"const": "provider"}}}}}
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "title": "Target file",
        "description": "A target file of layer-conformance.",
        "properties": {"target": {"type": "object", "description": "Who is examined, and where."}},
        "if": {"required": ["target"], **names_a_provider},
        "then": provider,
        "else": server,
        "$defs": definitions["$defs"],
    }


def as_text() -> str:
    """Return the schema as the text of the shipped file."""
    return json.dumps(target_schema(), indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    SHIPPED.write_text(as_text(), encoding="utf-8")
