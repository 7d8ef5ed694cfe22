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
    assert redactor.redact(text) == text
    redactor.learn("header", SECRET)
    assert fingerprint("header", SECRET) in redactor.redact(text)


@pytest.mark.parametrize("secret", ["a", "ab", "abcd", "abcdefg"])
def test_a_short_secret_is_redacted_in_a_text_that_was_shown_before(secret):
    """Short ones have no piece to be remembered by."""
    redactor, text = Redactor(), f'"{secret}"'
    assert redactor.redact(text) == text
    redactor.learn("nonce", secret)
    assert redactor.redact(text) == f'"{fingerprint("nonce", secret)}"'


def test_a_word_beside_a_secret_is_redacted_once_it_is_one_itself():
    """A word is remembered where the text around it held another secret."""
    redactor = Redactor([("nonce", "another-secret")])
    encoded = FORMS["base64"](SECRET)
    assert encoded in redactor.redact(f"another-secret {encoded}")
    redactor.learn("header", SECRET)
    assert encoded not in redactor.redact(f"another-secret {encoded}")


def test_a_clean_text_is_forgotten_for_a_secret_that_begins_in_it_only():
    """Other secrets leave it alone, or nothing would ever be remembered."""
    clean = CleanTexts()
    clean.add("Content-Type: application/json")
    clean.learn("a-secret-of-the-run")
    assert "Content-Type: application/json" in clean
    clean.learn("application/xml")
    assert "Content-Type: application/json" not in clean


def test_a_long_text_is_not_remembered():
    """A target that answers megabytes takes no room for them."""
    clean = CleanTexts()
    clean.add("x" * 1025)
    assert "x" * 1025 not in clean


def test_ever_new_texts_push_the_older_ones_out():
    """A target that never answers the same takes no more room than a few thousand texts have."""
    clean = CleanTexts()
    texts = [" ".join(f"{number:05d}-{part:02d}" for part in range(30)) for number in range(2000)]
    for text in texts:
        clean.add(text)
    assert texts[0] not in clean
    assert texts[-1] in clean
