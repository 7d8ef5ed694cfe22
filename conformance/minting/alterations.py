"""Single departures from a right identity token, by the names that features use.

Some must be refused and some accepted: which, the feature says. Each is a function from a right draft to the text
of a token; the table is the whole vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from conformance.durations import parse_duration
from conformance.minting.drafts import Alteration, Draft
from conformance.minting.forgeries import FORGERIES
from conformance.minting.header_faults import HEADER_ALTERATIONS
from conformance.minting.key_forgeries import OPERATOR
from conformance.minting.signature_faults import SIGNATURE_ALTERATIONS
from conformance.minting.structure_faults import STRUCTURE_ALTERATIONS
from conformance.protocol.identity_token import CLAIM_TYPES
from conformance.protocol.layer_id import bare

_UNKNOWN_PROVIDER = "layer:///providers/00000000-0000-4000-8000-00000000dead"

_OF_TYPE: Mapping[str, object] = {
    "null": None,
    "a string": "1461023254",
    "a number": 1461023254,
    "a boolean": True,
    "an array": ["1461023254"],
    "an object": {"value": "1461023254"},
}

_NAME_OF_TYPE: Mapping[type, str] = {str: "a string", int: "a number"}

_SHIFT = re.compile(r"whose (exp|iat) is (.+) from now")


def _set_claims(**changes: Any) -> Alteration:
    return lambda draft, _now: draft.with_claims(**changes).signed()


def _drop_claim(claim: str) -> Alteration:
    return lambda draft, _now: draft.without_claim(claim).signed()


def _retype_claim(claim: str, kind: str) -> Alteration:
    """Write the claim's own value in another type where that is possible, so that a lenient server would accept it."""

    def retype(draft: Draft, _now: int) -> str:
        own = draft.claims[claim]
        value = {"a string": str(own), "an array": [own], "an object": {"value": own}}.get(kind, _OF_TYPE[kind])
        return draft.with_claims(**{claim: value}).signed()

    return retype


def _add_fraction(claim: str) -> Alteration:
    return lambda draft, _now: draft.with_claims(**{claim: draft.claims[claim] + 0.5}).signed()


def _move_time(claim: str, offset: str) -> Alteration:
    """Put the claim so many seconds from now; a token that has expired was issued before its exp, not after."""
    distance = parse_duration(offset)

    def move(draft: Draft, now: int) -> str:
        issued = min(draft.claims["iat"], now + distance - 60) if claim == "exp" else draft.claims["iat"]
        return draft.with_claims(iat=issued).with_claims(**{claim: now + distance}).signed()

    return move


def _strip_provider(draft: Draft, _now: int) -> str:
    return draft.with_claims(iss=bare(draft.claims["iss"])).signed()


_CLAIM_ALTERATIONS: Mapping[str, Alteration] = {
    **{f"without {claim}": _drop_claim(claim) for claim in CLAIM_TYPES},
    **{
        f"whose {claim} is {kind}": _retype_claim(claim, kind)
        for claim, own in CLAIM_TYPES.items()
        for kind in _OF_TYPE
        if kind != _NAME_OF_TYPE[own]
    },
    **{f"whose {claim} has a fraction": _add_fraction(claim) for claim in ("iat", "exp")},
    "whose iss is a provider that nobody registered": _set_claims(iss=_UNKNOWN_PROVIDER),
    "whose iss is not the id of a provider": _set_claims(iss="the identity server"),
    "whose iss is empty": _set_claims(iss=""),
    **{f"whose {claim} is the number zero": _set_claims(**{claim: 0}) for claim in ("iss", "nce")},
    **{f"whose {claim} is an operator of MongoDB": _set_claims(**{claim: OPERATOR}) for claim in ("iss", "nce")},
    "whose iss is a bare UUID": _strip_provider,
    "whose exp is the beginning of 1970": _set_claims(exp=0),
    "whose exp is in milliseconds": lambda draft, now: draft.with_claims(exp=(now + 300) * 1000).signed(),
    "for a UUID as user": _set_claims(prn="0f9b9b3c-6c5e-4f4c-9f29-6fbe4b1b8b5d"),
    "for an email address as user": _set_claims(prn="alice+test@mail.example"),
    "for a telephone number as user": _set_claims(prn="+49 30 1234567"),
    "for a username as user": _set_claims(prn="alice_1"),
    "for a user in Japanese": _set_claims(prn="利用者-太郎"),
    "for a user with an emoji": _set_claims(prn="zoë 🦊"),
    "for a user with a name of 1000 letters": _set_claims(prn="u" * 1000),
    "with first_name, last_name, display_name and avatar_url": _set_claims(
        first_name="Alice",
        last_name="Liddell",
        display_name="Alice 🐇",
        avatar_url="https://images.example/alice.png",
    ),
    "with a display_name only": _set_claims(display_name="Alice"),
    "with optional claims that are null": _set_claims(
        first_name=None, last_name=None, display_name=None, avatar_url=None
    ),
    "with sub, jti and a claim of its own": _set_claims(
        sub="alice", jti="e7a1", **{"https://acme.example/role": ["admin"]}
    ),
    "with a nested object as claim": _set_claims(address={"city": "Berlin", "floors": [1, 2]}),
}

#: Every alteration with a fixed name.
ALTERATIONS: Mapping[str, Alteration] = {
    **_CLAIM_ALTERATIONS,
    **HEADER_ALTERATIONS,
    **STRUCTURE_ALTERATIONS,
    **SIGNATURE_ALTERATIONS,
}


def alteration_named(name: str) -> Alteration:
    """Return the alteration that a feature names: one of the tables, or `whose exp is +30 seconds from now`.

    Raises KeyError for a name that no alteration has.
    """
    shift = _SHIFT.fullmatch(name)
    return _move_time(shift[1], shift[2]) if shift else (ALTERATIONS.get(name) or FORGERIES[name])


def margin_of(name: str) -> int | None:
    """Return how many seconds from now an alteration puts a time, or None where it moves no time."""
    shift = _SHIFT.fullmatch(name)
    return abs(parse_duration(shift[2])) if shift else None
