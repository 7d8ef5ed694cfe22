"""Alterations of the three parts: how many there are, how they are encoded, what they hold."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping

from conformance.minting.drafts import Alteration, Draft
from conformance.protocol import base64url
from conformance.protocol.identity_token import compact_json

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_ENORMOUS = 1024 * 1024
#: The most signatures to make; a second one is almost never needed.
_DRAWS = 8

#: A value whose encoding holds both characters in which the two alphabets differ, wherever it begins.
_TELLING = "???>>>~~~???>>>~~~"


def _regroup(change: Callable[[list[str]], list[str]]) -> Alteration:
    """Regroup the parts of a right token; the signature stays that of the right one."""
    return lambda draft, _now: ".".join(change(draft.signed().split(".")))


def _rewrite_part(name: str, change: Callable[[str], str]) -> Alteration:
    """Write one part in another way; the signature covers what is sent."""

    def rewrite(draft: Draft, _now: int) -> str:
        telling = _add_telling_member(draft)
        header, payload = telling.parts()
        if name == "header":
            return draft.signed(header=change(header), payload=payload)
        if name == "payload":
            return draft.signed(header=header, payload=change(payload))
        return _rewrite_signature(telling, change)

    return rewrite


def _rewrite_signature(draft: Draft, change: Callable[[str], str]) -> str:
    """Write the signature in another way.

    One signature in fifty thousand has no character in which the alphabets differ: then another one is made.
    """
    for draw in range(1, _DRAWS):
        signing_input, _, signature = draft.signed().rpartition(".")
        changed = change(signature)
        if changed != signature:
            break
        draft = draft.with_claims(draw=draw)
    return f"{signing_input}.{changed}"


def _add_telling_member(draft: Draft) -> Draft:
    """Add a member that tells the alphabets apart, long enough that both parts end in padding."""
    for filler in ("", "~", "~~"):
        note = {"note": _TELLING + filler}
        telling = draft.with_header(**note).with_claims(**note)
        if all(len(part) % 4 for part in telling.parts()):
            return telling
    return draft.with_header(note=_TELLING).with_claims(note=_TELLING + "~")


def _pad(part: str) -> str:
    """Add the padding, or one character of it to a part that needs none, such as a signature of 3072 bits."""
    return part + ("=" * (-len(part) % 4) or "=")


def _use_standard_alphabet(part: str) -> str:
    return part.replace("-", "+").replace("_", "/")


def _insert_foreign_characters(part: str) -> str:
    return f"{part[:4]}!{part[4:8]}*{part[8:]}"


def _append_foreign_characters(part: str) -> str:
    return f"{part}####"


def _insert_line_break(part: str) -> str:
    return f"{part[:8]}\n{part[8:]}"


def _set_stray_bits(part: str) -> str:
    """Set the bits of the last character that stand for nothing: a decoder that looks at whole bytes ignores them."""
    return part[:-1] + _ALPHABET[_ALPHABET.index(part[-1]) | 1]


def _insert_blank(part: str) -> str:
    return f"{part[:8]} {part[8:]}"


def _replace_part(name: str, content: bytes | Callable[[Draft], bytes]) -> Alteration:
    def replace_part(draft: Draft, _now: int) -> str:
        raw = content if isinstance(content, bytes) else content(draft)
        encoded = base64url.encode(raw)
        return draft.signed(header=encoded) if name == "header" else draft.signed(payload=encoded)

    return replace_part


_CONTENTS: Mapping[str, bytes] = {
    "no JSON": b"typ=JWT&alg=RS256",
    "an array": b'["JWT","RS256"]',
    "a number": b"42",
    "null": b"null",
    "nothing": b"",
}


def _add_latin1_member(member: str) -> Callable[[Draft], bytes]:
    """Return what adds one member to a right header or payload, with a value in Latin-1, not UTF-8."""

    def content(draft: Draft) -> bytes:
        right = compact_json(draft.header if member == "header" else draft.claims)
        return right[:-1] + b',"note":"caf\xe9"}'

    return content


def _enlarge_payload(draft: Draft, _now: int) -> str:
    header, _, signature = draft.signed().split(".")
    return f"{header}.{base64.urlsafe_b64encode(b'x' * _ENORMOUS).rstrip(b'=').decode('ascii')}.{signature}"


#: Every alteration of the structure, by name.
STRUCTURE_ALTERATIONS: Mapping[str, Alteration] = {
    "of one part": _regroup(lambda parts: parts[1:2]),
    "of two parts": _regroup(lambda parts: parts[:2]),
    "of a header and a signature": _regroup(lambda parts: [parts[0], parts[2]]),
    "of a payload and a signature": _regroup(lambda parts: parts[1:]),
    "of four parts": _regroup(lambda parts: [*parts, parts[2]]),
    "of five parts": _regroup(lambda parts: [*parts, parts[1], parts[2]]),
    "with a dot at the end": _regroup(lambda parts: [*parts, ""]),
    **{f"whose {name} is padded": _rewrite_part(name, _pad) for name in ("header", "payload", "signature")},
    **{
        f"whose {name} is in the standard alphabet": _rewrite_part(name, _use_standard_alphabet)
        for name in ("header", "payload", "signature")
    },
    **{
        f"whose {name} holds foreign characters": _rewrite_part(name, _insert_foreign_characters)
        for name in ("header", "payload", "signature")
    },
    **{
        f"whose {name} ends in foreign characters": _rewrite_part(name, _append_foreign_characters)
        for name in ("header", "payload", "signature")
    },
    **{
        f"whose {name} holds a line break": _rewrite_part(name, _insert_line_break) for name in ("payload", "signature")
    },
    **{f"whose {name} holds a blank": _rewrite_part(name, _insert_blank) for name in ("payload", "signature")},
    **{f"whose {name} ends in stray bits": _rewrite_part(name, _set_stray_bits) for name in ("header", "payload")},
    **{
        f"whose {name} is {what}": _replace_part(name, content)
        for name in ("header", "payload")
        for what, content in _CONTENTS.items()
    },
    **{f"whose {name} is not UTF-8": _replace_part(name, _add_latin1_member(name)) for name in ("header", "payload")},
    "of one enormous part": lambda _draft, _now: "x" * _ENORMOUS,
    "with an enormous payload": _enlarge_payload,
}
