"""Alterations of the three parts: how many there are, how they are encoded, what they hold."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping

from conformance.minting.drafts import Alteration, Draft
from conformance.protocol import base64url
from conformance.protocol.identity_token import compact_json

_ENORMOUS = 1024 * 1024
#: So many signatures are drawn at most; the second is needed once in a lifetime.
_DRAWS = 8

#: A value whose encoding holds both characters in which the two alphabets differ, wherever it begins.
_TELLING = "???>>>~~~???>>>~~~"


def _regrouped(change: Callable[[list[str]], list[str]]) -> Alteration:
    """The right token with other parts: the signature is that of the right one."""
    return lambda draft, _now: ".".join(change(draft.signed().split(".")))


def _part(name: str, change: Callable[[str], str]) -> Alteration:
    """One part written otherwise; what is signed is what is sent."""

    def alter(draft: Draft, _now: int) -> str:
        telling = _telling(draft)
        header, payload = telling.parts()
        if name == "header":
            return draft.signed(header=change(header), payload=payload)
        if name == "payload":
            return draft.signed(header=header, payload=change(payload))
        return _with_another_signature(telling, change)

    return alter


def _with_another_signature(draft: Draft, change: Callable[[str], str]) -> str:
    """The token with its signature written otherwise.

    One signature in fifty thousand has no character in which the alphabets differ: another is drawn then.
    """
    for draw in range(1, _DRAWS):
        signing_input, _, signature = draft.signed().rpartition(".")
        changed = change(signature)
        if changed != signature:
            break
        draft = draft.with_claims(draw=draw)
    return f"{signing_input}.{changed}"


def _telling(draft: Draft) -> Draft:
    """The draft with a member that tells the alphabets apart, long enough that both parts end in padding."""
    for filler in ("", "~", "~~"):
        note = {"note": _TELLING + filler}
        telling = draft.with_header(**note).with_claims(**note)
        if all(len(part) % 4 for part in telling.parts()):
            return telling
    return draft.with_header(note=_TELLING).with_claims(note=_TELLING + "~")


def _padded(part: str) -> str:
    """With its padding, or with one character of it where it needs none, as a signature of 3072 bits does."""
    return part + ("=" * (-len(part) % 4) or "=")


def _standard(part: str) -> str:
    return part.replace("-", "+").replace("_", "/")


def _with_foreign_characters(part: str) -> str:
    return f"{part[:4]}!{part[4:8]}*{part[8:]}"


def _with_line_break(part: str) -> str:
    return f"{part[:8]}\n{part[8:]}"


def _with_blank(part: str) -> str:
    return f"{part[:8]} {part[8:]}"


def _holding(name: str, content: bytes | Callable[[Draft], bytes]) -> Alteration:
    def alter(draft: Draft, _now: int) -> str:
        raw = content if isinstance(content, bytes) else content(draft)
        encoded = base64url.encode(raw)
        return draft.signed(header=encoded) if name == "header" else draft.signed(payload=encoded)

    return alter


_CONTENTS: Mapping[str, bytes] = {
    "no JSON": b"typ=JWT&alg=RS256",
    "an array": b'["JWT","RS256"]',
    "a number": b"42",
    "null": b"null",
    "nothing": b"",
}


def _not_utf8(member: str) -> Callable[[Draft], bytes]:
    """A right header or payload with one member more, whose value is Latin-1 and not UTF-8."""

    def content(draft: Draft) -> bytes:
        right = compact_json(draft.header if member == "header" else draft.claims)
        return right[:-1] + b',"note":"caf\xe9"}'

    return content


def _enormous_payload(draft: Draft, _now: int) -> str:
    header, _, signature = draft.signed().split(".")
    return f"{header}.{base64.urlsafe_b64encode(b'x' * _ENORMOUS).rstrip(b'=').decode('ascii')}.{signature}"


#: Every alteration of the structure, by name.
STRUCTURE_ALTERATIONS: Mapping[str, Alteration] = {
    "of one part": _regrouped(lambda parts: parts[1:2]),
    "of two parts": _regrouped(lambda parts: parts[:2]),
    "of four parts": _regrouped(lambda parts: [*parts, parts[2]]),
    "of five parts": _regrouped(lambda parts: [*parts, parts[1], parts[2]]),
    "with a dot at the end": _regrouped(lambda parts: [*parts, ""]),
    **{f"whose {name} is padded": _part(name, _padded) for name in ("header", "payload", "signature")},
    **{
        f"whose {name} is in the standard alphabet": _part(name, _standard)
        for name in ("header", "payload", "signature")
    },
    **{
        f"whose {name} holds foreign characters": _part(name, _with_foreign_characters)
        for name in ("header", "payload", "signature")
    },
    **{f"whose {name} holds a line break": _part(name, _with_line_break) for name in ("payload", "signature")},
    **{f"whose {name} holds a blank": _part(name, _with_blank) for name in ("payload", "signature")},
    **{
        f"whose {name} is {what}": _holding(name, content)
        for name in ("header", "payload")
        for what, content in _CONTENTS.items()
    },
    **{f"whose {name} is not UTF-8": _holding(name, _not_utf8(name)) for name in ("header", "payload")},
    "of one enormous part": lambda _draft, _now: "x" * _ENORMOUS,
    "with an enormous payload": _enormous_payload,
}
