"""A text is searched once, and again as soon as a new secret may stand in it."""

from __future__ import annotations

import pytest

from conformance.evidence.clean_texts import CleanTexts
from conformance.evidence.redaction import Redactor
from conformance.evidence.secret_forms import fingerprint
from tests.evidence.test_secret_forms import FORMS, SECRET


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("around", ["{}", "x{}x", '{{"a": "{}"}}', "PPPPPPPPPPPPPPPPPPPP{}", "/a/{}?b=c"])
def test_a_text_that_was_shown_before_its_secret_was_learnt_is_redacted_afterwards(form, around):
    """Whatever form the secret has in it."""
    redactor, text = Redactor(), around.format(form(SECRET))
    assert [redactor.redact(text) for _ in range(3)] == [text] * 3
    redactor.learn("header", SECRET)
    assert fingerprint("header", SECRET) in redactor.redact(text)


@pytest.mark.parametrize("secret", ["a", "ab", "abcd", "abcdefg"])
def test_a_short_secret_is_redacted_in_a_text_that_was_shown_before(secret):
    """Short ones have no piece to be remembered by."""
    redactor, text = Redactor(), f'"{secret}"'
    assert [redactor.redact(text) for _ in range(3)] == [text] * 3
    redactor.learn("nonce", secret)
    assert redactor.redact(text) == f'"{fingerprint("nonce", secret)}"'


def test_a_word_beside_a_secret_is_redacted_once_it_is_one_itself():
    """A word is remembered where the text around it held another secret."""
    redactor = Redactor([("nonce", "another-secret")])
    encoded = FORMS["base64"](SECRET)
    for _ in range(3):
        assert encoded in redactor.redact(f"another-secret {encoded}")
    redactor.learn("header", SECRET)
    assert encoded not in redactor.redact(f"another-secret {encoded}")


@pytest.mark.parametrize("length", [10, 40, 45])
def test_a_secret_behind_a_cut_is_not_taken_for_clean(length):
    """Before it, across it or behind it: nobody has looked for it there."""
    redactor = Redactor([("nonce", "another-secret-of-this-run")])
    text = "x" * 20 + " " * 20 + "another-secret-of-this-run" + " " * 1000
    for _ in range(3):
        redactor.truncate(text, length)
    assert redactor.redact("another-secret-of-this-run").startswith("[nonce ")


def remembering(*texts: str) -> CleanTexts:
    """Return clean texts to which each of these was added twice."""
    clean = CleanTexts()
    for text in texts:
        clean.add(text)
        clean.add(text)
    return clean


def test_a_text_is_remembered_from_the_second_time_on():
    """Most that come once never come again."""
    clean = CleanTexts()
    clean.add("Content-Type")
    assert "Content-Type" not in clean
    clean.add("Content-Type")
    assert "Content-Type" in clean


def test_a_clean_text_is_forgotten_for_a_secret_that_begins_in_it_only():
    """Other secrets leave it alone, or nothing would ever be remembered."""
    clean = remembering("Content-Type: application/json")
    clean.learn("a-secret-of-the-run")
    assert "Content-Type: application/json" in clean
    clean.learn("application/xml")
    assert "Content-Type: application/json" not in clean


def test_a_long_text_is_not_remembered():
    """A target that answers megabytes takes no room for them."""
    assert "x" * 1024 in remembering("x" * 1024)
    assert "x" * 1025 not in remembering("x" * 1025)


def test_ever_new_texts_push_the_older_ones_out():
    """A target that never answers the same takes no more room than a few thousand texts have."""
    texts = [" ".join(f"{number:05d}-{part:02d}" for part in range(30)) for number in range(2000)]
    clean = remembering(*texts)
    assert texts[0] not in clean
    assert texts[-1] in clean


def test_what_never_comes_again_is_not_noted_for_ever(monkeypatch):
    """Every request has an id of its own."""
    monkeypatch.setattr("conformance.evidence.clean_texts._MOST_MET", 3)
    clean = CleanTexts()
    for text in ("first", "second", "third", "fourth", "first"):
        clean.add(text)
    assert "first" not in clean
