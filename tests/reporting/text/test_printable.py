"""Text that a terminal and XML can take."""

import json

import pytest

from conformance.reporting.text.printable import one_line, printable, printable_json


def test_what_is_not_printable_becomes_an_escape():
    """Line ends and tabs stay; letters of any language too."""
    text = "é\tline\nred \x1b[31m null \0 surrogate \ud800 left \u202e last \ufffe"
    assert printable(text) == ("é\tline\nred \\x1b[31m null \\x00 surrogate \\ud800 left \\u202e last \\ufffe")


def test_one_line_joins_lines_and_keeps_blanks():
    """A command's quoted blanks are part of it."""
    assert one_line(" curl 'a  b'\n  -d x\t\r\n") == "curl 'a  b' -d x \\r"


def test_json_escapes_what_would_move_a_terminal_or_turn_a_line_around():
    """The value is the same, in one line; letters, signs and emoji stay as they are."""
    value = {"left \u202e\u2066": ["é 🐇 \x1b[31m \x00\ud800\n\ufffe", "tag \U000e0041", 1.5, None]}
    text = printable_json(value)
    assert json.loads(text) == value
    assert text.isprintable()
    assert "é 🐇" in text


def test_json_knows_no_nan():
    """Readers other than Python's refuse it."""
    with pytest.raises(ValueError, match="JSON"):
        printable_json(float("nan"))
