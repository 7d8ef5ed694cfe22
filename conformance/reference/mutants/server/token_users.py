"""Servers that want user ids, or the claims around them, to look in some way."""

from __future__ import annotations

import re
from collections.abc import Mapping

from conformance.protocol.identity_token import CLAIM_TYPES, OPTIONAL_CLAIMS
from conformance.reference.mutants.registry import mutant, mutant_of_table
from conformance.reference.mutants.server.departures import Condition, refusing
from conformance.reference.server import ReferenceServer, RefusalError, Visit
from conformance.reference.server.rules.identity_token import token_refusal

#: Before anything else is asked of the token.
_FIRST = "identity-token"


def _claims(visit: Visit) -> Mapping[str, object]:
    return visit.token.claims if visit.token else {}


def _prn(visit: Visit) -> str:
    return str(_claims(visit).get("prn", ""))


def _is_not(form: str) -> Condition:
    return lambda visit: re.fullmatch(form, _prn(visit)) is None


def _wrong_claim(_: Visit) -> RefusalError:
    return token_refusal("eit_claim_wrong_type", "a claim is not as it should be")


_USERS: Mapping[str, tuple[str, str, Condition]] = {
    "wants_users_to_be_uuids": (
        "CLAIM-PRN-3", "Refuses a user id that is no UUID.", _is_not(r"[0-9a-f-]{36}")),
    "wants_users_to_be_email_addresses": (
        "CLAIM-PRN-3", "Refuses a user id that is no email address.", _is_not(r"[^@]+@[^@]+\.[^@]+")),
    "takes_no_uuids_as_users": (
        "CLAIM-PRN-3", "Refuses a user id that is a UUID.", lambda visit: not _is_not(r"[0-9a-f-]{36}")(visit)),
    "takes_no_email_addresses_as_users": (
        "CLAIM-PRN-3", "Refuses a user id with an @ in it.", lambda visit: "@" in _prn(visit)),
    "takes_no_telephone_numbers_as_users": (
        "CLAIM-PRN-3", "Refuses a user id with a blank in it.", _is_not(r"\S+( 🦊)?")),
    "takes_no_users_beyond_ascii": (
        "CLAIM-PRN-4", "Refuses a user id with letters beyond ASCII.", lambda visit: not _prn(visit).isascii()),
    "takes_no_emoji_in_users": (
        "CLAIM-PRN-4", "Refuses a user id that UTF-16 needs two units for.",
        lambda visit: max(_prn(visit), default="") > "\uffff"),
    "takes_users_of_255_letters": (
        "CLAIM-PRN-4", "Refuses a user id of more than 255 letters.", lambda visit: len(_prn(visit)) > 255),
}  # fmt: skip

for _name, (_requirement, _sentence, _when) in _USERS.items():
    mutant_of_table(_requirement, _name, _sentence, refusing(_when, _wrong_claim, on="POST /sessions", before=_FIRST))


@mutant("CLAIM-PRN-4")
def falls_over_users_beyond_ascii(server: ReferenceServer) -> ReferenceServer:
    """Answers 500 to a user id with letters beyond ASCII."""

    def brittle(visit: Visit) -> None:
        _prn(visit).encode("ascii")

    return server.adding(brittle, to="POST /sessions", before=_FIRST)


def _unknown(visit: Visit) -> set[str]:
    return set(_claims(visit)) - set(CLAIM_TYPES) - set(OPTIONAL_CLAIMS)


_CLAIMS: Mapping[str, tuple[str, str, Condition]] = {
    "takes_no_optional_claims": (
        "CLAIM-OPTIONAL-1", "Refuses a token with any of the optional claims.",
        lambda visit: any(name in _claims(visit) for name in OPTIONAL_CLAIMS)),
    "wants_all_optional_claims_or_none": (
        "CLAIM-OPTIONAL-1", "Refuses a token with one of the optional claims and not the others.",
        lambda visit: len(set(OPTIONAL_CLAIMS) & set(_claims(visit))) == 1),
    "takes_no_names_beyond_ascii": (
        "CLAIM-OPTIONAL-1", "Refuses a display_name with characters beyond ASCII.",
        lambda visit: not str(_claims(visit).get("display_name", "")).isascii()),
    "takes_no_unknown_claims": (
        "CLAIM-UNKNOWN-1", "Refuses a token with a claim that no document names.", lambda visit: bool(_unknown(visit))),
    "takes_no_nested_claims": (
        "CLAIM-UNKNOWN-1", "Refuses a token with an object as a claim.",
        lambda visit: any(isinstance(_claims(visit)[name], dict) for name in _unknown(visit))),
    "takes_no_null_in_optional_claims": (
        "CLAIM-UNKNOWN-1", "Refuses a token with an optional claim that is null.",
        lambda visit: any(_claims(visit).get(name, "") is None for name in OPTIONAL_CLAIMS)),
}  # fmt: skip

for _name, (_requirement, _sentence, _when) in _CLAIMS.items():
    mutant_of_table(_requirement, _name, _sentence, refusing(_when, _wrong_claim, on="POST /sessions", before=_FIRST))
