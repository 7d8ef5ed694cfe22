"""The JSON Schema of `verdict.json`: `python -m conformance.reporting.run.schema` writes it again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from conformance.reporting.run.model import Run

#: Where the JSON Schema is; it travels in the package and in every bundle.
SCHEMA_FILE = Path(__file__).parents[1] / "verdict.schema.json"


class _WithoutTitles(GenerateJsonSchema):
    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - a name says what a title would repeat
        return False


def schema_text() -> str:
    """Return the text of the file, as the model gives it today."""
    return json.dumps(Run.model_json_schema(schema_generator=_WithoutTitles), indent=2) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
