"""Every alteration that features can name: a single fault fails a single check, and a lawful one fails none."""

from __future__ import annotations

import re
from functools import cache

from conformance.clock import VirtualClock
from conformance.keys import published_key
from conformance.minting import Mint, alteration_named
from conformance.minting.alterations import ALTERATIONS
from conformance.validation import Expected, Keys, Outcome, ReferenceTime, check_token

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

#: Which check must fail, by a pattern that the alteration's name begins with; the first that fits.
CHECK_OF = (
    (r"whose exp was changed|whose (user|header) (was|members)", "signature"),
    (r"whose exp is the beginning of 1970", "time: exp"),
    (r"with(out| an empty|)? (typ|alg|cty|kid|iss|prn|iat|exp|nce)\b", r"\2"),
    (r"whose (typ|alg|cty|kid|iss|prn|iat|exp|nce)\b", r"\1"),
    (
        r"whose (header|payload|signature) (is padded|is in the standard|holds|ends in stray|ends in foreign)",
        "base64url",
    ),
    (r"whose (header|payload)", r"\1"),
    (r"for an? ", "prn"),
    (r"signed with ", "alg"),
    (r"with (a kid|the id of the provider as kid)", "kid"),
    (r"(of |with a dot|with an enormous)", "parts"),
    (r"(that |whose signature|signed by|with an empty signature|with the signature)", "signature"),
)

#: What a fault brings along that cannot stand alone.
ALSO = {
    **{name: {"signature"} for name in ALTERATIONS if name.startswith("signed with ")},
    "signed with an algorithm that nobody knows": set(),
    **{f"with alg {spelling}": {"signature"} for spelling in ("none", "None", "NONE", "nOnE")},
    "whose user was changed after signing": {"prn"},
}


def check_of(name):
    return next(found.expand(check) for pattern, check in CHECK_OF if (found := re.match(pattern, name)))


@cache
def checked(name):
    token = alteration_named(name)(DRAFT, int(CLOCK.now()))
    return check_token(
        token, Keys(KEY.public), Expected(*IDS, "n" * 40, DRAFT.claims["prn"]), ReferenceTime(CLOCK.now())
    )


def test_a_single_fault_fails_a_single_check(subtests):
    """One fault hides no other, and makes none up; whatever it leaves unreadable is not checked."""
    for name in sorted(set(ALTERATIONS) - LAWFUL):
        with subtests.test(name):
            failed = {check.id for check in checked(name).with_outcome(Outcome.FAILED)}
            assert failed == {check_of(name)} | ALSO.get(name, set())


def test_a_lawful_alteration_fails_nothing(subtests):
    """Unusual is not wrong."""
    for name in sorted(LAWFUL):
        with subtests.test(name):
            assert checked(name).ok


def test_every_failure_says_what_would_be_right(subtests):
    """A reason is one sentence without a line break, and is never cut short."""
    for name in sorted(ALTERATIONS):
        with subtests.test(name):
            for check in checked(name).checks:
                assert check.reason
                assert "\n" not in check.reason
                assert len(check.reason) < 400
