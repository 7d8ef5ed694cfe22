"""Tokens that say of themselves that nobody has signed them, in every shape that a library has taken.

`alg` none has been compared in one case only, trimmed, or looked up in a table that answers nothing with nothing
(CVE-2015-2951, CVE-2020-15957, CVE-2020-28042, CVE-2021-29451, CVE-2022-23540).
"""

from __future__ import annotations

from collections.abc import Mapping

from conformance.minting.drafts import Alteration, Draft

#: Values of `alg` that stand for no algorithm, by the words of the features.
_ALGS: Mapping[str, object] = {
    "none and a blank before it": " none",
    "none and a blank after it": "none ",
    "none and a line break after it": "none\n",
    "none and a zero byte after it": "none\0",
    "none in wide letters": "\uff4e\uff4f\uff4e\uff45",
    "NoNe": "NoNe",
    "nonE": "nonE",
    "null": None,
    "false": False,
    "0": 0,
    "an empty string": "",
    "an empty list": [],
    "none in a list": ["none"],
    "an algorithm that nobody knows": "XX999",
    "HS256": "HS256",
    "ES256": "ES256",
    "PS256": "PS256",
}


def _unsigned(alg: object, ending: str = ".") -> Alteration:
    return lambda draft, _now: ".".join(draft.with_header(alg=alg).parts()) + ending


def _without_alg(draft: Draft, _now: int) -> str:
    return ".".join((*draft.without_header("alg").parts(), ""))


def _between_dots(draft: Draft, _now: int) -> str:
    return f".{draft.parts()[1]}."


def _named_by_kid(alg: str, kid: str | None) -> Alteration:
    def named(draft: Draft, _now: int) -> str:
        unsigned = draft.without_header("kid") if kid is None else draft.with_header(kid=kid)
        return ".".join((*unsigned.with_header(alg=alg).parts(), ""))

    return named


def _with_empty_header(draft: Draft, _now: int) -> str:
    return ".".join((*Draft({}, draft.claims, draft.key).parts(), ""))


#: Every forgery without a signature, by name.
UNSIGNED_FORGERIES: Mapping[str, Alteration] = {
    **{f"without a signature and with {words} as alg": _unsigned(alg) for words, alg in _ALGS.items()},
    "without a signature and with none as alg, without kid": _named_by_kid("none", None),
    "without a signature and with NONE as alg, without kid": _named_by_kid("NONE", None),
    "without a signature and with none as alg and as kid": _named_by_kid("none", "none"),
    "without a signature and without alg": _without_alg,
    "without a signature and with an empty header": _with_empty_header,
    "of nothing but its payload between dots": _between_dots,
    "of two parts, with none as alg": _unsigned("none", ending=""),
    "with none as alg and a signature by nobody": _unsigned("none", ending=".bm9ib2R5"),
    "with none as alg and equals signs for a signature": _unsigned("none", ending=".="),
    "with none as alg and an encoded nothing for a signature": _unsigned("none", ending=".bnVsbA"),
}
