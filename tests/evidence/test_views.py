"""A text in other forms, and the way back from each place of them."""

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.evidence.views import decoded_views, has_escapes, unescape, unescaped_views, words_in

WORD = "s3cr&t/+=<é€>\U0001f407"
ESCAPED = {
    "JSON": json.dumps(WORD)[1:-1],
    "JSON in UTF-8": json.dumps(WORD, ensure_ascii=False)[1:-1],
    "JavaScript": "".join(f"\\x{ord(c):02x}" if ord(c) < 256 else c for c in WORD),
    "URL": quote(WORD, safe=""),
    "URL in small letters": quote(WORD, safe="").lower(),
    "HTML": html.escape(WORD),
    "HTML in numbers": "".join(f"&#{ord(c)};" for c in WORD),
    "HTML in padded numbers": "".join(f"&#{ord(c):09d};" for c in WORD),
    "HTML in hex": "".join(f"&#x{ord(c):X};" for c in WORD),
    "HTML without semicolons": "".join(f"&#{ord(c)}" for c in WORD),
    "HTML with names": WORD.replace("&", "&amp;").replace("+", "&plus;").replace("=", "&equals;").replace("/", "&sol;"),
}


@pytest.mark.parametrize("form", ESCAPED.values(), ids=ESCAPED)
def test_what_is_escaped_is_undone_with_its_places(form):
    """The last view says it, and leads back to exactly what stood there."""
    text = f"before {form} after"
    assert has_escapes(text) or form == WORD
    *_, last = unescaped_views(text)
    at = last.text.index(WORD)
    assert text[last.begin(at) : last.end(at + len(WORD))] == form
    assert unescape(form) == WORD


@pytest.mark.parametrize("sign", ["&", "%", "\\"])
def test_each_sign_that_begins_an_escape_is_one(sign):
    """A text without any is not looked at twice."""
    assert has_escapes(f"a{sign}b")
    assert not has_escapes("a+b;c=d")


@pytest.mark.parametrize(("depth", "is_undone"), [(1, True), (2, True), (3, True), (4, True), (5, False)])
def test_escapes_within_escapes_are_undone_four_times(depth, is_undone):
    """More often nobody escapes."""
    text = "a/b"
    for _ in range(depth):
        text = quote(text, safe="")
    assert (unescape(text) == "a/b") is is_undone


@pytest.mark.parametrize("escape", ["%", "%4", "%zz", "\\q", "\\u12", "&nothing;", "&", "\\x4"])
def test_what_is_no_escape_stays(escape):
    """It is part of the text."""
    assert unescape(f"a{escape} b") == f"a{escape} b"


@given(st.text(max_size=30), st.text("A%\\u0041&#;x", max_size=30))
def test_places_of_views_are_places_of_the_text(before, after):
    """In order, from its beginning to its end."""
    text = before + after
    for view in unescaped_views(text):
        places = [view.begin(at) for at in range(len(view.text) + 1)]
        assert places == sorted(places)
        assert (places[0], view.end(len(view.text))) == (0, len(text))


def spans(text: str, word: str) -> set[tuple[int, int]]:
    """Return where decoded views of a text hold a word."""
    return {
        (view.begin(at), view.end(at + len(word)))
        for each in words_in(text)
        for view in decoded_views(each)
        if (at := view.text.find(word)) >= 0
    }


@pytest.mark.parametrize("before", ["", "u", "us", "usr", "user:"])
@pytest.mark.parametrize("alphabet", [base64.b64encode, base64.urlsafe_b64encode])
def test_base64_is_read_wherever_the_word_begins_in_it(before, alphabet):
    """Every character that has a bit of the word is of the span, and none that has not."""
    encoded = alphabet(f"{before}s3cret?>word{before}".encode()).decode().rstrip("=")
    text = f"Basic {encoded}, x"
    begin = len("Basic ") + len(before) * 8 // 6
    end = len("Basic ") - (-(len(before) + 12) * 8 // 6)
    assert (begin, end) in spans(text, "s3cret?>word")


def test_base64_is_read_wherever_it_begins_itself():
    """Right behind other letters."""
    encoded = base64.b64encode(b"s3cret-word!").decode()
    for before in ("", "a", "ab", "abc"):
        text = f"({before}{encoded})"
        assert (1 + len(before), 1 + len(before) + 16) in spans(text, "s3cret-word!")


@pytest.mark.parametrize("case", [str.lower, str.upper])
def test_hex_is_read_wherever_it_begins(case):
    """In either case of letters, at even and odd places."""
    encoded = case(b"s3cret-word".hex())
    for before in ("", "0", "00"):
        text = f"0x{before}{encoded}" if before else f"({encoded})"
        begin = text.index(encoded)
        assert (begin, begin + 22) in spans(text, "s3cret-word")


def test_what_is_within_base64_is_unescaped_too():
    """The payload of a token is JSON, and JSON may escape slashes."""
    text = base64.b64encode(b'{"nce":"s3cret\\/word"}').decode()
    assert spans(text, "s3cret/word")


def test_short_words_are_not_read():
    """They would be words of any language."""
    words = list(words_in("abcdefghij 0123456789abcde x"))
    assert [word.group() for word in words] == ["0123456789abcde"]
    assert all(len(view.text) < 12 for view in decoded_views(words[0]))
