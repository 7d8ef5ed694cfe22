"""Our own check of shapes says what a whole validator says."""

import copy
import json

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.reporting.verdict.schema import SchemaError, shape_of
from conformance.reporting.verdict.write import SCHEMA_FILE, write

SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
OURS = shape_of(SCHEMA)
THEIRS = jsonschema.Draft202012Validator(SCHEMA)

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 2),
    st.floats(-1, 1),
    st.sampled_from(["", "MUST", "CONFORMS", "server", "utf8", "2026-11-22T06:00:00.000Z", "sha256:00"]),
    st.just([]),
    st.just({}),
    st.just([{}]),
)


def _is_right(value):
    try:
        OURS(value)
    except SchemaError:
        return False
    return True


def _places(value, path=()):
    """Yield the path of every value inside of `value`."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*path, key)
        if isinstance(inner, dict | list):
            yield from _places(inner, (*path, key))


def _holder(value, path):
    for key in path[:-1]:
        value = value[key]
    return value


@pytest.fixture
def said(tmp_path, report, one_of_each):
    """Return what a run with every verdict writes."""
    write(report(*one_of_each), tmp_path / "verdict.json")
    return json.loads((tmp_path / "verdict.json").read_text(encoding="utf-8"))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_one_change_anywhere_is_judged_as_a_whole_validator_does(said, data):
    """A value of another kind, a member too many, a member too few."""
    changed = copy.deepcopy(said)
    path = data.draw(st.sampled_from(list(_places(said))))
    holder = _holder(changed, path)
    kind = data.draw(st.sampled_from(["set", "add", "remove"]))
    if kind == "remove":
        del holder[path[-1]]
    elif kind == "add" and isinstance(holder, dict):
        holder["stranger"] = data.draw(VALUES)
    else:
        holder[path[-1]] = data.draw(VALUES)
    assert _is_right(changed) == THEIRS.is_valid(changed)


FAULTS = {
    "of another type": ({"type": "string"}, 5, "the whole is 5 and should be of type string"),
    "a boolean is no number": ({"type": ["integer", "null"]}, True, "is true and should be of type integer or null"),
    "no such word": ({"enum": ["a", "b"]}, "c", 'is "c" and should be "a" or "b"'),
    "too small": ({"minimum": 0}, -1, "is -1 and should be 0 or more"),
    "too short": ({"minItems": 1}, [], "is an array and should be longer"),
    "of no pattern": ({"pattern": "^a"}, "b" * 99, "..."),
    "a member too many": ({"properties": {}, "additionalProperties": False}, {"x\x1b": 1}, r'"x\u001b"'),
    "a member too few": ({"required": ["x"]}, {}, 'has no member "x"'),
    "deep inside": (
        {"properties": {"a": {"items": {"$ref": "#/$defs/b"}}}, "$defs": {"b": {"const": 1}}},
        {"a": [1, 2]},
        "a[1] is 2 and should be 1",
    ),
    "of a map": ({"additionalProperties": {"type": "string"}}, {"k": 1}, "k is 1 and should be of type string"),
    "neither": ({"oneOf": [{"type": "null"}, {"type": "object", "required": ["x"]}]}, 5, "is 5 and should be of type"),
    "both": ({"oneOf": [{"type": "null"}, {"const": None}]}, None, "can be read in two ways"),
}


@pytest.mark.parametrize(("schema", "value", "said"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_with_its_place(schema, value, said):
    """In words that somebody can act on, and that a terminal can show."""
    with pytest.raises(SchemaError) as caught:
        shape_of(schema)(value)
    assert said in str(caught.value)
    assert str(caught.value).isprintable()


def test_a_keyword_that_is_not_known_is_refused():
    """It would go unchecked, and nobody would see it."""
    with pytest.raises(NotImplementedError, match="uniqueItems"):
        shape_of({"type": "array", "uniqueItems": True})
