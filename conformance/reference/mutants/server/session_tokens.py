"""Servers that turn a good session token away, or let a bad one in, or challenge in another form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from conformance.protocol.errors import ErrorId
from conformance.reference.mutants.registry import mutant, mutant_of_table
from conformance.reference.mutants.server.departures import (
    Change,
    Condition,
    Redress,
    answering,
    empty,
    error,
    falling_over,
    members,
    overlooking,
    status,
)
from conformance.reference.server import ReferenceServer, Visit
from conformance.reference.server.rules.session_tokens import challenge


@mutant("USE-1")
def takes_no_double_quotes(server: ReferenceServer) -> ReferenceServer:
    """Reads session tokens in single quotes only."""
    return server.without("USE-1")


@mutant("USE-1")
def takes_each_session_token_once(server: ReferenceServer) -> ReferenceServer:
    """Takes a session token once and challenges it from then on."""
    known = server.rules["USE-3"]
    used: set[str] = set()

    def unused(visit: Visit) -> None:
        known(visit)
        if visit.session is not None and visit.session.token in used:
            raise challenge(visit, "The session token was used.")
        used.add(visit.session_token or "")

    return server.replacing("USE-3", unused)


@mutant("USE-1")
def wants_basic_authentication(server: ReferenceServer) -> ReferenceServer:
    """Forbids what is protected to every session token."""
    return answering("USE-5", status(403))(server.without("USE-1"))


@mutant("USE-2")
def takes_no_single_quotes(server: ReferenceServer) -> ReferenceServer:
    """Reads session tokens in double quotes only."""
    return server.without("USE-2")


@mutant("USE-2")
def reads_single_quotes_as_part_of_the_token(server: ReferenceServer) -> ReferenceServer:
    """Looks for a session token with the single quotes around it."""
    single = server.rules["USE-2"]

    def quoted(header: str) -> str | None:
        token: str | None = single(header)
        return f"'{token}'" if token is not None else None

    return server.replacing("USE-2", quoted)


#: How leniently a session token is compared with one that was given.
_ALIKE: Mapping[str, tuple[str, Callable[[str, str], bool]]] = {
    "whatever_the_case": ("without regard to upper and lower case", lambda token, own: token.lower() == own.lower()),
    "by_their_beginning": ("as far as the request has it", lambda token, own: own.startswith(token)),
    "cut_to_their_length": ("as far as it was given", lambda token, own: token.startswith(own)),
}


def _finding(alike: Callable[[str, str], bool]) -> Change:
    def change(server: ReferenceServer) -> ReferenceServer:
        issued: list[str] = []
        make = server.rules["SESSION-UNIQUE-1"]

        def issue(visit: Visit) -> str:
            issued.append(make(visit))
            return issued[-1]

        def known(visit: Visit) -> None:
            token = visit.session_token
            if token is not None and visit.session is None and not any(alike(token, own) for own in issued):
                raise challenge(visit, "The session token is not known.")

        return server.replacing("SESSION-UNIQUE-1", issue).replacing("USE-3", known)

    return change


for _how, (_words, _alike) in _ALIKE.items():
    mutant_of_table("USE-3", f"compares_session_tokens_{_how}", f"Compares a session token {_words}.", _finding(_alike))


@mutant("USE-3")
def lets_any_session_token_in(server: ReferenceServer) -> ReferenceServer:
    """Lets everyone in who says something in the form of a session token."""
    return server.without("USE-3")


@mutant("USE-4")
def lets_everyone_in(server: ReferenceServer) -> ReferenceServer:
    """Shows what is protected to whoever asks without Authorization."""
    return server.without("USE-4")


@mutant("USE-7")
def gives_to_whoever_asks(server: ReferenceServer) -> ReferenceServer:
    """Gives what is protected to whoever shows no session token, or none that can be read."""
    return server.without("USE-4").without("USE-5")


@mutant("USE-7")
def falls_over_without_authorization(server: ReferenceServer) -> ReferenceServer:
    """Answers 500 where Authorization is missing."""
    return answering("USE-4", status(500))(server)


@mutant("USE-5")
def lets_any_authorization_in(server: ReferenceServer) -> ReferenceServer:
    """Looks at an Authorization only where it can read it."""
    return server.without("USE-5")


def _says(text: str) -> Condition:
    return lambda visit: (visit.request.header("Authorization") or "").startswith(text)


for _name, _sentence, _when in (
    ("takes_the_scheme_for_a_session", "Lets Layer alone pass for a session token.",
     lambda visit: visit.request.header("Authorization") == "Layer"),
    ("takes_an_empty_session_token", "Lets an empty session token in.", _says('Layer session-token=""')),
    ("takes_any_bearer_token", "Lets every Bearer token in.", _says("Bearer ")),
):  # fmt: skip
    mutant_of_table("USE-5", _name, _sentence, overlooking("USE-5", _when))


def _expiring(expiry: Callable[[Visit], float]) -> Change:
    return lambda server: server.replacing("SESSION-LIFE-1", expiry)


def _with_the_token(visit: Visit) -> float:
    return float(visit.token.claims["exp"]) if visit.token else visit.now


for _name, _sentence, _change in (
    ("ends_sessions_with_the_identity_token", "Ends a session when the exp of its identity token has passed.",
     _expiring(_with_the_token)),
    ("ends_sessions_with_the_nonce", "Ends a session ten minutes after it was opened.",
     _expiring(lambda visit: visit.now + 600)),
):  # fmt: skip
    mutant_of_table("SESSION-LIFE-1", _name, _sentence, _change)


def _living(difference: float) -> Change:
    return lambda server: server.with_settings(session_lifetime=server.settings.session_lifetime + difference)


for _name, _sentence, _change in (
    ("never_ends_sessions", "Never ends a session by itself.", lambda server: server.without("SESSION-LIFE-2")),
    ("ends_sessions_a_minute_late", "Ends a session a minute after its lifetime is over.", _living(60)),
    ("ends_sessions_an_hour_early", "Ends a session an hour before its lifetime is over.", _living(-3600)),
):  # fmt: skip
    mutant_of_table("SESSION-LIFE-2", _name, _sentence, _change)


#: The checks that answer with the challenge, and what each of them has found.
_CHALLENGED = {
    "USE-3": "an_unknown_session_token",
    "USE-4": "no_authorization",
    "USE-5": "a_malformed_authorization",
    "DELETE-4": "a_deleted_session",
    "SESSION-LIFE-2": "an_expired_session",
}

_FORMS: Mapping[str, tuple[str, Redress]] = {
    "with_403": ("with 403 instead of 401", status(403)),
    "with_404": ("as if there were nothing", error(ErrorId.NOT_FOUND)),
    "without_a_nonce": ("with a challenge that has no nonce", lambda answer: answer.with_members(data={})),
    "with_no_body": ("with 401 and no body", empty),
    "with_another_code": ("with the code of another error", members(code=101)),
    "as_session_expired": ("with an id that no document has", members(id="session_expired")),
    "with_a_null_nonce": ("with null as the nonce", lambda answer: answer.with_members(data={"nonce": None})),
    "with_the_nonce_outside_data": (
        "with the nonce beside data and not in it",
        lambda answer: answer.with_members(nonce=answer.content["data"]["nonce"], data={}),
    ),
    "with_302": (
        "with a redirection to a page",
        lambda answer: replace(answer, status=302).with_header("Location", "/"),
    ),
}

#: The forms in which each check errs: all of them somewhere.
_ERRS = {
    "USE-3": ("with_403", "without_a_nonce", "with_a_null_nonce"),
    "USE-4": ("with_403", "with_302"),
    "USE-5": ("with_another_code", "with_no_body"),
    "DELETE-4": ("with_404", "without_a_nonce", "with_the_nonce_outside_data"),
    "SESSION-LIFE-2": ("without_a_nonce", "as_session_expired"),
}

for _check, _forms in _ERRS.items():
    for _form in _forms:
        _words, _redress = _FORMS[_form]
        mutant_of_table(
            _check,
            f"answers_{_CHALLENGED[_check]}_{_form}",
            f"Answers {_CHALLENGED[_check].replace('_', ' ')} {_words}.",
            answering(_check, _redress),
        )


@mutant("USE-5")
def falls_over_a_malformed_authorization(server: ReferenceServer) -> ReferenceServer:
    """Answers 500 to an Authorization that it cannot take apart."""
    return falling_over("USE-5")(server)
