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
from conformance.minting.header_faults import HEADER_ALTERATIONS
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


_MOVED = re.compile(r"whose (exp|iat) is (.+) from now")


def _claims(**changes: Any) -> Alteration:
    return lambda draft, _now: draft.with_claims(**changes).signed()


def _without(claim: str) -> Alteration:
    return lambda draft, _now: draft.without_claim(claim).signed()


def _retyped(claim: str, kind: str) -> Alteration:
    """The claim's own value in another type where that can be, so that a lenient server would take it."""

    def alter(draft: Draft, _now: int) -> str:
        own = draft.claims[claim]
        value = {"a string": str(own), "an array": [own], "an object": {"value": own}}.get(kind, _OF_TYPE[kind])
        return draft.with_claims(**{claim: value}).signed()

    return alter


def _with_fraction(claim: str) -> Alteration:
    return lambda draft, _now: draft.with_claims(**{claim: draft.claims[claim] + 0.5}).signed()


def _at(claim: str, offset: str) -> Alteration:
    """The claim at so many seconds from now; a token that has expired was made before it did, not after."""
    distance = parse_duration(offset)

    def alter(draft: Draft, now: int) -> str:
        made = min(draft.claims["iat"], now + distance - 60) if claim == "exp" else draft.claims["iat"]
        return draft.with_claims(iat=made).with_claims(**{claim: now + distance}).signed()

    return alter


def _bare_provider(draft: Draft, _now: int) -> str:
    return draft.with_claims(iss=bare(draft.claims["iss"])).signed()


_CLAIM_ALTERATIONS: Mapping[str, Alteration] = {
    **{f"without {claim}": _without(claim) for claim in CLAIM_TYPES},
    **{
        f"whose {claim} is {kind}": _retyped(claim, kind)
        for claim, own in CLAIM_TYPES.items()
        for kind in _OF_TYPE
        if kind != _NAME_OF_TYPE[own]
    },
    **{f"whose {claim} has a fraction": _with_fraction(claim) for claim in ("iat", "exp")},
    "whose iss is a provider that nobody registered": _claims(iss=_UNKNOWN_PROVIDER),
    "whose iss is not the id of a provider": _claims(iss="the identity server"),
    "whose iss is empty": _claims(iss=""),
    "whose iss is a bare UUID": _bare_provider,
    "whose exp is the beginning of 1970": _claims(exp=0),
    "whose exp is in milliseconds": lambda draft, now: draft.with_claims(exp=(now + 300) * 1000).signed(),
    "for a UUID as user": _claims(prn="0f9b9b3c-6c5e-4f4c-9f29-6fbe4b1b8b5d"),
    "for an email address as user": _claims(prn="alice+test@mail.example"),
    "for a telephone number as user": _claims(prn="+49 30 1234567"),
    "for a username as user": _claims(prn="alice_1"),
    "for a user in Japanese": _claims(prn="利用者-太郎"),
    "for a user with an emoji": _claims(prn="zoë 🦊"),
    "for a user with a name of 1000 letters": _claims(prn="u" * 1000),
    "with first_name, last_name, display_name and avatar_url": _claims(
        first_name="Alice",
        last_name="Liddell",
        display_name="Alice 🐇",
        avatar_url="https://images.example/alice.png",
    ),
    "with a display_name only": _claims(display_name="Alice"),
    "with optional claims that are null": _claims(first_name=None, last_name=None, display_name=None, avatar_url=None),
    "with sub, jti and a claim of its own": _claims(
        sub="alice", jti="e7a1", **{"https://acme.example/role": ["admin"]}
    ),
    "with a nested object as claim": _claims(address={"city": "Berlin", "floors": [1, 2]}),
}

#: Every alteration with a fixed name.
ALTERATIONS: Mapping[str, Alteration] = {
    **_CLAIM_ALTERATIONS,
    **HEADER_ALTERATIONS,
    **STRUCTURE_ALTERATIONS,
    **SIGNATURE_ALTERATIONS,
}


def alteration_named(name: str) -> Alteration:
    """Return the alteration that a feature names: one of the table, or `whose exp is +30 seconds from now`.

    Raises KeyError for a name that is none.
    """
    moved = _MOVED.fullmatch(name)
    return _at(moved[1], moved[2]) if moved else ALTERATIONS[name]


def margin_of(name: str) -> int | None:
    """Return how many seconds from now an alteration puts a time, or None where it moves none."""
    moved = _MOVED.fullmatch(name)
    return abs(parse_duration(moved[2])) if moved else None
