"""Header and payload that are almost JSON, or JSON that parsers read in more than one way.

RFC 8259, section 4 (names that stand twice), RFC 8725, 2.4 and 3.7; parsers that know no difference between `exp` and
`EXP` (Go), that stop at the end of the first object, or that read what JavaScript and Python write by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from conformance.minting.drafts import Alteration, Draft
from conformance.minting.hmac_forgeries import KEY_FORMS, hmac_of
from conformance.protocol import base64url
from conformance.protocol.identity_token import CLAIM_TYPES, HEADER_PARAMETERS, compact_json

_PAST = 1461023254
_OTHER = "somebody-else"


def _rewritten(part: str, write: Callable[[str], str]) -> Alteration:
    """The compact JSON of a part, changed as text."""

    def alter(draft: Draft, _now: int) -> str:
        text = write(draft.json(part))
        return draft.of_json(header=text) if part == "header" else draft.of_json(payload=text)

    return alter


def _member(name: str, value: Any) -> str:
    return compact_json({name: value}).decode("utf-8")[1:-1]


def _first(member: str) -> Callable[[str], str]:
    return lambda text: f"{{{member},{text[1:]}"


def _last(member: str) -> Callable[[str], str]:
    return lambda text: f"{text[:-1]},{member}}}"


def _twice(part: str, name: str, value: Any, words: str) -> dict[str, Alteration]:
    """The member stands twice: the other value before the right one, and after it."""
    return {
        f"whose {name} stands twice, {words} first": _rewritten(part, _first(_member(name, value))),
        f"whose {name} stands twice, {words} last": _rewritten(part, _last(_member(name, value))),
    }


def _alg_twice(other: str, sign: Callable[[Draft, bytes], bytes]) -> dict[str, Alteration]:
    """`alg` stands twice, and the signature is that of the other one."""

    def with_header(write: Callable[[str], str]) -> Alteration:
        def alter(draft: Draft, _now: int) -> str:
            header = base64url.encode(write(draft.json("header")).encode("utf-8"))
            return draft.signed_by(lambda message: sign(draft, message), header)

        return alter

    member = _member("alg", other)
    return {
        f"whose alg stands twice, signed as {other}, which is first": with_header(_first(member)),
        f"whose alg stands twice, signed as {other}, which is last": with_header(_last(member)),
    }


def _hmac(draft: Draft, message: bytes) -> bytes:
    return hmac_of("HS256", KEY_FORMS["PEM"](draft.key.public), message)


def _renamed(part: str, name: str) -> Alteration:
    """The member under its name in capitals, and under no other."""
    return _rewritten(part, lambda text: text.replace(f'"{name}":', f'"{name.upper()}":'))


def _expired_but_for_capitals(draft: Draft, now: int) -> str:
    expired = draft.with_claims(iat=now - 7200, exp=now - 3600)
    return expired.of_json(payload=_last(_member("EXP", now + 300))(expired.json("payload")))


def _stranger_nonce_but_for_capitals(draft: Draft, _now: int) -> str:
    wrong = draft.with_claims(nce="a nonce that nobody gave")
    return wrong.of_json(payload=_last(_member("Nce", draft.claims["nce"]))(wrong.json("payload")))


def _nonce_of_the_prototype(draft: Draft, _now: int) -> str:
    """What merges objects member by member finds the nonce; the token itself has none."""
    return draft.without_claim("nce").with_claims(__proto__={"nce": draft.claims["nce"]}).signed()


def _around(part: str, before: str = "", after: str = "") -> Alteration:
    return _rewritten(part, lambda text: f"{before}{text}{after}")


_AROUND: Mapping[str, tuple[str, str]] = {
    "a letter after its object": ("", "x"),
    "a second object after its object": ("", '{"prn":"somebody-else"}'),
    "a brace after its object": ("", "}"),
    "a zero byte after its object": ("", "\0"),
    "a comment after its object": ("", " // signed"),
    "a letter before its object": ("x", ""),
    "brackets around its object": ("[", "]"),
    "a guard of JavaScript before its object": (")]}',\n", ""),
}

#: What many parsers read, and JSON does not know.
_LAX: Mapping[str, Callable[[str], str]] = {
    "with single quotes": lambda text: text.replace('"', "'"),
    "with names without quotes": lambda text: text.replace('"nce":', "nce:").replace('"alg":', "alg:"),
    "with a comma after its last member": lambda text: f"{text[:-1]},}}",
    "with a comment": lambda text: f"{{/* signed */{text[1:]}",
    "without its last brace": lambda text: text[:-1],
    "with a line break in a string": _last('"note":"a\nb"'),
    "with an escape that JSON does not have": _last('"note":"a\\x41"'),
    "with a number that begins with zeros": _last('"note":007'),
    "with a number that begins with a plus sign": _last('"note":+7'),
    "with a hexadecimal number": _last('"note":0x7'),
    "with True in place of true": _last('"note":True'),
    "with equals signs for colons": lambda text: text.replace('":', '"='),
}

_NO_NUMBERS = ("NaN", "Infinity", "-Infinity")


def _number(claim: str, number: str) -> Alteration:
    def alter(draft: Draft, _now: int) -> str:
        return draft.of_json(
            payload=draft.json("payload").replace(f'"{claim}":{draft.claims[claim]}', f'"{claim}":{number}')
        )

    return alter


def _nested(depth: int) -> Callable[[str], str]:
    return _last(f'"note":{"[" * depth}{"]" * depth}')


#: Every forgery of the JSON, by name.
JSON_FORGERIES: Mapping[str, Alteration] = {
    **_twice("payload", "prn", _OTHER, "another"),
    **_twice("payload", "exp", _PAST, "a past one"),
    **_twice("payload", "nce", "a nonce that nobody gave", "another"),
    **_twice("payload", "iss", "layer:///providers/00000000-0000-4000-8000-00000000dead", "another"),
    **_twice("header", "kid", "layer:///keys/00000000-0000-4000-8000-00000000dead", "another"),
    **_twice("header", "alg", "none", "none"),
    **_twice("header", "cty", "JWT", "another"),
    **_alg_twice("none", lambda _draft, _message: b""),
    **_alg_twice("HS256", _hmac),
    **{f"whose {name} is named in capitals": _renamed("payload", name) for name in CLAIM_TYPES},
    **{f"whose {name} is named in capitals": _renamed("header", name) for name in HEADER_PARAMETERS},
    "that has expired but for an EXP in capitals": _expired_but_for_capitals,
    "for a nonce that nobody gave but for an Nce with a capital": _stranger_nonce_but_for_capitals,
    "whose nce stands in the prototype of its claims alone": _nonce_of_the_prototype,
    **{
        f"whose {part} has {words}": _around(part, *pair)
        for part in ("header", "payload")
        for words, pair in _AROUND.items()
    },
    **{
        f"whose {part} is written {words}": _rewritten(part, write)
        for part in ("header", "payload")
        for words, write in _LAX.items()
    },
    **{f"whose {claim} is {number}": _number(claim, number) for claim in ("iat", "exp") for number in _NO_NUMBERS},
    **{f"with a claim of its own that is {number}": _rewritten("payload", _last(f'"note":{number}'))
       for number in _NO_NUMBERS},
    "whose payload begins with a byte order mark": _around("payload", before="\ufeff"),
    "whose header begins with a byte order mark": _around("header", before="\ufeff"),
    "with a claim that is nested a hundred times": _rewritten("payload", _nested(100)),
    "with a claim that is nested ten thousand times": _rewritten("payload", _nested(10_000)),
    "with a header that is nested ten thousand times": _rewritten("header", _nested(10_000)),
    "with a thousand claims of its own": _rewritten(
        "payload", _last(",".join(f'"note{number}":{number}' for number in range(1000)))
    ),
}  # fmt: skip
