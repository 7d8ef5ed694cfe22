"""How a nonce that came back differs from the one that was issued. Neither is quoted: nonces are secrets."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from itertools import takewhile
from urllib.parse import quote, quote_plus, unquote, unquote_plus

_URL_SAFE = str.maketrans("+/", "-_")

#: What happens to nonces on their way, in the words of a sentence; the first that explains the difference counts.
_CHANGES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("every + has become a blank (it was URL-decoded)", lambda issued: issued.replace("+", " ")),
    ("it was URL-decoded", unquote_plus),
    ("it was URL-decoded", unquote),
    ("it was URL-encoded", lambda issued: quote(issued, safe="")),
    ("it was URL-encoded", quote),
    ("it was URL-encoded", quote_plus),
    ("it was escaped as JSON once too often", lambda issued: json.dumps(issued)[1:-1]),
    ("zeros at its beginning were cut off", lambda issued: issued.lstrip("0")),
    ("blanks, dots or dashes around it were cut off", lambda issued: issued.strip(" .-")),
    ("its = at the end were cut off", lambda issued: issued.rstrip("=")),
    ("it was turned into base64url", lambda issued: issued.translate(_URL_SAFE)),
    ("it was turned into base64url without padding", lambda issued: issued.translate(_URL_SAFE).rstrip("=")),
    ("it was put into quotes", lambda issued: f'"{issued}"'),
    ("it is in small letters", str.lower),
    ("it is in capitals", str.upper),
    ("characters were taken out of it", lambda issued: "".join(c for c in issued if c.isalnum())),
)


def describe_difference(issued: str, came_back: str) -> str:
    """Return in a few words what became of a nonce."""
    change = next((words for words, function in _CHANGES if function(issued) == came_back), None)
    return change or _by_length(issued, came_back)


def _by_length(issued: str, came_back: str) -> str:
    if html.unescape(came_back) == issued:
        return "it was escaped for HTML"
    if came_back.strip() == issued:
        return "there are blanks or line breaks around it"
    if issued.startswith(came_back):
        return f"it was cut after {len(came_back)} of {len(issued)} characters"
    if came_back.startswith(issued):
        return f"{len(came_back) - len(issued)} characters were added behind it"
    alike = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(issued, came_back, strict=False))))
    lengths = f"{len(came_back)} characters instead of {len(issued)}"
    return f"{lengths}, and they differ from character {alike + 1} on"
