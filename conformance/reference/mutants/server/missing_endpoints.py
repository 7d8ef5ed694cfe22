"""Servers that lead a developer astray who misspells a path or takes the wrong verb."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.protocol.errors import ErrorId
from conformance.reference.mutants.registry import mutant, mutant_of_table
from conformance.reference.mutants.server.departures import (
    Redress,
    answering,
    empty,
    error,
    falling_over,
    members,
    plain_text,
    status,
)
from conformance.reference.server import Answer, ReferenceServer, Visit

_UNKNOWN: Mapping[str, tuple[str, Redress]] = {
    "without_a_body": ("with 404 and no body", empty),
    "in_plain_text": ("with 404 and plain text", plain_text),
    "with_400": ("with 400 instead of 404", status(400)),
    "with_200": ("with 200 and the body of the error", status(200)),
}

_WRONG_METHOD: Mapping[str, tuple[str, Redress]] = {
    "without_allow": ("with 405 and no Allow", lambda answer: answer.without_header("Allow")),
    "with_an_empty_allow": ("with 405 and an empty Allow", lambda answer: answer.with_header("Allow", "")),
    "without_a_body": ("with 405 and no body", empty),
    "as_unknown": ("as if the endpoint did not exist", error(ErrorId.INVALID_ENDPOINT)),
    "with_another_code": ("with the code of another error", members(code=106)),
}

for _how, (_words, _redress) in _UNKNOWN.items():
    mutant_of_table(
        "ERROR-404-1",
        f"answers_unknown_endpoints_{_how}",
        f"Answers an endpoint that does not exist {_words}.",
        answering("ERROR-404-1", _redress),
    )

for _how, (_words, _redress) in _WRONG_METHOD.items():
    mutant_of_table(
        "ERROR-405-1",
        f"answers_wrong_methods_{_how}",
        f"Answers a method that an endpoint does not have {_words}.",
        answering("ERROR-405-1", _redress),
    )


@mutant("ERROR-404-1")
def falls_over_unknown_endpoints(server: ReferenceServer) -> ReferenceServer:
    """Answers 500 where nothing is found under a path."""
    return falling_over("ERROR-404-1")(server)


@mutant("ERROR-404-1")
def gives_nonces_at_a_misspelled_path(server: ReferenceServer) -> ReferenceServer:
    """Takes POST /nonce for POST /nonces."""
    unknown = server.rules["ERROR-404-1"]

    def lenient(visit: Visit) -> Answer:
        answer: Answer = visit.apply_rule("NONCE-1") if visit.request.path == "/nonce" else unknown(visit)
        return answer

    return server.replacing("ERROR-404-1", lenient)


@mutant("ERROR-405-1")
def gives_nonces_to_readers(server: ReferenceServer) -> ReferenceServer:
    """Gives a nonce to whoever reads /nonces, too."""
    wrong = server.rules["ERROR-405-1"]

    def lenient(visit: Visit) -> Answer:
        answer: Answer = visit.apply_rule("NONCE-1") if visit.request.path == "/nonces" else wrong(visit)
        return answer

    return server.replacing("ERROR-405-1", lenient)
