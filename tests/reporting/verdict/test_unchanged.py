"""What is as its run wrote it is read at once; whatever is not is left to the reader that names faults."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.reporting.run.digest import digest_of
from conformance.reporting.verdict.read import VerdictFileError, parse_run
from conformance.reporting.verdict.unchanged import read_unchanged
from conformance.reporting.verdict.write import as_text


@pytest.fixture
def run(report, result):
    """Return a run whose texts are of many scripts, and hold quotes and backslashes."""
    return report(result(verdict="VIOLATES", observed='"ë" \\ 太郎 🦊 \x00\x7f'), result("NONCE-2"))


@pytest.fixture
def content(run):
    """Return the bytes of its verdict."""
    return as_text(run).encode()


def signed(value):
    """Return the text of a verdict whose digest is that of its values."""
    return json.dumps(value | {"digest": digest_of(value)}).encode()


LAYOUTS = {
    "as a run writes it": as_text,
    "indented and sorted": lambda run: json.dumps(run.to_json(), indent=2, sort_keys=True),
    "in one line, as UTF-8": lambda run: json.dumps(run.to_json(), ensure_ascii=False),
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_a_verdict_that_nobody_has_changed_is_read_at_once(run, layout, monkeypatch):
    """The slow reader has nothing to do, however a tool has laid the file out."""
    content = layout(run).encode()
    monkeypatch.setattr("json.loads", lambda *_, **__: pytest.fail("it was read slowly", pytrace=False))
    assert parse_run(content).to_json() == run.to_json()


NUMBERS = [8.4e-05, 1e16, -0.0, 2**70, 10**400, 1e300]


@pytest.mark.parametrize("number", NUMBERS, ids=repr)
def test_a_number_that_two_libraries_spell_in_two_ways_has_one_digest(run, number):
    """A claim of a token may be any."""
    value = run.to_json()
    value["findings"][0]["transcript"][0]["request"]["identity_token"] = {"header": None, "claims": number}
    assert read_unchanged(signed(value)) == value | {"digest": digest_of(value)}


def _twice(content, text, other):
    """Return the text with another member before one, as a careless merge leaves it."""
    assert content.count(text) > 0
    return content.replace(text, other + b", " + text, 1)


TWICE = {
    "of the run": (b'"requests": 17', b'"requests": 16'),
    "of a finding": (b'"curl": ', b'"curl": "a"'),
    "of an exchange": (b'"duration_s": 0.25', b'"duration_s": 0.5'),
    "of a header": (b'"name": "Accept"', b'"name": "Cookie"'),
    "the digest": (b'"digest": ', b'"digest": "sha256:0"'),
    # The text has the number of quotes that a text with one member has.
    "in a text whose quotes are written as numbers": (b'"requests": 17', b'"requests": 16'),
}


@pytest.mark.parametrize(("text", "other"), TWICE.values(), ids=TWICE.keys())
def test_two_members_of_one_name_are_seen_though_the_digest_is_right(content, text, other, request):
    """The digest is that of the member that a reader keeps."""
    if "numbers" in request.node.callspec.id:
        assert content.count(rb"\"") >= 2
        content = content.replace(rb"\"", rb"\u0022", 2)
        assert read_unchanged(content) is None
    twice = _twice(content, text, other)
    assert read_unchanged(twice) is None
    with pytest.raises(VerdictFileError, match="an object has two members"):
        parse_run(twice)


SHAPES = {
    "a member that is not known": (["response", "headers", 0], "stranger", 1, "that is not known"),
    "a number in quotes": (["response"], "status", "201", "should be a valid integer"),
    "a day that no calendar has": ([], "started", "2026-02-30T00:00:00.000Z", "that some calendar has"),
    "a moment of another form": ([], "started", "2026-W47-7T06:00:00.000Z", "should match pattern"),
    "a body of fewer than no bytes": (["response", "body"], "size", -1, "greater than or equal to 0"),
    "a time that ran backwards": ([], "duration_s", -0.5, "greater than or equal to 0"),
    "half an exchange": (["request"], "headers", None, "should be a valid list"),
}


@pytest.mark.parametrize(("path", "name", "value", "sentence"), SHAPES.values(), ids=SHAPES.keys())
def test_an_exchange_of_another_shape_is_seen_though_the_digest_is_right(run, path, name, value, sentence):
    """And its place is named."""
    verdict = json.loads(as_text(run))
    holder = verdict["findings"][0]["transcript"][0]
    for step in path:
        holder = holder[step]
    holder[name] = value
    with pytest.raises(VerdictFileError, match=rf"^has not the shape of a verdict: findings\[0\].*{sentence}"):
        parse_run(signed(verdict))


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_a_changed_text_is_left_to_the_slow_reader_or_says_the_same(content, data):
    """Whichever byte is another one, or twice there."""
    at = data.draw(st.integers(0, len(content) - 1))
    other = data.draw(st.binary(max_size=1) | st.sampled_from([b"0", b'"', b",", content[at : at + 1] * 2]))
    found = read_unchanged(content[:at] + other + content[at + 1 :])
    assert found is None or found == json.loads(content)
