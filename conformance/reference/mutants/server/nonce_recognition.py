"""Servers that recognise nonces that they never gave."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping

from conformance.reference.mutants.registry import mutant, mutant_of_table
from conformance.reference.mutants.server.departures import Change, Condition, overlooking
from conformance.reference.server import ReferenceServer, Visit
from conformance.reference.server.nonces import Nonce
from conformance.reference.server.reading import PresentedToken

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FORTY_HEX = re.compile(r"[0-9a-f]{40}")


def _nce(visit: Visit) -> str:
    return str(visit.token.claims.get("nce", "")) if visit.token else ""


def _looks_like(form: re.Pattern[str]) -> Condition:
    return lambda visit: form.fullmatch(_nce(visit)) is not None


def _holds_the_characters_of_one(visit: Visit) -> bool:
    letters = sorted(_nce(visit))
    return any(sorted(nonce.value) == letters for nonce in visit.server.nonces.all())


@mutant("NONCE-ISSUED-1")
def takes_any_nonce(server: ReferenceServer) -> ReferenceServer:
    """Takes whatever the token says for a nonce."""
    return server.without("NONCE-ISSUED-1")


for _name, _sentence, _when in (
    ("takes_any_uuid_for_a_nonce", "Takes any UUID for a nonce.", _looks_like(_UUID)),
    ("takes_any_forty_hex_digits_for_a_nonce", "Takes any forty hexadecimal digits for a nonce.",
     _looks_like(_FORTY_HEX)),
    ("compares_the_characters_of_nonces_in_any_order", "Takes the characters of a nonce in another order.",
     _holds_the_characters_of_one),
):  # fmt: skip
    mutant_of_table("NONCE-ISSUED-1", _name, _sentence, overlooking("NONCE-ISSUED-1", _when))

#: How leniently the nonce of a token is compared with one that was given.
_ALIKE: Mapping[str, tuple[str, Callable[[str, str], bool]]] = {
    "whatever_the_case": ("without regard to upper and lower case", lambda nce, own: nce.lower() == own.lower()),
    "by_their_beginning": ("as far as the token has it", lambda nce, own: len(nce) > 8 and own.startswith(nce)),
    "cut_to_their_length": ("as far as it was given", lambda nce, own: nce.startswith(own)),
    "without_blanks_before_them": ("without the blanks before it", lambda nce, own: nce.lstrip() == own),
    "without_blanks_after_them": ("without the blanks after it", lambda nce, own: nce.rstrip() == own),
}


def _recognising(alike: Callable[[str, str], bool]) -> Change:
    def find_nonce(visit: Visit, token: PresentedToken) -> Nonce | None:
        nce = token.claims.get("nce")
        if not isinstance(nce, str):
            return None
        exact = visit.server.nonces.find(nce)
        return exact or next((nonce for nonce in visit.server.nonces.all() if alike(nce, nonce.value)), None)

    return lambda server: server.replacing("NONCE-ISSUED-2", find_nonce)


for _how, (_words, _alike) in _ALIKE.items():
    mutant_of_table("NONCE-ISSUED-2", f"compares_nonces_{_how}", f"Compares a nonce {_words}.", _recognising(_alike))


@mutant("NONCE-ISSUED-2")
def compares_nonces_in_either_base64_alphabet(server: ReferenceServer) -> ReferenceServer:
    """Gives nonces in base64url and takes them in the standard alphabet, too."""
    standard = str.maketrans("+/", "-_")
    lenient = _recognising(lambda nce, own: nce.translate(standard) == own)(server)
    return lenient.replacing("NONCE-UNIQUE-1", lambda _: secrets.token_urlsafe(64))
