"""The JSON Schema for editors says what the model says."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from conformance.targets.schema import SHIPPED, as_text, target_schema

REFERENCE = Path(__file__).parents[2] / "docs" / "target-file.md"


def as_json(toml: str) -> Any:
    """Return TOML as an editor's validator sees it: dates are strings."""
    return json.loads(json.dumps(tomllib.loads(toml), default=str))


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    """Return a validator of target files, after the schema itself was found to be one."""
    Draft202012Validator.check_schema(target_schema())
    return Draft202012Validator(target_schema())


def test_the_shipped_schema_is_current() -> None:
    """`python -m conformance.targets.schema` would change nothing."""
    assert SHIPPED.read_text(encoding="utf-8") == as_text()


def test_the_example_validates(validator: Draft202012Validator, example: str) -> None:
    """The example of the documentation has no fault in an editor."""
    assert list(validator.iter_errors(as_json(example))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name     =", "nmae     ="),
        ('"server"', '"serve"'),
        ('"2.0"]', '"4.0"]'),
        ('"30 days"', '"30"'),
        ("timeout      = 10", "timeout = 0"),
        ('{ env = "ACME_TOKEN" }', "{ en = 1 }"),
        ('"mallory"', "7"),
    ],
)
def test_a_fault_shows_in_an_editor(validator: Draft202012Validator, example: str, old: str, new: str) -> None:
    """What the suite would refuse for its form, an editor marks while it is written."""
    assert old in example
    assert list(validator.iter_errors(as_json(example.replace(old, new))))


def keys_of(schema: dict[str, Any]) -> Iterator[str]:
    """Yield every key that a target file may have."""
    for form in (schema, *schema["$defs"].values()):
        yield from form["properties"]


def test_every_key_is_described() -> None:
    """An editor shows a sentence for each key."""
    schema = target_schema()
    for form in (schema, *schema["$defs"].values()):
        assert all(key.get("description") for key in form["properties"].values()), form["title"]


def test_every_key_stands_in_the_reference() -> None:
    """docs/target-file.md leaves no key out."""
    text = REFERENCE.read_text(encoding="utf-8")
    assert [key for key in keys_of(target_schema()) if not re.search(rf"`[^`\n]*\b{key}\b", text)] == []


def test_the_example_of_the_reference_loads_in_an_editor(validator: Draft202012Validator) -> None:
    """The complete example of the page has no fault."""
    found = re.search(r"```toml\n(\[target\].+?)```", REFERENCE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    assert list(validator.iter_errors(as_json(found.group(1)))) == []
