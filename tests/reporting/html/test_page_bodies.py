"""Bodies as people can read them."""

import json

import pytest

from conformance.reporting.html.pretty_json import indent, readable


def body(value, **more):
    """Return a body as a transcript has it."""
    return {"encoding": "utf8", "size": len(value), "truncated": False, "value": value, **more}


def test_json_has_a_member_a_line():
    """And what is empty stays short."""
    assert readable(body('{"a":[1,{}],"b":{"c":[]}}')) == (
        '{\n  "a": [\n    1,\n    {}\n  ],\n  "b": {\n    "c": []\n  }\n}'
    )


@pytest.mark.parametrize(
    "text",
    ['{"a":1.50e+3,"a":1e999,"b":"\\u0041 , : {[ \\" \\\\"}', "[" + "9" * 6000 + "]", '{"a":"x\\ny"}', "[true,null]"],
)
def test_only_blanks_change(text):
    """Numbers, escapes and members that stand twice are evidence."""
    assert readable(body(text)).replace("\n", "").replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "text",
    ["", "plain", '{"a":', '"a string"', "[" * 900 + "]" * 900, "[" * 100_000, '{"a":NaN}x', "<html>"],
)
def test_what_is_no_json_to_be_read_stays_as_it_is(text):
    """Or would be longer than anybody reads."""
    assert readable(body(text)) == text


@pytest.mark.parametrize("more", [{"truncated": True}, {"encoding": "base64"}])
def test_what_is_cut_or_binary_stays_as_it_is(more):
    """It is no JSON, even where it looks so."""
    assert readable(body('{"a":1}', **more)) == '{"a":1}'


def test_decoded_tokens_have_a_member_a_line():
    """Unless they are too deep."""
    assert indent({"alg": "RS256", "é": 1}) == '{\n  "alg": "RS256",\n  "é": 1\n}'
    assert indent(json.loads("[" * 900 + "]" * 900)).startswith(("nested too deeply", "["))
