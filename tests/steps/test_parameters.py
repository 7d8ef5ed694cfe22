"""Parameters of steps that are words of a table."""

from __future__ import annotations

import pytest

from steps.parameters import phrase

WAYS = {"at once": 1, "at once, and again": 2, "with (a) bracket.": 3}


@pytest.mark.parametrize(("word", "meaning"), WAYS.items())
def test_a_word_becomes_what_it_stands_for(word, meaning):
    """Also a word that begins like another, and one with characters that patterns know."""
    assert phrase("a nonce is requested {way}", way=WAYS).parse_arguments(f"a nonce is requested {word}") == {
        "way": meaning
    }


@pytest.mark.parametrize(
    "text", ["a nonce is requested", "a nonce is requested later", "a nonce is requested At once", "with (a) bracketx"]
)
def test_other_words_do_not_match(text):
    """A word that no table has is a step without a definition, and no error in the middle of a run."""
    assert not phrase("a nonce is requested {way}", way=WAYS).is_matching(text)


def test_a_parameter_without_a_table_takes_what_its_type_takes():
    """Numbers are numbers, and texts are texts."""
    parser = phrase("{count:d} requests for {what} {way}", way=WAYS)
    assert parser.parse_arguments("3 requests for a nonce at once") == {"count": 3, "what": "a nonce", "way": 1}


def test_an_entry_is_looked_up_when_the_step_runs():
    """Whoever puts another meaning into a table changes what the step does."""
    table = {"left": 1, "right": 2}
    parser = phrase("{side}", side=table)
    table["left"] = 3
    assert parser.parse_arguments("left") == {"side": 3}
