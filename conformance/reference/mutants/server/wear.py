"""Servers that forget under load, and servers whose random texts can be guessed."""

from __future__ import annotations

import itertools
import secrets
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from conformance.reference.mutants.registry import mutant, mutant_of_table
from conformance.reference.mutants.server.departures import Change
from conformance.reference.mutants.server.lenient_verifiers import is_signed, reading
from conformance.reference.server import ReferenceServer, Visit
from conformance.reference.server.nonces import Nonce
from conformance.reference.server.reading import PresentedToken

_REMEMBERED = 50


@mutant("MEMORY-1")
def remembers_fifty_spent_nonces(server: ReferenceServer) -> ReferenceServer:
    """Keeps the last fifty spent nonces, and takes an older one again."""
    spend = server.rules["NONCE-RACE-1"]
    spent: list[str] = []

    def forgetful(visit: Visit, nonce: Nonce) -> bool:
        if nonce.value in spent[-_REMEMBERED:]:
            return False
        if not spend(visit, nonce):
            nonce.sessions = 0
            spend(visit, nonce)
        spent.append(nonce.value)
        return True

    return server.replacing("NONCE-RACE-1", forgetful)


@mutant("MEMORY-1")
def remembers_fifty_deleted_sessions(server: ReferenceServer) -> ReferenceServer:
    """Keeps the last fifty sessions that were deleted or opened, and takes an older one for alive."""
    is_deleted = server.rules["DELETE-4"]

    def forgetful(visit: Visit) -> None:
        session = visit.session
        opened = sum(nonce.sessions for nonce in visit.server.nonces.all())
        if session is None or session.deleted_at is None or opened <= _REMEMBERED:
            is_deleted(visit)

    return server.replacing("DELETE-4", forgetful)


def _tired(visit: Visit, token: PresentedToken) -> Mapping[str, Any] | None:
    """After fifty sign-ins, nothing but the signature is looked at."""
    opened = sum(nonce.sessions for nonce in visit.server.nonces.all())
    missing = {"prn": "nobody"} if "prn" not in token.claims else {}
    return {**token.claims, **missing} if opened > _REMEMBERED and is_signed(visit, token) else None


mutant_of_table(
    "MEMORY-1",
    "checks_less_under_load",
    "Demands no prn any more once fifty users have signed in.",
    reading(_tired),
)


def _making(rule: str, maker: Callable[[], Callable[[], str]]) -> Change:
    def change(server: ReferenceServer) -> ReferenceServer:
        make = maker()
        return server.replacing(rule, lambda _: make())

    return change


def _counting(step: int, form: str = "{}") -> Callable[[], Callable[[], str]]:
    def maker() -> Callable[[], str]:
        numbers = itertools.count(1003, step)
        return lambda: form.format(next(numbers))

    return maker


def _salted() -> Callable[[], str]:
    salt, numbers = secrets.token_hex(16), itertools.count(secrets.randbelow(1000), 7)
    return lambda: f"{salt}{next(numbers):08x}"


def _of_words() -> Callable[[], str]:
    words = [secrets.token_hex(2) for _ in range(8)]
    return lambda: "-".join(secrets.choice(words) for _ in range(12))


_MAKERS = (
    ("counts", "as numbers that count", _counting(2)),
    ("counts_in_hexadecimal", "as numbers that count, in forty digits", _counting(1, "{:040x}")),
    ("counts_after_a_salt", "as a counter behind a fixed part", _salted),
    ("tells_the_time", "as the time of day", lambda: lambda: f"{time.time_ns():032x}{secrets.randbelow(4096):03x}"),
    ("draws_too_few_bits", "with thirty-two random bits in them", lambda: lambda: f"{'7' * 24}{secrets.token_hex(4)}"),
    ("draws_words", "of twelve words out of eight", _of_words),
    ("repeats_a_part", "as one random part that stands four times", lambda: lambda: secrets.token_hex(5) * 4),
    ("makes_uuids_of_the_time", "as UUIDs of the time of day", lambda: lambda: str(uuid.uuid1())),
)

for _requirement, _rule, _what in (
    ("GUESS-1", "NONCE-UNIQUE-1", "nonces"),
    ("GUESS-2", "SESSION-UNIQUE-1", "session_tokens"),
):
    for _name, _words, _maker in _MAKERS:
        mutant_of_table(
            _requirement,
            f"{_name}_in_{_what}",
            f"Makes its {_what.replace('_', ' ')} {_words}.",
            _making(_rule, _maker),
        )
