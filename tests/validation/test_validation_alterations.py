"""Every alteration that features can name: a single fault fails a single check, and a lawful one fails none."""

from __future__ import annotations

import pytest

from conformance.clock import VirtualClock
from conformance.keys import published_key
from conformance.minting import Mint, alteration_named
from conformance.minting.alterations import ALTERATIONS
from conformance.validation import Expected, Keys, Moment, Outcome, check_token

CLOCK = VirtualClock()
KEY = published_key("application")
IDS = ("layer:///providers/cf0eb712-d9ab-11e5-b6a9-c01d00006542", "layer:///keys/cd8c286e-f2e4-11e5-99fe-eecb000000b0")
DRAFT = Mint(CLOCK, *IDS, KEY).draft("n" * 40)

LAWFUL = {
    "whose iss is a bare UUID",
    "with a bare UUID as kid",
    "with first_name, last_name, display_name and avatar_url",
    "with a display_name only",
    "with optional claims that are null",
    "with sub, jti and a claim of its own",
    "with a nested object as claim",
}

#: Which check must fail, by the beginning of the alteration's name; the first that fits.
CHECK_OF = (
    *((f"{kind}{name}", check) for check in ("iss", "prn", "iat", "exp", "nce", "typ", "alg", "cty", "kid")
      for name in (check,) for kind in ("without ", "whose ")),
    ("whose header was given a member", "signature"),
    ("whose header members", "signature"),
    ("whose user was changed", "signature"),
    ("whose signature is padded", "base64url"),
    ("whose signature is in the standard", "base64url"),
    ("whose signature holds", "base64url"),
    ("whose signature", "signature"),
    ("for a ", "prn"),
    ("for an ", "prn"),
    ("with typ", "typ"),
    ("with an empty typ", "typ"),
    ("with cty", "cty"),
    ("with an empty cty", "cty"),
    ("with alg", "alg"),
    ("with an empty alg", "alg"),
    ("signed with", "alg"),
    ("with a kid", "kid"),
    ("with an empty kid", "kid"),
    ("with the id of the provider as kid", "kid"),
    ("that", "signature"),
    ("with an empty signature", "signature"),
    ("with the signature of another", "signature"),
    ("signed by another key", "signature"),
    ("of ", "parts"),
    ("with a dot at the end", "parts"),
    ("with an enormous payload", "parts"),
)  # fmt: skip

#: What a fault brings along that cannot stand alone.
ALSO = {
    **dict.fromkeys((name for name in ALTERATIONS if name.startswith("signed with")), {"signature"}),
    "signed with an algorithm that nobody knows": set(),
    **dict.fromkeys((f"with alg {spelling}" for spelling in ("none", "None", "NONE", "nOnE")), {"signature"}),
    "whose user was changed after signing": {"prn"},
}


def check_of(name):
    if name in ("whose exp was changed after signing", "whose exp is the beginning of 1970"):
        return "signature" if "signing" in name else "time: exp"
    for part in ("header", "payload"):
        if name.startswith(f"whose {part} ") and "after signing" not in name:
            spelt = ("padded", "alphabet", "characters", "line break", "blank")
            return "base64url" if name.endswith(spelt) else part
    return next(check for beginning, check in CHECK_OF if name.startswith(beginning))


def checked(name):
    token = alteration_named(name)(DRAFT, int(CLOCK.now()))
    return check_token(token, Keys(KEY.public), Expected(*IDS, "n" * 40, DRAFT.claims["prn"]), Moment(CLOCK.now()))


@pytest.mark.parametrize("name", sorted(set(ALTERATIONS) - LAWFUL))
def test_a_single_fault_fails_a_single_check(name):
    """One fault hides no other, and makes none up; whatever it leaves unreadable is not checked."""
    failed = {check.id for check in checked(name).with_outcome(Outcome.FAILED)}
    assert failed == {check_of(name)} | ALSO.get(name, set())


@pytest.mark.parametrize("name", sorted(LAWFUL))
def test_a_lawful_alteration_fails_nothing(name):
    """Unusual is not wrong."""
    assert checked(name).ok


@pytest.mark.parametrize("name", sorted(ALTERATIONS))
def test_every_failure_says_what_would_be_right(name):
    """A reason is one sentence without a line break, and is never cut short."""
    for check in checked(name).checks:
        assert check.reason
        assert "\n" not in check.reason
        assert len(check.reason) < 400
