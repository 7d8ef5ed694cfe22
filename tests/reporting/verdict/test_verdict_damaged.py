"""A damaged `verdict.json` is refused in a sentence, or says what it said."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.reporting.verdict.read import VerdictFileError, parse_run
from conformance.reporting.verdict.write import as_text


@pytest.fixture
def content(report, one_of_each):
    """Return the bytes of a verdict with every word in it."""
    return as_text(report(*one_of_each)).encode("utf-8", "backslashreplace")


def _refused_or(content, whole):
    try:
        found = parse_run(content)
    except VerdictFileError:
        return
    assert found.to_json() == whole.to_json()


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(content):
    """Whatever they are."""
    with pytest.raises(VerdictFileError):
        parse_run(content)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    )
)
def test_any_json_is_refused(value):
    """Nothing is a verdict by chance."""
    with pytest.raises(VerdictFileError):
        parse_run(json.dumps(value).encode())


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_one_other_byte_is_found(content, data):
    """Anywhere, unless the text still says the same."""
    whole = parse_run(content)
    at = data.draw(st.integers(0, len(content) - 1))
    _refused_or(content[:at] + data.draw(st.binary(min_size=1, max_size=1)) + content[at + 1 :], whole)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_a_piece_too_few_is_found(content, data):
    """A line that a merge has lost, or a finding that somebody took out."""
    whole = parse_run(content)
    lines = content.splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 1))
    _refused_or(b"".join(lines[:at] + lines[at + 1 :]), whole)


def test_a_finding_that_was_taken_out_is_found(report, one_of_each):
    """The count of the scenarios is not that of the others."""
    run = report(*one_of_each).to_json()
    del run["findings"][-1]
    with pytest.raises(VerdictFileError, match="it counts 8 scenarios, and 7 are there"):
        parse_run(json.dumps(run).encode())
