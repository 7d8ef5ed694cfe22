"""Every alteration departs from a right token in one way, the one that its name says."""

from __future__ import annotations

import json
import re
from itertools import count

import pytest
from token_reading import departures, members

from conformance.minting import alteration_named, margin_of
from conformance.minting.alterations import ALTERATIONS
from conformance.minting.forgeries import FORGERIES
from conformance.reference.server import CREDENTIALS, ReferenceServer, Request
from conformance.scenarios import feature_at, feature_files

HEADER = ("typ", "alg", "cty", "kid")
STRINGS = ("iss", "prn", "nce")
NUMBERS = ("iat", "exp")
CLAIMS = (*STRINGS, *NUMBERS)
TYPES = {
    "null": type(None),
    "a string": str,
    "a number": int,
    "a boolean": bool,
    "an array": list,
    "an object": dict,
}
#: How the alterations of a type are named.
TYPED = rf"whose ({'|'.join((*HEADER, *CLAIMS))}) is ({'|'.join(TYPES)})"
#: Of these the features need none; they stand in the table for `layer-conformance token mint --fault`.
FOR_USE_BY_HAND = {"whose exp is in milliseconds"}

#: What the suite adds to a token that shows an encoding; a server ignores it.
NOTES = {"header.note", "payload.note"}


def _all(names, *departures):
    return {name: set(departures) for name in names}


#: What departs, by name of the alteration.
DEPARTURES = {
    **{f"without {name}": {f"header.{name}"} for name in HEADER},
    **{f"without {name}": {f"payload.{name}"} for name in CLAIMS},
    **{f"whose {name} is {kind}": {f"header.{name}"} for name in HEADER for kind in TYPES if kind != "a string"},
    **{f"whose {name} is {kind}": {f"payload.{name}"} for name in STRINGS for kind in TYPES if kind != "a string"},
    **{f"whose {name} is {kind}": {f"payload.{name}"} for name in NUMBERS for kind in TYPES if kind != "a number"},
    **{f"whose {name} has a fraction": {f"payload.{name}"} for name in NUMBERS},
    **_all(["with typ JOSE", "with an empty typ", "with typ JWS"], "header.typ"),
    **_all(["with cty layer-eit;v=2", "with cty layer-eit", "with cty JWT", "with an empty cty"], "header.cty"),
    **_all(
        [
            "with a kid that nobody registered",
            "with an empty kid",
            "whose kid is the number zero",
            "with a kid that is no key id",
            "with a kid that is a path",
            "with the id of the provider as kid",
            "with a bare UUID as kid",
        ],
        "header.kid",
    ),
    **_all(
        [
            "with alg none and the right signature",
            "signed with an algorithm that nobody knows",
            "with an empty alg",
        ],
        "header.alg",
    ),
    **_all(
        [
            *(f"with alg {spelling}" for spelling in ("none", "None", "NONE", "nOnE")),
            *(f"signed with {alg}" for alg in ("RS384", "RS512", "PS256", "PS384", "PS512", "ES256")),
            "signed with HS256 and the public key as the secret",
            "signed with HS256 and the public key without its last newline",
            "signed with HS256 and the PKCS#1 public key as the secret",
            "signed with HS256 and an empty secret",
        ],
        "header.alg",
        "signature",
    ),
    **{f"that brings its own key as {name}": {f"header.{name}", "signature"} for name in ("jwk", "jku", "x5c")},
    **_all(
        [
            "whose iss is a provider that nobody registered",
            "whose iss is not the id of a provider",
            "whose iss is empty",
            "whose iss is the number zero",
            "whose iss is an operator of MongoDB",
            "whose iss is a bare UUID",
        ],
        "payload.iss",
    ),
    **_all(["whose nce is the number zero", "whose nce is an operator of MongoDB"], "payload.nce"),
    **_all(["whose exp is the beginning of 1970", "whose exp is in milliseconds"], "payload.exp"),
    **_all(
        [
            "for a UUID as user",
            "for an email address as user",
            "for a telephone number as user",
            "for a username as user",
            "for a user in Japanese",
            "for a user with an emoji",
            "for a user with a name of 1000 letters",
        ],
        "payload.prn",
    ),
    "with first_name, last_name, display_name and avatar_url": {
        f"payload.{name}" for name in ("first_name", "last_name", "display_name", "avatar_url")
    },
    "with a display_name only": {"payload.display_name"},
    "with optional claims that are null": {
        f"payload.{name}" for name in ("first_name", "last_name", "display_name", "avatar_url")
    },
    "with sub, jti and a claim of its own": {"payload.sub", "payload.jti", "payload.https://acme.example/role"},
    "with a nested object as claim": {"payload.address"},
    **_all(
        [
            *(f"of {number} part{'s' * (number != 'one')}" for number in ("one", "two", "four", "five")),
            "of a header and a signature",
            "of a payload and a signature",
            "with a dot at the end",
        ],
        "parts",
    ),
    "of one enormous part": {"parts"},
    **{
        f"whose {part} {fault}": {f"{part} encoding", *NOTES}
        for part in ("header", "payload", "signature")
        for fault in (
            "is padded",
            "is in the standard alphabet",
            "holds foreign characters",
            "ends in foreign characters",
        )
    },
    **{f"whose {part} ends in stray bits": {f"{part} encoding", *NOTES} for part in ("header", "payload")},
    **{
        f"whose {part} holds {what}": {f"{part} encoding", *NOTES}
        for part in ("payload", "signature")
        for what in ("a line break", "a blank")
    },
    **{
        f"whose {part} is {what}": {f"{part} content"}
        for part in ("header", "payload")
        for what in ("no JSON", "an array", "a number", "null", "nothing", "not UTF-8")
    },
    "with an enormous payload": {"payload content", "signature"},
    "whose user was changed after signing": {"payload.prn", "signature"},
    "whose exp was changed after signing": {"payload.exp", "signature"},
    "that was given a claim after signing": {"payload.display_name", "signature"},
    "whose header was given a member after signing": {"header.zip", "signature"},
    **_all(
        [
            "whose header members were put in another order after signing",
            "with an empty signature",
            "whose signature lacks its last byte",
            "whose signature lacks its second half",
            "whose signature has one bit flipped",
            "whose signature has a byte too many",
            "whose signature is all zeros",
            "with the signature of another token",
            "signed by another key",
        ],
        "signature",
    ),
}


def test_no_alteration_is_forgotten_here():
    """Whoever adds one says what it changes."""
    assert DEPARTURES.keys() == ALTERATIONS.keys()


def test_it_departs_in_the_way_that_its_name_says_and_in_no_other(draft, mint, subtests):
    """A control that differs in more than one thing controls nothing."""
    for name, alter in ALTERATIONS.items():
        with subtests.test(name):
            assert departures(alter(draft, mint.now()), draft) == DEPARTURES[name]


@pytest.mark.parametrize("form", ["right", "signed"])
def test_a_right_token_departs_in_nothing(draft, form):
    """Neither as the library makes it, nor as it is assembled here."""
    assert departures(getattr(draft, form)(), draft) == set()


def test_a_wrong_type_is_the_type_of_its_name(draft, mint, subtests):
    """With the claim's own value in it where that can be, so that a lenient server would take it."""
    for name in (name for name in ALTERATIONS if re.fullmatch(TYPED, name)):
        with subtests.test(name):
            member, kind = re.fullmatch(TYPED, name).groups()
            part, own = (0, draft.header) if member in HEADER else (1, draft.claims)
            value = members(ALTERATIONS[name](draft, mint.now()).split(".")[part])[member]
            assert type(value) is TYPES[kind]
            assert kind != "an array" or value == [own[member]]
            assert kind != "a string" or value == str(own[member])


@pytest.mark.parametrize("bits", [1024, 3072])
def test_a_signature_of_any_length_is_altered(mint, bits, draft_by, subtests):
    """One of 384 bytes has no padding in base64, and must be padded all the same."""
    drafts = (draft_by(bits).with_claims(jti=str(number)) for number in count())
    draft = next(each for each in drafts if set("-_") & set(each.signed().split(".")[2]))
    for name in (name for name in ALTERATIONS if "signature" in name):
        with subtests.test(name):
            token = ALTERATIONS[name](draft, mint.now())
            assert token not in (draft.signed(), draft.with_header(note="").signed())
            assert departures(token, draft) == DEPARTURES[name]


def test_the_least_key_makes_every_token(mint, draft_by, subtests):
    """1024 bits are the fewest that a target file takes; PS512 has no room there for its usual salt."""
    for name in (*ALTERATIONS, *FORGERIES):
        with subtests.test(name):
            assert alteration_named(name)(draft_by(1024), mint.now())


def test_a_signature_without_a_telling_character_is_not_taken(draft, mint, monkeypatch):
    """In one of fifty thousand both alphabets write the same: another token is signed then."""
    signatures = iter([bytes(256), bytes(256), b"\xff" * 256])
    monkeypatch.setattr(type(draft.key), "sign", lambda _key, _message: next(signatures))
    token = ALTERATIONS["whose signature is in the standard alphabet"](draft, mint.now())
    assert token.endswith("/w")


class TestTimes:
    @pytest.mark.parametrize("claim", ["exp", "iat"])
    @pytest.mark.parametrize(("offset", "distance"), [("+30 seconds", 30), ("-1 day", -86400), ("1 hour", 3600)])
    def test_a_time_is_moved_by_the_targets_clock(self, draft, mint, claim, offset, distance):
        """And nothing else is, but that a token is always made before it expires."""
        token = alteration_named(f"whose {claim} is {offset} from now")(draft, mint.now())
        claims = members(token.split(".")[1])
        assert departures(token, draft) - {"payload.iat"} == {f"payload.{claim}"} - {"payload.iat"}
        assert claims[claim] == mint.now() + distance
        assert claim == "iat" or claims["iat"] < min(claims["exp"], mint.now())

    @pytest.mark.parametrize("name", ["without nothing", "whose nbf is +30 seconds from now", ""])
    def test_a_name_that_is_none_is_refused(self, name):
        """A slip in a feature is an error and not a token."""
        with pytest.raises(KeyError):
            alteration_named(name)

    def test_a_duration_that_is_none_is_refused(self):
        """As is a slip in its offset."""
        with pytest.raises(ValueError, match="'soon' is not a duration"):
            alteration_named("whose exp is soon from now")

    @pytest.mark.parametrize(
        ("name", "margin"),
        [
            ("whose exp is +30 seconds from now", 30),
            ("whose exp is -30 seconds from now", 30),
            ("whose iat is -1 day from now", 86400),
            ("whose exp is the beginning of 1970", None),
            ("without exp", None),
        ],
    )
    def test_the_margin_is_the_distance_from_the_edge(self, name, margin):
        """What the clock's uncertainty is compared with."""
        assert margin_of(name) == margin


def names_in_features():
    """Yield every alteration that a feature names, in every row of every outline."""
    for path in feature_files("server"):
        for template in feature_at(path).scenarios.values():
            rows = [row for table in template.examples for row in table.as_contexts()] or [{}]
            for row in rows:
                for step in template.render(row).steps:
                    named = re.fullmatch("a session is requested with another identity token (.+)", step.name)
                    if named:
                        yield named[1]
                    if step.name == "a session is requested with each of these identity tokens":
                        yield from (name for (name,) in step.datatable.raw())


class TestFeatures:
    def test_every_name_in_a_feature_exists(self):
        """A name that is none would be an error in the middle of a run."""
        for name in names_in_features():
            alteration_named(name)

    def test_every_entry_of_the_table_is_used(self):
        """By a feature, or by hand."""
        assert {*ALTERATIONS, *FORGERIES} - set(names_in_features()) == FOR_USE_BY_HAND


def test_the_control_of_every_alteration_is_accepted(mint, clock):
    """A right draft opens a session at the reference: what an alteration departs from is right."""
    server = ReferenceServer(clock)
    accept = (("Accept", "application/vnd.layer+json; version=2.0"),)
    for form in ("right", "signed"):
        nonce = server.handle(Request("POST", "/nonces", accept)).content["nonce"]
        fields = {"identity_token": getattr(mint.draft(nonce), form)(), "app_id": CREDENTIALS.app_id}
        assert server.handle(Request("POST", "/sessions", accept, json.dumps(fields).encode())).status == 201
