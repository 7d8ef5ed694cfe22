"""What a message repeats of a value."""

from __future__ import annotations

import pytest

from conformance.targets.faults import short_repr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a/b.pem", "a/b.pem"),
        ("https://user:canary@h/", "https://...@h/"),
        ("a\nb", "a\\nb"),
        ("k" * 5000, "(5000 characters)"),
    ],
)
def test_a_value_is_repeated_without_what_is_secret_in_it(text: str, told: str) -> None:
    """Short, printable, and without the user and the password of a URL."""
    assert short_repr(text) == told
