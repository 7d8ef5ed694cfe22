"""Many texts are found in one, wherever they stand, at a price that does not grow with how many they are."""

from __future__ import annotations

import gc
import hashlib
import math
import sys
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.evidence.text_index import SHORTEST, CrowdedTextError, TextIndex

TEXTS = st.text("ab", min_size=SHORTEST, max_size=40)


def index_of(*texts: str) -> TextIndex:
    index = TextIndex()
    for text in texts:
        index.add(text)
    return index


@given(st.lists(TEXTS, max_size=8), st.text("ab", max_size=120))
def test_every_place_of_every_text_is_found_and_no_other(texts, searched):
    """As one search after the other would find them."""
    places = {(at, text) for text in texts for at in range(len(searched)) if searched.startswith(text, at)}
    assert sorted(index_of(*texts).find_in(searched)) == sorted(places)


@pytest.mark.parametrize("length", [4, 5, 7, 8, 9, 14, 15, 16, 17, 31, 200])
@pytest.mark.parametrize("before", range(17))
def test_a_text_is_found_at_any_distance(length, before):
    """Of any length, at the beginning, in the midst, and at the end."""
    text = "".join(chr(0x100 + number) for number in range(length))
    index = index_of(text)
    assert list(index.find_in("." * before + text + "." * 9)) == [(before, text)]
    assert list(index.find_in("." * before + text)) == [(before, text)]
    assert list(index.find_in("." * before + text[:-1])) == []
    assert list(index.find_in(text[1:] + "." * before)) == []


def test_a_text_that_was_added_twice_is_found_once():
    """And stands in the index once."""
    index = index_of("abcdefgh", "abcdefgh")
    assert list(index.find_in("abcdefgh")) == [(0, "abcdefgh")]


def test_the_least_length_is_that_of_the_shortest_text():
    """Whoever searches may leave out what is shorter; in an empty index nothing is ever found."""
    assert index_of().least == math.inf
    assert index_of("abcdefgh" * 5, "abcdef", "abcdefgh").least == 6


@pytest.mark.parametrize("form", ["{}-" + "begin" * 9, "begin" * 9 + "-{}", "begin" * 5 + "-{}-" + "end" * 9])
def test_texts_that_are_alike_share_few_pieces(form):
    """Tokens begin alike, or end so: comparing each with each would take the square of their number."""
    index = index_of(*(form.format(f"{number:08d}") for number in range(500)))
    searched = form.format("00000123")
    assert _lines_run(lambda: list(index.find_in(searched))) < 500


def test_the_price_does_not_grow_with_the_number_of_texts():
    """A hundred times as many, the same number of steps."""
    searched = "no text of them stands in this one, which goes on for a while " * 20
    few, many = (index_of(*(f"secret-{number:08d}-of-many" for number in range(count))) for count in (10, 1000))
    assert _lines_run(lambda: list(many.find_in(searched))) == _lines_run(lambda: list(few.find_in(searched)))


class Counted(str):
    """A text that counts how many characters are taken out of it."""

    taken = 0

    def __getitem__(self, key):
        piece = super().__getitem__(key)
        self.taken += len(piece)
        return piece


def test_a_long_text_that_repeats_a_piece_is_compared_once():
    """A token whose claims go on and on: at every place of the piece it could begin, were it not for its beginning."""
    token = f"eyJ0eXAi.{'IngiLCAi' * 4000}.signature"
    searched = Counted(f"answered with {token} at noon")
    assert list(index_of(token, token + "-of-another").find_in(searched)) == [(14, token)]
    assert searched.taken < 20 * len(searched)


def test_a_text_in_which_everything_may_begin_everywhere_is_left():
    """Hundreds of secrets of one letter, each of another length: to look for them takes the square of the text."""
    index, searched = index_of(*("x" * length for length in range(20, 800))), Counted("x" * 40_000)
    with pytest.raises(CrowdedTextError):
        list(index.find_in(searched))
    assert searched.taken < 60 * len(searched)


def _lines_run(work) -> int:
    """Count the lines of Python that `work` runs."""
    count = 0

    def trace(_frame, event, _argument):
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def test_an_index_of_many_texts_takes_little_memory():
    """A run learns thousands of tokens, of a kilobyte and more each: none of them is kept itself."""
    texts = [hashlib.sha256(str(number).encode()).hexdigest() * 64 for number in range(2000)]
    gc.collect()
    tracemalloc.start()
    try:
        index = index_of(*texts)
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert list(index.find_in(texts[7])) == [(0, texts[7])]
    assert taken < 2000 * 512


def test_characters_that_end_in_the_same_byte_are_told_apart():
    """Pieces are looked up by the lowest byte of each character; a text is found by all of it."""
    text, like_it = "".join(map(chr, range(0x4E00, 0x4E14))), "".join(map(chr, range(0x5E00, 0x5E14)))
    index = index_of(text)
    assert list(index.find_in(like_it + text)) == [(20, text)]
    assert list(index.find_in("\ud800" + like_it + "\U0001f600")) == []
