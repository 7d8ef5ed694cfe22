"""The encoding of the three parts: base64url without padding (RFC 7515, section 2), in its one spelling."""

from __future__ import annotations

import base64
import re

from conformance.protocol import base64url

_FOREIGN = re.compile(r"[^A-Za-z0-9_-]")
_NAMES = {" ": "a blank", "\n": "a line break", "\r": "a line break", "\t": "a tab", "=": "= in its middle"}


def encoding_error(part: str) -> str | None:
    """Return what is wrong with the encoding of a part, as a predicate, or None where it is right."""
    if padding := len(part) - len(part.rstrip("=")):
        return f"is padded with {'=' * padding}" if padding < 4 else f"ends in {padding} ="
    if standard := sorted(set(part) & {"+", "/"}):
        return f"is in the standard alphabet ({' and '.join(standard)} should be - and _)"
    if foreign := _FOREIGN.search(part):
        return f"holds {_named(foreign.group())} as character {foreign.start() + 1}"
    if len(part) % 4 == 1:
        return f"is {len(part)} long, a length that no bytes have: it was cut, or something was added"
    if base64url.encode(base64url.decode(part)) != part:
        return "ends in stray bits: its last character has another spelling (RFC 4648, 3.5)"
    return None


def decode_leniently(part: str) -> bytes | None:
    """Return the bytes of a part in either alphabet, padded and broken over lines or not; None where that fails."""
    text = re.sub(r"\s", "", part).rstrip("=").replace("+", "-").replace("/", "_")
    if _FOREIGN.search(text) or len(text) % 4 == 1:
        return None
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _named(character: str) -> str:
    printable = character if character.isprintable() else ascii(character)[1:-1]
    return _NAMES.get(character, f"{printable}, which base64url does not have,")
