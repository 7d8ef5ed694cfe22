"""Text that a terminal and XML can take."""

from conformance.reporting.text.printable import one_line, printable


def test_what_is_not_printable_becomes_an_escape():
    """Line ends and tabs stay; letters of any language too."""
    text = "é\tline\nred \x1b[31m null \0 surrogate \ud800 left \u202e last \ufffe"
    assert printable(text) == ("é\tline\nred \\x1b[31m null \\x00 surrogate \\ud800 left \\u202e last \\ufffe")


def test_one_line_joins_lines_and_keeps_blanks():
    """A command's quoted blanks are part of it."""
    assert one_line(" curl 'a  b'\n  -d x\t\r\n") == "curl 'a  b' -d x \\r"
