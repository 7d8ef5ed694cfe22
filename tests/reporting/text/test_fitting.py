"""Lines that keep to a terminal's width."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from conformance.evidence.curl import curl_line
from conformance.evidence.exchange import Exchange, Sent
from conformance.evidence.redaction import Redactor
from conformance.reporting.text.wrap import truncate, wrap

#: What printable text may be made of, wide characters and combining ones among it.
TEXTS = st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"]).filter(str.isprintable), max_size=300)


def words_of(command):
    """Return the words that a shell makes of a command."""
    script = command.replace("curl", "printf '%s\\n'", 1)
    return subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout


@given(TEXTS, st.integers(40, 120))
def test_no_line_is_wider_and_no_word_is_lost(text, width):
    """Whatever stands in it."""
    for line in ("  observed   " + text, text):
        lines = wrap(line, width)
        assert max(map(cell_len, lines)) <= width
        assert "".join("".join(lines).split()) == "".join(line.split())


@given(TEXTS, st.integers(0, 120))
def test_what_is_cut_says_so(text, width):
    """With three dots, where there is room for them."""
    line = truncate(text, width)
    assert cell_len(line) <= width or line == text[:1]
    assert line == text or line.endswith("..."[:width]) or width < 4


def test_what_goes_on_stands_below_what_began():
    """In the second column of a block, and indented otherwise."""
    assert wrap("  why        " + "word " * 20, 60) == [
        "  why        word word word word word word word word word",
        "             word word word word word word word word word",
        "             word word",
    ]
    assert wrap("PARTIAL: " + "word " * 12, 40)[1].startswith("  word")


@pytest.mark.parametrize("width", [None, 10, 200])
def test_a_line_that_fits_or_never_could_is_left_alone(width):
    """And every line is, where the output is no terminal."""
    assert wrap("x" * 50, width) == ["x" * 50]


@pytest.mark.parametrize(
    "body",
    [b'{"identity_token": "it\'s ' + b"x" * 200 + b'"}', b"@" + b'a b "c" ' * 40, b"y" * 9000, b"short"],
    ids=["quotes", "blanks", "cut", "short"],
)
@pytest.mark.parametrize("width", [40, 80])
def test_a_command_in_several_lines_is_the_same_command(body, width):
    """A shell reads the same words of it, whatever was quoted and wherever it goes on."""
    headers = [("Accept", "application/vnd.layer+json; version=2.0"), ("X-Empty", "")]
    command = curl_line(Exchange(Sent("POST", "http://layer.example/sessions", headers, body), 0.0, 0.0), Redactor())
    lines = wrap(f"  repeat     {command}", width)
    assert max(map(cell_len, lines[:-1]), default=0) <= width
    assert words_of("\n".join(lines).removeprefix("  repeat     ")) == words_of(command)
