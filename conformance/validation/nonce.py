"""How a nonce that came back differs from the one that was given. Neither is shown: nonces are secrets."""

from __future__ import annotations

import html
from collections.abc import Callable
from itertools import takewhile
from urllib.parse import quote, quote_plus, unquote, unquote_plus

_URL_SAFE = str.maketrans("+/", "-_")

#: What is done to nonces on their way, in the words of a sentence; the first that explains it is told.
_DONE: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("every + has become a blank (it was URL-decoded)", lambda given: given.replace("+", " ")),
    ("it was URL-decoded", unquote_plus),
    ("it was URL-decoded", unquote),
    ("it was URL-encoded", lambda given: quote(given, safe="")),
    ("it was URL-encoded", quote),
    ("it was URL-encoded", quote_plus),
    ("it was escaped for HTML", html.escape),
    ("blanks, dots or dashes around it were cut off", lambda given: given.strip(" .-")),
    ("its = at the end were cut off", lambda given: given.rstrip("=")),
    ("it was turned into base64url", lambda given: given.translate(_URL_SAFE)),
    ("it was turned into base64url without padding", lambda given: given.translate(_URL_SAFE).rstrip("=")),
    ("it was put into quotes", lambda given: f'"{given}"'),
    ("it is in small letters", str.lower),
    ("it is in capitals", str.upper),
    ("characters were taken out of it", lambda given: "".join(c for c in given if c.isalnum())),
)


def difference(given: str, came_back: str) -> str:
    """Return in a few words what became of a nonce."""
    done = next((words for words, function in _DONE if function(given) == came_back), None)
    return done or _by_length(given, came_back)


def _by_length(given: str, came_back: str) -> str:
    if came_back.strip() == given:
        return "there are blanks or line breaks around it"
    if given.startswith(came_back):
        return f"it was cut after {len(came_back)} of {len(given)} characters"
    if came_back.startswith(given):
        return f"{len(came_back) - len(given)} characters were added behind it"
    alike = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(given, came_back, strict=False))))
    lengths = f"{len(came_back)} characters instead of {len(given)}"
    return f"{lengths}, and they differ from character {alike + 1} on"
