"""Identifiers that are almost the right one: cut, longer, within something else, or in another spelling of its bytes.

Whatever identifies something - a nonce, a key, a provider, an app, a session - is one string, and identifies nothing
by a part of itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conformance.minting.drafts import Alteration

#: From an identifier to one that must identify nothing.
Change = Callable[[str], str]


def _escape_last(text: str) -> str:
    return f"{text[:-1]}%{ord(text[-1]):02X}"


def _other(character: str) -> str:
    return "1" if character == "0" else "0"


def _in_wide_letters(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


#: Every change, by the words of the features.
CHANGES: Mapping[str, Change] = {
    "cut in half": lambda text: text[: len(text) // 2],
    "without its first character": lambda text: text[1:],
    "without its last character": lambda text: text[:-1],
    "cut to sixteen characters and filled up": lambda text: text[:16] + "0" * (len(text) - 16),
    "with a character before it": lambda text: f"0{text}",
    "with a character after it": lambda text: f"{text}0",
    "with a blank before it": lambda text: f" {text}",
    "with a blank after it": lambda text: f"{text} ",
    "with a line break after it": lambda text: f"{text}\n",
    "with a zero byte after it": lambda text: f"{text}\0",
    "with a zero byte and more after it": lambda text: f"{text}\0more",
    "with a comma and more after it": lambda text: f"{text},{text[::-1]}",
    "with more and a comma before it": lambda text: f"{text[::-1]},{text}",
    "with a path after it": lambda text: f"{text}/..",
    "with a query after it": lambda text: f"{text}?x=1",
    "with percent signs after it": lambda text: f"{text}%00",
    "with a wildcard for its end": lambda text: f"{text[:-4]}%",
    "twice": lambda text: text + text,
    "in quotes": lambda text: f'"{text}"',
    "in reverse": lambda text: text[::-1],
    "in wide letters": _in_wide_letters,
    "with other characters at both ends": lambda text: f"{_other(text[0])}{text[1:-1]}{_other(text[-1])}",
    # Spellings that some would call the same one.
    "in the other case": str.swapcase,
    "with its last character as a percent escape": _escape_last,
}


def _changed(place: str, name: str, change: Change) -> Alteration:
    if place == "header":
        return lambda draft, _now: draft.with_header(**{name: change(str(draft.header[name]))}).signed()
    return lambda draft, _now: draft.with_claims(**{name: change(str(draft.claims[name]))}).signed()


_PLACES = {"nce": "payload", "iss": "payload", "kid": "header"}
_EMPTY = {
    "an empty string": "",
    "a blank alone": " ",
    "the word null": "null",
    "the word undefined": "undefined",
    "a zero": "0",
}

#: Right tokens but for one identifier, by name.
ALTERED_IDENTIFIERS: Mapping[str, Alteration] = {
    **{
        f"whose {name} is written {words}": _changed(place, name, change)
        for name, place in _PLACES.items()
        for words, change in CHANGES.items()
    },
    **{
        f"whose {name} is {words}": _changed(place, name, lambda _text, value=value: value)  # type: ignore[misc]
        for name, place in _PLACES.items()
        for words, value in _EMPTY.items()
    },
}
