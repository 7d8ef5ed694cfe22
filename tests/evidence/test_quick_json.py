"""What is written quickly reads back as the same value, whatever a target has sent."""

from __future__ import annotations

import json

import pytest

from conformance.evidence.quick_json import to_text


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({"a": [1, 2.5, None, True, "b"]}, id="every kind"),
        pytest.param(2**80, id="a number of more than 64 bits"),
        pytest.param("zoë \u202e 🦊 \x00", id="beyond ASCII"),
        pytest.param(["half \ud800 a pair", "zoë"], id="half of a surrogate pair"),
    ],
)
def test_it_reads_back(value):
    """As by the library; and UTF-8 can carry it."""
    text = to_text(value)
    assert json.loads(text) == value
    assert text.encode("utf-8").decode("utf-8") == text


def test_it_is_compact_either_way():
    """What is counted does not depend on the way."""
    assert to_text({"a": ["b", 1]}) == '{"a":["b",1]}'
    assert to_text({"a": ["\ud800", 1]}) == '{"a":["\\ud800",1]}'
