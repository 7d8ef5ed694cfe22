"""Values at the edge of what a claim or a parameter can be: numbers, users, algorithms and types in other spellings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conformance.minting.drafts import Alteration, Draft

_32, _64 = 2**32, 2**64

#: `exp` as it is written, by words; `now` is the target's time of day.
_EXPIRED: Mapping[str, Callable[[int], str]] = {
    "is -1": lambda _now: "-1",
    "is 1": lambda _now: "1",
    "is five minutes, as a life": lambda _now: "300",
    "is -0": lambda _now: "-0",
    "is -2147483648": lambda _now: str(-(2**31)),
    "is the least number of 64 bits": lambda _now: str(-(2**63)),
    "is a negative number of thirty digits": lambda _now: f"-1{'0' * 30}",
    "is to come but for 2 to the 32nd": lambda now: str(now + 300 - _32),
    "is to come but for 2 to the 64th": lambda now: str(now + 300 - _64),
    "is past, with an exponent": lambda _now: "14e8",
}

_FUTURE: Mapping[str, Callable[[int], str]] = {
    "is the first second beyond 31 bits": lambda _now: str(2**31),
    "is the first second beyond 32 bits": lambda _now: str(_32),
    "is two hundred years ahead": lambda now: str(now + 200 * 365 * 86400),
}

_GIANT: Mapping[str, Callable[[int], str]] = {
    "is beyond the year 9999": lambda _now: "253402300800",
    "is the first number that a double cannot hold": lambda _now: str(2**53 + 1),
    "is the first number beyond 63 bits": lambda _now: str(2**63),
    "is the first number beyond 64 bits": lambda _now: str(_64),
    "is a number of thirty digits": lambda _now: f"1{'0' * 30}",
    "is a number of five thousand digits": lambda _now: "9" * 5000,
    "is to come, with an exponent": lambda _now: "20e8",
    "is to come, with .0": lambda now: f"{now + 300}.0",
    "has an exponent beyond any double": lambda _now: "1e400",
}

_ISSUED: Mapping[str, Callable[[int], str]] = {
    "is 0": lambda _now: "0",
    "is -1": lambda _now: "-1",
    "is -0": lambda _now: "-0",
    "is the least number of 64 bits": lambda _now: str(-(2**63)),
    "is a negative number of thirty digits": lambda _now: f"-1{'0' * 30}",
}

_NOT_YET: Mapping[str, Callable[[int], str]] = {
    "is a moment ago and 2 to the 32nd": lambda now: str(now - 5 + _32),
    "is a moment ago and 2 to the 64th": lambda now: str(now - 5 + _64),
    "is a number of thirty digits": lambda _now: f"1{'0' * 30}",
    "is in milliseconds": lambda now: str(now * 1000),
}


def _number(claim: str, write: Callable[[int], str]) -> Alteration:
    def alter(draft: Draft, now: int) -> str:
        right = f'"{claim}":{draft.claims[claim]}'
        return draft.of_json(payload=draft.json("payload").replace(right, f'"{claim}":{write(now)}'))

    return alter


#: Users as JSON writes them; half a pair of surrogates is no character, and can be written as an escape only.
_USERS: Mapping[str, str] = {
    "blanks around it": " alice ",
    "a zero byte within": "alice\\u0000bob",
    "a zero byte at its end": "alice\\u0000",
    "half a pair of surrogates": "alice\\ud83d",
    "a pair of surrogates in the wrong order": "\\udd8a\\ud83e",
    "marks of direction": "\u202eecila\u202c",
    "signs without a width": "al\u200bi\u200dce",
    "an accent of its own": "zoe\u0308",
    "a byte order mark": "\ufeffalice",
    "a line break": "alice\\r\\nbob",
    "markup": "<b>alice</b>",
    "quotes": "alice' OR '1'='1",
    "placeholders": "%s%n${x}{{x}}",
}
_WHOLE_USERS: Mapping[str, str] = {
    "an empty string": "",
    "a blank": " ",
    "a path": "../../alice",
    "ten thousand letters": "u" * 10_000,
}


def _user(text: str) -> Alteration:
    def alter(draft: Draft, _now: int) -> str:
        return draft.of_json(payload=draft.with_claims(prn="PRN").json("payload").replace('"PRN"', f'"{text}"'))

    return alter


#: Names that are not RS256, with a signature that is.
_ALGS = {
    "rs256": "rs256",
    "Rs256": "Rs256",
    "RS256 and a blank after it": "RS256 ",
    "RS256 and a blank before it": " RS256",
    "RS256 and a line break after it": "RS256\n",
    "RS256 and a long s": "R\u017f256",
    "RS256 and a zero byte after it": "RS256\0",
    "RS-256": "RS-256",
    "RSA256": "RSA256",
    "RSA": "RSA",
    "RS256 and RS256 again": "RS256,RS256",
    "SHA256withRSA": "SHA256withRSA",
    "RS256 as XML has it": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
}

_TYPS = ("jwt", "Jwt", "application/jwt", "application/JWT", "JWT ", "at+jwt")
_CTYS = ("LAYER-EIT;V=1", "layer-eit; v=1", 'layer-eit;v="1"', "application/layer-eit;v=1")
_OTHER_CTYS = (
    "layer-eit;v=10",
    "layer-eit;v=1.1",
    "layer-eit;v=",
    "layer-eit;v=2;v=1",
    "x-layer-eit;v=1",
    "layer-eitv=1",
)


def _parameter(name: str, value: str) -> Alteration:
    return lambda draft, _now: draft.with_header(**{name: value}).signed()


#: Every odd value, by name.
ODD_VALUES: Mapping[str, Alteration] = {
    **{
        f"whose {claim} {words}": _number(claim, write)
        for claim, numbers in (("exp", {**_EXPIRED, **_FUTURE, **_GIANT}), ("iat", {**_ISSUED, **_NOT_YET}))
        for words, write in numbers.items()
    },
    **{f"whose prn is {words}": _user(text) for words, text in _WHOLE_USERS.items()},
    **{f"whose prn has {words}": _user(text) for words, text in _USERS.items()},
    **{f"with {words} as alg": _parameter("alg", value) for words, value in _ALGS.items()},
    **{f"with typ {value.strip()}{' and a blank' if value[-1] == ' ' else ''}": _parameter("typ", value)
       for value in _TYPS},
    **{f"with cty {value}": _parameter("cty", value) for value in (*_CTYS, *_OTHER_CTYS)},
}  # fmt: skip
