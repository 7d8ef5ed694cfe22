"""Servers that are particular about how a nonce is asked for, or careless about what they give."""

from __future__ import annotations

import base64
import itertools
import math
import secrets
from collections.abc import Callable, Mapping

from conformance.protocol.errors import ErrorId
from conformance.reference.mutants.registry import mutant, mutant_of_table
from conformance.reference.mutants.server.departures import Change, Condition, refusing
from conformance.reference.server import ReferenceServer, RefusalError, Visit


def _bad_request(_: Visit) -> RefusalError:
    return RefusalError(ErrorId.INVALID_REQUEST, "This is no way to ask for a nonce.")


def _unsupported(_: Visit) -> RefusalError:
    return RefusalError(ErrorId.INVALID_REQUEST, "Content-Type must be application/json.", status=415)


def _not_found(_: Visit) -> RefusalError:
    return RefusalError(ErrorId.INVALID_ENDPOINT, "This endpoint does not exist.")


def _body(text: bytes) -> Condition:
    return lambda visit: visit.request.body == text


for _requirement, _name, _sentence, _when, _refused in (
    ("NONCE-BODY-1", "wants_a_content_type_for_nonces", "Refuses to give a nonce to a request without Content-Type.",
     lambda visit: visit.request.header("Content-Type") is None, _unsupported),
    ("NONCE-BODY-1", "wants_a_body_for_nonces", "Refuses to give a nonce to a request without a body.",
     _body(b""), _bad_request),
    ("NONCE-BODY-1", "wants_json_where_json_is_announced", "Refuses an empty body that is labelled as JSON.",
     lambda visit: not visit.request.body and bool(visit.request.header("Content-Type")), _bad_request),
    ("NONCE-BODY-2", "wants_no_body_for_nonces", "Refuses to give a nonce to a request that has a body.",
     lambda visit: bool(visit.request.body), _bad_request),
    ("NONCE-QUERY-1", "wants_no_query_for_nonces", "Answers that POST /nonces with a query does not exist.",
     lambda visit: "?" in visit.request.path, _not_found),
    ("NONCE-QUERY-1", "wants_no_values_in_queries", "Refuses a query that names a value.",
     lambda visit: "=" in visit.request.path, _bad_request),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, refusing(_when, _refused, on="POST /nonces"))


@mutant("NONCE-BODY-2")
def falls_over_an_empty_object(server: ReferenceServer) -> ReferenceServer:
    """Answers 500 where a nonce is asked for with {}."""

    def brittle(visit: Visit) -> None:
        if visit.request.body == b"{}":
            raise KeyError("user_id")

    return server.adding(brittle, to="POST /nonces")


def _making_nonces_by(maker: Callable[[], Callable[[Visit], str]]) -> Change:
    """Nonces are made by a function that each server gets for itself."""
    return lambda server: server.replacing("NONCE-UNIQUE-1", maker())


def _counted(name: Callable[[int], int]) -> Callable[[], Callable[[Visit], str]]:
    def maker() -> Callable[[Visit], str]:
        salt, numbers = secrets.token_hex(16), itertools.count()
        return lambda _: f"{salt}{name(next(numbers)):08x}"

    return maker


for _name, _sentence, _maker in (
    ("gives_everyone_the_same_nonce", "Gives one nonce to everyone who asks.", _counted(lambda _: 0)),
    ("gives_each_nonce_twice", "Gives each nonce to two requests in a row.", _counted(lambda number: number // 2)),
    ("repeats_its_nonces_after_fifty", "Begins again after fifty nonces.", _counted(lambda number: number % 50)),
    ("draws_nonces_from_too_few", "Draws each nonce from the same sixty-four.",
     _counted(lambda _: secrets.randbelow(64))),
):  # fmt: skip
    mutant_of_table("NONCE-UNIQUE-1", _name, _sentence, _making_nonces_by(_maker))


def _with_a(foreign: str, every: int = 1) -> Callable[[], Callable[[Visit], str]]:
    def maker() -> Callable[[Visit], str]:
        numbers = itertools.count(1)
        return lambda _: (foreign if next(numbers) % every == 0 else "0").join(
            (secrets.token_hex(10), secrets.token_hex(10))
        )

    return maker


_FOREIGN: Mapping[str, str] = {
    "plus_signs": "+", "slashes": "/", "blanks": " ",
}  # fmt: skip

for _what, _character in _FOREIGN.items():
    mutant_of_table(
        "NONCE-URLSAFE-1",
        f"writes_{_what}_into_nonces",
        f"Gives nonces with {_what.replace('_', ' ')} in them.",
        _making_nonces_by(_with_a(_character)),
    )

for _name, _sentence, _maker in (
    ("writes_a_plus_sign_into_some_nonces", "Gives a nonce with a plus sign now and then.", _with_a("+", every=10)),
    ("gives_nonces_in_standard_base64", "Gives nonces in the standard base64 alphabet, with padding.",
     lambda: lambda _: base64.b64encode(secrets.token_bytes(64)).decode("ascii")),
):  # fmt: skip
    mutant_of_table("NONCE-URLSAFE-1", _name, _sentence, _making_nonces_by(_maker))


def _keeping(most: int) -> Change:
    """Only so many nonces live at a time."""

    def change(server: ReferenceServer) -> ReferenceServer:
        keep = server.rules["NONCE-MANY-1"]

        def keeps_few(visit: Visit, origin: str) -> str:
            value: str = keep(visit, origin)
            for old in visit.server.nonces.all()[:-most]:
                old.issued_at = -math.inf
            return value

        return server.replacing("NONCE-MANY-1", keeps_few)

    return change


for _most, _name, _sentence in (
    (1, "cancels_the_nonce_that_was_given_before", "Cancels every other nonce when it gives a new one."),
    (4, "keeps_four_nonces", "Keeps the last four nonces and cancels what was given before."),
):
    mutant_of_table("NONCE-MANY-1", _name, _sentence, _keeping(_most))


@mutant("NONCE-MANY-1")
def cancels_the_nonce_of_the_same_connection(server: ReferenceServer) -> ReferenceServer:
    """Cancels the nonce that was given over the same connection before."""
    keep = server.rules["NONCE-MANY-1"]
    latest: dict[str, str] = {}

    def keeps_one_a_connection(visit: Visit, origin: str) -> str:
        value: str = keep(visit, origin)
        before = visit.server.nonces.find(latest.get(visit.request.connection, ""))
        latest[visit.request.connection] = value
        if before is not None:
            before.issued_at = -math.inf
        return value

    return server.replacing("NONCE-MANY-1", keeps_one_a_connection)
