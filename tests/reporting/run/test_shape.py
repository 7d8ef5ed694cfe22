"""The reader refuses what the published schema refuses, and says where and why."""

import copy
import json
from contextlib import suppress

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from conformance.reporting.run import Run
from conformance.reporting.run.digest import digest_of
from conformance.reporting.run.schema import SCHEMA_FILE
from conformance.reporting.verdict.read import VerdictFileError, parse_run
from conformance.reporting.verdict.shape import shape_fault

SCHEMA = jsonschema.Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 2),
    st.floats(-1, 1).filter(lambda number: not number.is_integer()),
    st.sampled_from(["", "MUST", "CONFORMS", "server", "utf8", "2026-11-22T06:00:00.000Z", "sha256:00", "\ud800"]),
    st.just([]),
    st.just({}),
    st.just([{}]),
)


def _fault(value):
    try:
        Run.from_json(value)
    except ValidationError as error:
        return shape_fault(error)
    return ""


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
def whole(report, one_of_each):
    """Return what a run with every verdict writes."""
    return json.loads(json.dumps(report(*one_of_each, missing=2).to_json()))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_one_change_anywhere_is_judged_as_the_schema_judges_it(whole, data):
    """A value of another kind, a member too many, a member too few."""
    changed = copy.deepcopy(whole)
    path = data.draw(st.sampled_from(list(_places(whole))))
    holder = _holder(changed, path)
    kind = data.draw(st.sampled_from(["set", "add", "remove"]))
    if kind == "remove":
        del holder[path[-1]]
    elif kind == "add" and isinstance(holder, dict):
        holder["stranger"] = data.draw(VALUES)
    else:
        holder[path[-1]] = data.draw(VALUES)
    fault = _fault(changed)
    assert (not fault) == SCHEMA.is_valid(changed), fault
    assert fault.isprintable()
    with suppress(VerdictFileError):
        parse_run(json.dumps(changed | {"digest": digest_of(changed)}).encode())
        assert not fault or path == ("digest",)


FAULTS = {
    "of another type": (("requests",), "5", 'requests is "5" and should be a valid integer'),
    "a boolean is no number": (("requests",), True, "requests is true and should be a valid integer"),
    "no such word": (("target", "actor"), "C", 'target.actor is "C" and should be one of server, provider, client'),
    "too small": (("duration_s",), -1.5, "duration_s is -1.5 and should be greater than or equal to 0"),
    "empty": (("reason",), "", 'reason is "" and should not be empty'),
    "a list that is empty": (("findings", 0, "scenarios"), [], "findings[0].scenarios is an array and "),
    "of no pattern": (("digest",), "b" * 99, f'digest is "{"b" * 59}... and should match pattern'),
    "an unknown member": (("target", "x\x1b"), 1, r'target has a member "x\u001b" that is not known'),
    "deep inside": (
        ("findings", 0, "transcript", 0, "request", "headers", 0, "name"),
        7,
        "findings[0].transcript[0].request.headers[0].name is 7 and should be a valid string",
    ),
}


@pytest.mark.parametrize(("path", "value", "sentence"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_with_its_place(whole, path, value, sentence):
    """In words that somebody can act on, and that a terminal can show."""
    _holder(whole, path)[path[-1]] = value
    assert _fault(whole).startswith(sentence)
    assert _fault(whole).isprintable()


@pytest.mark.parametrize(("path", "place"), [(("suite",), "the whole"), (("findings", 0, "curl"), "findings[0]")])
def test_a_member_too_few_is_named(whole, path, place):
    """With the object that lacks it."""
    del _holder(whole, path)[path[-1]]
    assert _fault(whole) == f'{place} has no member "{path[-1]}"'


OPTIONAL = ("chapter", "sentence", "source", "why", "hint")


def test_a_file_of_an_earlier_suite_can_be_read(whole):
    """It has not every member, and is written as it was."""
    for name in OPTIONAL:
        del whole["findings"][0][name]
    del whole["target"]["configuration"]
    run = Run.from_json(whole)
    assert (run.findings[0].hint, run.target.configuration) == ("", {})
    assert run.to_json() == whole
