"""Providers that forget one of the claims, or have another idea of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from conformance.reference.mutants.provider.departures import (
    Value,
    constantly,
    lacking,
    provider_mutant_of_table,
    saying,
)
from conformance.reference.provider import TokenVisit

_Time = Callable[[TokenVisit], float]

for _requirement, _rule, _claim in (
    ("ISSUE-ISS-1", "ISSUE-ISS-1", "iss"),
    ("ISSUE-PRN-1", "ISSUE-PRN-1", "prn"),
    ("ISSUE-IAT-1", "LIFETIME-IAT-1", "iat"),
    ("ISSUE-EXP-1", "LIFETIME-EXP-2", "exp"),
    ("ISSUE-NCE-1", "ISSUE-NCE-1", "nce"),
):
    provider_mutant_of_table(_requirement, f"issues_without_{_claim}", f"Leaves {_claim} out.", lacking(_rule))
    provider_mutant_of_table(
        _requirement, f"issues_{_claim}_null", f"Writes {_claim} as null.", constantly(_rule, _claim, None)
    )

for _name, _sentence, _value in (
    ("vouches_as_the_app", "Names the application as iss.", lambda visit: visit.provider.credentials.app_id),
    ("vouches_as_another_provider", "Names another provider as iss.",
     lambda visit: visit.provider.credentials.unbound_provider_id),
    ("vouches_as_a_url", "Names its own address as iss.", lambda _: "https://id.acme.example/"),
    ("vouches_as_nobody", "Writes an empty iss.", lambda _: ""),
    ("vouches_as_several", "Writes iss as a list.", lambda visit: [visit.provider.credentials.provider_id]),
    ("vouches_as_a_key", "Names its key as iss.", lambda visit: visit.provider.credentials.key.key_id),
):  # fmt: skip
    provider_mutant_of_table("ISSUE-ISS-1", _name, _sentence, saying("ISSUE-ISS-1", "iss", _value))

for _name, _sentence, _value in (
    ("vouches_for_a_number", "Writes prn as a number.", lambda visit: len(visit.user)),
    ("vouches_for_an_object", "Writes prn as an object.", lambda visit: {"id": visit.user}),
    ("vouches_for_an_empty_user", "Writes an empty prn.", lambda _: ""),
    ("vouches_for_one_user", "Writes the same prn for everyone.", lambda _: "user"),
    ("vouches_for_users_in_capitals", "Writes prn in capitals.", lambda visit: visit.user.upper()),
    ("vouches_for_an_address", "Writes an e-mail address as prn.", lambda visit: f"{visit.user}@acme.example"),
    ("vouches_for_an_identity", "Writes prn with the prefix of Layer's identities.",
     lambda visit: f"layer:///identities/{visit.user}"),
    ("vouches_for_a_blank_too_many", "Writes a blank behind prn.", lambda visit: f"{visit.user} "),
    ("vouches_for_other_users_by_address", "Writes an e-mail address as prn of every user but the first.",
     lambda visit: visit.user if visit.account == visit.provider.accounts[0] else f"{visit.user}@acme.example"),
    ("vouches_for_the_name_on_screen", "Writes the name of the user as prn.",
     lambda visit: visit.account.claims["display_name"] if visit.account else ""),
):  # fmt: skip
    provider_mutant_of_table("ISSUE-PRN-1", _name, _sentence, saying("ISSUE-PRN-1", "prn", _value))

for _requirement, _rule, _claim, _name, _value in (
    ("ISSUE-PRN-1", "ISSUE-PRN-1", "prn", "sub", lambda visit: visit.user),
    ("ISSUE-NCE-1", "ISSUE-NCE-1", "nce", "nonce", lambda visit: visit.nonce),
):
    provider_mutant_of_table(
        _requirement,
        f"writes_{_claim}_as_{_name}",
        f"Writes {_claim} under the name of another protocol, {_name}.",
        saying(_rule, _name, _value),
    )


def _iat(visit: TokenVisit) -> float:
    return visit.now


def _exp(visit: TokenVisit) -> float:
    return visit.now + visit.provider.settings.token_lifetime


def _iso(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _in_form(time: _Time, form: Callable[[float], object]) -> Value:
    return lambda visit: form(time(visit))


for _requirement, _rule, _claim, _time in (
    ("ISSUE-IAT-1", "LIFETIME-IAT-1", "iat", _iat),
    ("ISSUE-EXP-1", "LIFETIME-EXP-2", "exp", _exp),
):
    for _how, _words, _form in (
        ("in_milliseconds", "in milliseconds", lambda moment: int(moment * 1000)),
        ("in_microseconds", "in microseconds", lambda moment: int(moment * 1000000)),
        ("as_a_string", "as a string of digits", lambda moment: str(int(moment))),
        ("with_a_fraction", "with a fraction", lambda moment: int(moment) + 0.25),
        ("as_a_date", "as a date", _iso),
        ("as_an_object", "as an object", lambda moment: {"seconds": int(moment)}),
        ("as_true", "as true", lambda _: True),
    ):
        provider_mutant_of_table(
            _requirement,
            f"writes_{_claim}_{_how}",
            f"Writes {_claim} {_words}.",
            saying(_rule, _claim, _in_form(_time, _form)),
        )
