"""Servers that do without a claim, or take another type for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conformance.protocol.errors import ErrorId
from conformance.reference.mutants.registry import mutant_of_table
from conformance.reference.mutants.server.departures import (
    Change,
    Condition,
    answering,
    error,
    falling_over,
    members,
    overlooking,
    status,
)
from conformance.reference.server import ReferenceServer, Visit

#: The requirements of each claim: that it is there, and that it is of its type.
_CLAIMS = {
    "iss": ("CLAIM-ISS-1", "CLAIM-ISS-2"),
    "prn": ("CLAIM-PRN-1", "CLAIM-PRN-2"),
    "iat": ("CLAIM-IAT-1", "CLAIM-IAT-2"),
    "exp": ("CLAIM-EXP-1", "CLAIM-EXP-2"),
    "nce": ("CLAIM-NCE-1", "CLAIM-NCE-2"),
}

_KINDS: Mapping[str, Callable[[object], bool]] = {
    "a_number": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "a_string": lambda value: isinstance(value, str),
    "a_boolean": lambda value: isinstance(value, bool),
    "an_array": lambda value: isinstance(value, list),
    "an_object": lambda value: isinstance(value, dict),
}

#: The types that a mutant takes for each claim: those that the languages of servers make out of it.
_TAKEN = {
    "iss": ("a_number", "an_array"),
    "prn": ("a_number", "an_object"),
    "iat": ("a_string", "a_boolean"),
    "exp": ("a_string", "a_boolean", "an_object"),
    "nce": ("a_number", "an_array"),
}


def _claims(visit: Visit) -> Mapping[str, object]:
    return visit.token.claims if visit.token else {}


def _lacks(claim: str) -> Condition:
    return lambda visit: claim not in _claims(visit)


def _is_null(claim: str) -> Condition:
    return lambda visit: claim in _claims(visit) and _claims(visit)[claim] is None


def _is(claim: str, kind: str) -> Condition:
    return lambda visit: _KINDS[kind](_claims(visit).get(claim))


def _is_zero(claim: str) -> Condition:
    return lambda visit: _KINDS["a_number"](_claims(visit).get(claim)) and _claims(visit)[claim] == 0


def _is_operator(claim: str) -> Condition:
    return lambda visit: "$ne" in str(_claims(visit).get(claim))


for _claim, (_there, _typed) in _CLAIMS.items():
    mutant_of_table(
        _there,
        f"needs_no_{_claim}",
        f"Opens a session for a token without {_claim}.",
        overlooking(_there, _lacks(_claim)),
    )
    mutant_of_table(
        _typed,
        f"takes_null_for_{_claim}",
        f"Opens a session for a token whose {_claim} is null.",
        overlooking(_there, _is_null(_claim)),
    )
    mutant_of_table(
        _there,
        f"falls_over_a_missing_{_claim}",
        f"Answers 500 to a token without {_claim}.",
        falling_over(_there, _lacks(_claim)),
    )
    for _kind in _TAKEN[_claim]:
        mutant_of_table(
            _typed,
            f"takes_{_kind}_for_{_claim}",
            f"Opens a session for a token whose {_claim} is {_kind.replace('_', ' ')}.",
            overlooking(_typed, _is(_claim, _kind)),
        )


def _without(requirement: str) -> Change:
    def change(server: ReferenceServer) -> ReferenceServer:
        return server.without(requirement)

    return change


for _claim, _whole in {"iat": "CLAIM-IAT-3", "exp": "CLAIM-EXP-3"}.items():
    mutant_of_table(_whole, f"rounds_{_claim}", f"Takes a token whose {_claim} has a fraction.", _without(_whole))
    mutant_of_table(
        _whole,
        f"falls_over_a_fraction_in_{_claim}",
        f"Answers 500 to a token whose {_claim} has a fraction.",
        falling_over(_whole),
    )
    mutant_of_table(
        _whole,
        f"answers_a_fraction_in_{_claim}_with_400",
        f"Answers a token whose {_claim} has a fraction with 400.",
        answering(_whole, status(400)),
    )

for _claim, _words in {"iss": "providers", "nce": "nonces"}.items():
    _typed = _CLAIMS[_claim][1]
    mutant_of_table(
        _typed,
        f"compares_{_words}_as_mysql_does",
        f"Compares its {_words} as MySQL does, to which zero is every text.",
        overlooking(_typed, _is_zero(_claim)),
    )
    mutant_of_table(
        _typed,
        f"asks_mongodb_for_{_words}",
        f"Asks MongoDB for one of its {_words} with whatever object comes.",
        overlooking(_typed, _is_operator(_claim)),
    )


def _iss(visit: Visit) -> str:
    return str(_claims(visit).get("iss"))


for _requirement, _name, _sentence, _change in (
    ("CLAIM-NCE-2", "looks_an_array_up_as_a_nonce", "Answers 500 to a token whose nce is an array.",
     falling_over("CLAIM-NCE-2", _is("nce", "an_array"))),
    ("CLAIM-PRN-2", "falls_over_an_object_for_prn", "Answers 500 to a token whose prn is an object.",
     falling_over("CLAIM-PRN-2", _is("prn", "an_object"))),
    ("CLAIM-ISS-3", "takes_any_provider", "Opens a session for a token of any provider.", _without("CLAIM-ISS-3")),
    ("CLAIM-ISS-3", "takes_any_id_of_a_provider", "Takes whatever looks like the id of a provider for one.",
     overlooking("CLAIM-ISS-3", lambda visit: _iss(visit).startswith("layer:///providers/"))),
    ("CLAIM-ISS-3", "takes_words_for_a_provider", "Takes an iss that is no id for that of its own customer.",
     overlooking("CLAIM-ISS-3", lambda visit: " " in _iss(visit))),
    ("CLAIM-ISS-3", "takes_an_empty_iss", "Takes an empty iss for none that could be wrong.",
     overlooking("CLAIM-ISS-3", lambda visit: _iss(visit) == "")),
    ("CLAIM-ISS-3", "answers_an_unknown_provider_with_403", "Blames the app id for an unknown provider.",
     answering("CLAIM-ISS-3", error(ErrorId.INVALID_APP_ID))),
    ("CLAIM-ISS-1", "calls_a_missing_iss_a_missing_property", "Answers a missing iss with the error of a field.",
     answering("CLAIM-ISS-1", error(ErrorId.MISSING_PROPERTY, property="iss"))),
    ("CLAIM-PRN-1", "names_prn_as_the_property", "Names prn and not identity_token as what is wrong.",
     answering("CLAIM-PRN-1", members(data={"property": "prn"}))),
    ("CLAIM-NCE-1", "answers_a_missing_nce_with_401", "Answers a token without nce with 401.",
     answering("CLAIM-NCE-1", status(401))),
    ("CLAIM-EXP-1", "answers_a_missing_exp_with_another_code", "Has another code for a token without exp.",
     answering("CLAIM-EXP-1", members(code=104))),
    ("CLAIM-IAT-1", "answers_a_missing_iat_with_400", "Answers a token without iat with 400.",
     answering("CLAIM-IAT-1", status(400))),
    ("PROVIDER-BOUND-1", "takes_any_customers_provider", "Takes the provider of another app for the app's own.",
     _without("PROVIDER-BOUND-1")),
    ("PROVIDER-BOUND-1", "answers_an_unbound_provider_with_403", "Blames the app id for a provider of another app.",
     answering("PROVIDER-BOUND-1", error(ErrorId.INVALID_APP_ID))),
    ("USER-SUSPENDED-1", "takes_suspended_users_back", "Opens a session for a user who was suspended.",
     _without("USER-SUSPENDED-1")),
    ("USER-SUSPENDED-1", "answers_a_suspended_user_with_another_code", "Has another code for a suspended user.",
     answering("USER-SUSPENDED-1", members(code=5))),
    ("KEY-PROVIDER-1", "answers_another_providers_key_with_403", "Blames the app id for the key of another provider.",
     answering("KEY-PROVIDER-1", error(ErrorId.INVALID_APP_ID))),
    ("KEY-PROVIDER-1", "falls_over_another_providers_key", "Answers 500 to a token by the key of another provider.",
     falling_over("KEY-PROVIDER-1")),
    ("PROVIDER-BOUND-1", "falls_over_an_unbound_provider", "Answers 500 to a token of another app's provider.",
     falling_over("PROVIDER-BOUND-1")),
    ("USER-SUSPENDED-1", "falls_over_a_suspended_user", "Answers 500 to a token for a suspended user.",
     falling_over("USER-SUSPENDED-1")),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, _change)
