"""Servers that refuse what they should, and say something else than the documents have it."""

from __future__ import annotations

from conformance.protocol.errors import ErrorId
from conformance.reference.mutants.registry import mutant_of_table
from conformance.reference.mutants.server.departures import (
    answering,
    empty,
    error,
    falling_over,
    members,
    status,
    without_member,
)

for _requirement, _name, _sentence, _redress in (
    ("VERSION-1", "answers_a_missing_accept_with_400", "Answers 400 where Accept is missing.", status(400)),
    ("VERSION-1", "names_no_header_where_accept_is_missing", "Says that a header is wrong, and not which.",
     without_member("data")),
    ("VERSION-2", "names_another_header_for_a_foreign_accept", "Names Content-Type where Accept is wrong.",
     members(data={"header": "Content-Type"})),
    ("VERSION-4", "answers_a_missing_version_with_another_code", "Has another code for an Accept without a version.",
     members(code=106)),
    ("VERSION-5", "calls_a_version_that_is_no_number_a_property", "Answers 422 to a version that is no number.",
     error(ErrorId.INVALID_PROPERTY, property="version")),
    ("VERSION-6", "answers_an_unavailable_version_with_404", "Answers 404 to a version that is not available.",
     error(ErrorId.INVALID_ENDPOINT)),
    ("VERSION-6", "says_nothing_of_an_unavailable_version", "Answers 406 and no body to an unavailable version.",
     empty),
    ("NONCE-LIFE-2", "answers_an_expired_nonce_with_401", "Answers an expired nonce with 401.",
     error(ErrorId.AUTHENTICATION_REQUIRED)),
    ("NONCE-3", "answers_a_spent_nonce_with_409", "Answers a spent nonce with 409.", status(409)),
    ("NONCE-3", "names_nce_as_the_property", "Names nce, and not identity_token, where a nonce was spent.",
     members(data={"property": "nce"})),
    ("NONCE-4", "answers_a_nonce_that_was_spent_with_403", "Blames the app id for a spent nonce.",
     error(ErrorId.INVALID_APP_ID)),
    ("NONCE-ISSUED-1", "answers_an_unknown_nonce_with_404", "Answers 404 to a nonce that was never given.",
     error(ErrorId.NOT_FOUND)),
    ("CHALLENGE-3", "answers_the_spent_nonce_of_a_challenge_with_400", "Calls the spent nonce a bad request.",
     error(ErrorId.INVALID_REQUEST)),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, answering(_requirement, _redress))

for _requirement, _name, _sentence in (
    ("NONCE-ISSUED-1", "falls_over_an_unknown_nonce", "Answers 500 to a nonce that was never given."),
    ("VERSION-5", "falls_over_a_version_that_is_no_number", "Answers 500 to a version that is no number."),
):
    mutant_of_table(_requirement, _name, _sentence, falling_over(_requirement))
