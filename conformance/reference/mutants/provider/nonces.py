"""Providers that do something to a nonce on its way from the request into the token."""

from __future__ import annotations

import hashlib
import html
import re
import secrets
import uuid
from collections.abc import Callable
from urllib.parse import quote, unquote, unquote_plus

from conformance.reference.messages import Answer
from conformance.reference.mutants.provider.departures import (
    Change,
    provider_mutant,
    provider_mutant_of_table,
    saying,
)
from conformance.reference.provider import ReferenceProvider, TokenRefusalError, TokenVisit


def _changing(changed: Callable[[str], object]) -> Change:
    return saying("ISSUE-NCE-1", "nce", lambda visit: changed(str(visit.nonce)))


def _uuid_normalised(nonce: str) -> str:
    try:
        return uuid.UUID(nonce).hex
    except ValueError:
        return nonce


for _name, _sentence, _changed in (
    ("decodes_nonces", "Undoes the escapes of URLs in a nonce once too often.", unquote),
    ("decodes_nonces_as_forms_do", "Undoes escapes and plus signs in a nonce once too often.", unquote_plus),
    ("reads_plus_signs_as_blanks", "Reads the plus signs of a nonce as blanks.", lambda nonce: nonce.replace("+", " ")),
    ("drops_plus_signs", "Leaves the plus signs of a nonce out.", lambda nonce: nonce.replace("+", "")),
    ("escapes_nonces_for_urls", "Escapes a nonce for URLs.", lambda nonce: quote(nonce, safe="")),
    ("escapes_percent_signs", "Doubles the percent signs of a nonce.", lambda nonce: nonce.replace("%", "%%")),
    ("escapes_nonces_for_html", "Escapes a nonce for HTML.", html.escape),
    ("escapes_angle_brackets_of_nonces", "Escapes the angle brackets of a nonce for HTML.",
     lambda nonce: nonce.replace("<", "&lt;").replace(">", "&gt;")),
    ("escapes_quotes_of_nonces", "Escapes the single quotes of a nonce for HTML.",
     lambda nonce: nonce.replace("'", "&#39;")),
    ("unescapes_nonces_of_html", "Undoes escapes of HTML in a nonce.", html.unescape),
    ("cuts_nonces_at_ampersands", "Cuts a nonce off at an ampersand.", lambda nonce: nonce.partition("&")[0]),
    ("escapes_slashes", "Writes a backslash before every slash of a nonce.", lambda nonce: nonce.replace("/", "\\/")),
    ("trims_dots", "Cuts the dots around a nonce off.", lambda nonce: nonce.strip(".")),
    ("trims_dashes", "Cuts the dashes around a nonce off.", lambda nonce: nonce.strip("-")),
    ("trims_equals_signs", "Cuts the equals signs behind a nonce off.", lambda nonce: nonce.rstrip("=")),
    ("drops_dashes", "Leaves the dashes of a nonce out.", lambda nonce: nonce.replace("-", "")),
    ("writes_uuids_without_dashes", "Writes a nonce that is a UUID without its dashes.", _uuid_normalised),
    ("writes_nonces_in_base64url", "Turns the base64 of a nonce into base64url.",
     lambda nonce: nonce.translate(str.maketrans("+/", "-_"))),
    ("writes_nonces_in_small_letters", "Writes a nonce in small letters.", str.lower),
    ("writes_nonces_in_capitals", "Writes a nonce in capitals.", str.upper),
    ("cleans_nonces_up", "Leaves out of a nonce what is neither letter nor digit.",
     lambda nonce: re.sub(r"[^A-Za-z0-9]", "", nonce)),
    ("cuts_nonces_to_255", "Keeps a nonce in a column of 255 characters.", lambda nonce: nonce[:255]),
    ("cuts_nonces_to_64", "Keeps a nonce in a column of 64 characters.", lambda nonce: nonce[:64]),
    ("cuts_nonces_to_36", "Keeps a nonce in a column for UUIDs.", lambda nonce: nonce[:36]),
    ("pads_short_nonces", "Fills a nonce up to eight characters.", lambda nonce: nonce.rjust(8, "0")),
    ("reads_nonces_as_numbers", "Reads a nonce of digits as a number, and loses its zeros.",
     lambda nonce: str(int(nonce)) if nonce.isdigit() else nonce),
    ("writes_nonces_as_numbers", "Writes a nonce of digits as a number.",
     lambda nonce: int(nonce) if nonce.isdigit() else nonce),
    ("digests_nonces", "Writes the digest of a nonce.", lambda nonce: hashlib.sha256(nonce.encode()).hexdigest()),
    ("turns_nonces_round", "Writes a nonce backwards.", lambda nonce: nonce[::-1]),
    ("puts_quotes_around_nonces", "Writes quotes around a nonce.", lambda nonce: f'"{nonce}"'),
    ("writes_a_blank_behind_nonces", "Writes a blank behind a nonce.", lambda nonce: f"{nonce} "),
    ("writes_nonces_as_lists", "Writes a nonce as a list.", lambda nonce: [nonce]),
    ("answers_one_nonce_for_all", "Writes the nonce of the documents' example into every token.",
     lambda _: "abcNONCE123"),
    ("answers_nonces_of_its_own", "Writes a nonce of its own into every token.", lambda _: secrets.token_hex(20)),
):  # fmt: skip
    provider_mutant_of_table("ISSUE-NCE-1", _name, _sentence, _changing(_changed))


def _wanting(fits: Callable[[str], bool]) -> Change:
    def strict(visit: TokenVisit) -> None:
        if isinstance(visit.nonce, str) and visit.nonce and not fits(visit.nonce):
            raise TokenRefusalError(422, "nonce has a wrong form.")

    return lambda provider: provider.adding(strict, to="request", before="app-id")


for _name, _sentence, _fits in (
    ("wants_hexadecimal_nonces", "Refuses a nonce that is not hexadecimal.",
     lambda nonce: re.fullmatch(r"[0-9a-f-]+", nonce) is not None),
    ("wants_long_nonces", "Refuses a nonce of fewer than eight characters.", lambda nonce: len(nonce) >= 8),
    ("wants_nonces_below_256", "Refuses a nonce of more than 255 characters.", lambda nonce: len(nonce) < 256),
    ("wants_no_percent_signs", "Refuses a nonce with a percent sign in it.", lambda nonce: "%" not in nonce),
    ("wants_a_letter_first", "Refuses a nonce that begins with a dot.", lambda nonce: not nonce.startswith(".")),
    ("wants_forty_characters", "Refuses a nonce that has not forty characters.", lambda nonce: len(nonce) == 40),
):  # fmt: skip
    provider_mutant_of_table("ISSUE-NCE-1", _name, _sentence, _wanting(_fits))


@provider_mutant("ISSUE-NCE-1")
def answers_the_nonce_before(provider: ReferenceProvider) -> ReferenceProvider:
    """Writes the nonce of the request before into every token but the first."""
    seen: list[object] = []

    def nce(visit: TokenVisit) -> dict[str, object]:
        seen.append(visit.nonce)
        return {"nce": seen[-2:][0]}

    return provider.replacing("ISSUE-NCE-1", nce)


def _cached(key: Callable[[TokenVisit], object]) -> Change:
    def change(provider: ReferenceProvider) -> ReferenceProvider:
        make, tokens = provider.rules["LIFETIME-CACHE-1"], dict[object, str]()

        def cached(visit: TokenVisit) -> str:
            if key(visit) not in tokens:
                tokens[key(visit)] = make(visit)
            return tokens[key(visit)]

        return provider.replacing("LIFETIME-CACHE-1", cached)

    return change


for _requirement, _name, _sentence, _change in (
    ("ISSUE-NCE-2", "gives_one_token_to_all", "Gives its first token to everyone who asks.", _cached(lambda _: 0)),
    ("ISSUE-NCE-2", "gives_one_token_to_a_user", "Gives each user their first token again and again.",
     _cached(lambda visit: visit.user)),
    ("ISSUE-NCE-2", "gives_one_token_a_minute", "Gives a user the same token for a minute.",
     _cached(lambda visit: (visit.user, visit.now // 60))),
    ("ISSUE-NCE-2", "tells_nonces_by_their_length", "Gives the same token for nonces of the same length.",
     _cached(lambda visit: (visit.user, len(str(visit.nonce))))),
    ("LIFETIME-CACHE-1", "keeps_tokens_by_nonce", "Gives a nonce that is sent again the token that it made before.",
     _cached(lambda visit: (visit.user, visit.nonce))),
    ("LIFETIME-CACHE-1", "keeps_tokens_by_request", "Gives a request that is sent again the answer of the first.",
     _cached(lambda visit: visit.request.body)),
    ("LIFETIME-CACHE-1", "keeps_tokens_for_a_day", "Gives a nonce the same token for a day.",
     _cached(lambda visit: (visit.user, visit.nonce, visit.now // 86400))),
):  # fmt: skip
    provider_mutant_of_table(_requirement, _name, _sentence, _change)


@provider_mutant("ISSUE-NCE-2")
def makes_a_second_token_for_the_first_nonce(provider: ReferenceProvider) -> ReferenceProvider:
    """Signs every time, and always for the nonce that came first."""
    seen: list[object] = []

    def nce(visit: TokenVisit) -> dict[str, object]:
        seen.append(visit.nonce)
        return {"nce": seen[0]}

    return provider.replacing("ISSUE-NCE-1", nce).adding(lambda _: {"jti": secrets.token_hex(8)}, to="claims")


@provider_mutant("LIFETIME-CACHE-1")
def remembers_when_a_nonce_came(provider: ReferenceProvider) -> ReferenceProvider:
    """Signs every time, with the iat that the nonce had when it came first."""
    came: dict[object, int] = {}

    def iat(visit: TokenVisit) -> dict[str, object]:
        return {"iat": came.setdefault(visit.nonce, int(visit.now)), "jti": secrets.token_hex(8)}

    return provider.replacing("LIFETIME-IAT-1", iat)


@provider_mutant("LIFETIME-CACHE-1")
def falls_over_a_nonce_that_it_knows(provider: ReferenceProvider) -> ReferenceProvider:
    """Answers 500 to a nonce that is sent again."""
    known: set[object] = set()

    def unique(visit: TokenVisit) -> None:
        if visit.nonce in known:
            raise KeyError("duplicate key value violates a unique constraint")
        known.add(visit.nonce)

    return provider.adding(unique, to="request")


@provider_mutant("LIFETIME-CACHE-1")
def forgets_the_token_of_a_nonce_that_it_knows(provider: ReferenceProvider) -> ReferenceProvider:
    """Answers 200 without a token to a nonce that is sent again."""
    known: set[object] = set()

    def emptied(visit: TokenVisit, answer: Answer) -> Answer:
        if visit.nonce in known:
            return answer.with_content({})
        known.add(visit.nonce)
        return answer

    return provider.adding(emptied, to="answer")
