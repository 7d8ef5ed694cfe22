"""Servers that find a nonce, a key or a provider by a part of its id, or by none of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from conformance.protocol.layer_id import AppId
from conformance.reference.mutants.registry import mutant_of_table
from conformance.reference.mutants.server.departures import Change
from conformance.reference.mutants.server.lenient_verifiers import is_signed, reading
from conformance.reference.server import ReferenceServer, Visit
from conformance.reference.server.reading import PresentedToken

#: Whether what a token names is, to this server, the id that it knows.
_Alike = Callable[[str, str], bool]
#: The ids that a server knows of a kind, youngest first.
_Known = Callable[[Visit], Iterable[str]]


def _nonces(visit: Visit) -> Iterable[str]:
    return (nonce.value for nonce in reversed(visit.server.nonces.all()) if not nonce.sessions)


_KINDS: Mapping[str, tuple[str, str, _Known]] = {
    "nonces": ("nce", "NONCE", _nonces),
    "keys": ("kid", "KEY", lambda visit: [visit.server.credentials.key.key_id]),
    "providers": ("iss", "PROVIDER", lambda visit: [visit.server.credentials.provider_id]),
}


def _finding(name: str, known: _Known, alike: _Alike) -> Change:
    """What the token names is found where it is alike; the signature fits the token as it came."""

    def reads(visit: Visit, token: PresentedToken) -> Mapping[str, Any] | None:
        named = (token.header if name == "kid" else token.claims).get(name)
        if not isinstance(named, str) or not is_signed(visit, token):
            return None
        found = next((each for each in known(visit) if alike(named, each)), None)
        return None if found is None else {**token.claims, **({} if name == "kid" else {name: found})}

    return reading(reads)


#: How an id can be found: words, and a comparison.
_ALIKE: Mapping[str, tuple[str, _Alike]] = {
    "by_their_first_sixteen_characters": ("by its first sixteen characters", lambda named, own: named[:16] == own[:16]),
    "within_other_text": ("within other text", lambda named, own: own in named),
    "by_half_of_their_text": ("by the first half of it", lambda named, own: len(named) > 8 and own.startswith(named)),
    "by_their_end": ("by its end", lambda named, own: len(named) > 8 and own.endswith(named)),
    "up_to_a_zero_byte": ("as far as a zero byte", lambda named, own: named.partition("\0")[0] == own),
    "within_quotes_and_blanks": ("within quotes and blanks", lambda named, own: named.strip('" \n') == own),
    "in_wide_letters": ("in wide letters", lambda named, own: unicodedata.normalize("NFKC", named) == own),
    "up_to_a_question_mark": ("as far as a question mark", lambda named, own: named.partition("?")[0] == own),
    "by_a_wildcard": ("by a wildcard", lambda named, own: named.endswith("%") and own.startswith(named[:-1])),
}  # fmt: skip

for _kind, (_name, _id, _known) in _KINDS.items():
    for _how, (_words, _alike) in _ALIKE.items():
        mutant_of_table(
            f"SAME-{_id}-1",
            f"finds_{_kind}_{_how}",
            f"Finds one of its {_kind} {_words}.",
            _finding(_name, _known, _alike),
        )
    for _words, _values in (("nothing", ("", " ")), ("a word for nothing", ("null", "undefined")), ("zero", ("0",))):
        mutant_of_table(
            f"SAME-{_id}-2",
            f"takes_{_words.replace(' ', '_')}_for_one_of_its_{_kind}",
            f"Takes {_words} for one of its {_kind}.",
            _finding(_name, _known, lambda named, _own, values=_values: named in values),  # type: ignore[misc]
        )

mutant_of_table(
    "SAME-NONCE-1",
    "finds_nonces_by_their_middle",
    "Finds one of its nonces by all but its first and last character.",
    _finding("nce", _nonces, lambda named, own: named[1:-1] == own[1:-1]),
)
mutant_of_table(
    "SAME-NONCE-1",
    "finds_nonces_that_are_percent_escaped",
    "Finds one of its nonces though it is percent-escaped.",
    _finding("nce", _nonces, lambda named, own: unquote(named) == own),
)


def _finding_sessions(alike: _Alike, *, deleting: bool) -> Change:
    """A session is found where its token is alike: by its deletion, or by its use."""

    def change(server: ReferenceServer) -> ReferenceServer:
        make = server.rules["SESSION-UNIQUE-1"]
        check = "DELETE-8" if deleting else "USE-3"
        strict = server.rules[check]
        issued: list[str] = []

        def makes(visit: Visit) -> str:
            issued.append(make(visit))
            return issued[-1]

        def lenient(visit: Visit) -> None:
            named = visit.argument if deleting else visit.session_token or ""
            found = next((token for token in reversed(issued) if alike(named, token)), named)
            if deleting:
                vars(visit)["argument"] = found
            else:
                vars(visit)["session"] = visit.server.sessions.find(found)
            strict(visit)

        return server.replacing("SESSION-UNIQUE-1", makes).replacing(check, lenient)

    return change


_OF_SESSIONS: Mapping[str, tuple[str, _Alike]] = {
    name: _ALIKE[name]
    for name in ("by_their_first_sixteen_characters", "within_other_text", "by_half_of_their_text", "by_a_wildcard")
}

for _how, (_words, _alike) in _OF_SESSIONS.items():
    mutant_of_table(
        "SAME-SESSION-1",
        f"finds_sessions_{_how}",
        f"Takes a session token that it finds {_words}.",
        _finding_sessions(_alike, deleting=False),
    )
    mutant_of_table(
        "SAME-SESSION-2",
        f"deletes_sessions_{_how}",
        f"Deletes a session that it finds {_words}.",
        _finding_sessions(_alike, deleting=True),
    )

for _deleting, _id, _verb in ((False, "SAME-SESSION-1", "finds"), (True, "SAME-SESSION-2", "deletes")):
    for _how, _words, _alike in (
        ("by_their_middle", "by all but its first and last character", lambda named, own: named[1:-1] == own[1:-1]),
        ("after_a_comma", "as the last of a list", lambda named, own: named.rpartition(",")[2] == own),
    ):
        mutant_of_table(
            _id,
            f"{_verb}_sessions_{_how}",
            f"{_verb.capitalize()} a session {_words}.",
            _finding_sessions(_alike, deleting=_deleting),
        )

for _how, _words, _alike in (
    ("up_to_a_zero_byte", "as far as a zero byte", _ALIKE["up_to_a_zero_byte"][1]),
    ("without_blanks", "without the blanks around it", lambda named, own: named.strip() == own),
):
    mutant_of_table(
        "SAME-SESSION-2",
        f"deletes_sessions_{_how}",
        f"Deletes a session that it finds {_words}.",
        _finding_sessions(_alike, deleting=True),
    )


def _finding_apps(alike: _Alike) -> Change:
    def change(server: ReferenceServer) -> ReferenceServer:
        strict = server.rules["SESSION-APP-2"]

        def lenient(visit: Visit) -> None:
            named, own = visit.fields.get("app_id"), visit.server.credentials.app_id
            if isinstance(named, str) and alike(named, own):
                vars(visit)["app"] = AppId.parse(own)
            strict(visit)

        return server.replacing("SESSION-APP-2", lenient)

    return change


for _how in ("within_other_text", "by_half_of_their_text", "up_to_a_zero_byte", "within_quotes_and_blanks"):
    mutant_of_table(
        "SAME-APP-1", f"finds_apps_{_how}", f"Finds its app {_ALIKE[_how][0]}.", _finding_apps(_ALIKE[_how][1])
    )
