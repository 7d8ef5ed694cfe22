"""Servers that confuse sessions with each other, or lead their clients nowhere."""

from __future__ import annotations

import itertools
import math
import secrets
from collections.abc import Callable, Iterator, Mapping

from conformance.protocol.errors import ErrorId
from conformance.reference.mutants.registry import mutant, mutant_of_table
from conformance.reference.mutants.server.departures import Change
from conformance.reference.server import Answer, ReferenceServer, RefusalError, Visit
from conformance.reference.server.reading import PresentedToken
from conformance.reference.server.rules.identity_token import token_refusal
from conformance.reference.server.rules.session_tokens import challenge
from conformance.reference.server.rules.sessions import SESSION_LINKS, linked
from conformance.reference.server.sessions import Session


def _user(visit: Visit) -> str:
    return str(visit.token.claims.get("prn")) if visit.token else ""


def _linking(paths: Mapping[str, str]) -> Change:
    def dress(visit: Visit, answer: Answer) -> Answer:
        return linked(visit, answer, dict(paths))

    return lambda server: server.replacing("SESSION-LINK-1", dress)


def _by_path(relative: str) -> Change:
    def change(server: ReferenceServer) -> ReferenceServer:
        absolute = server.rules["SESSION-LINK-2"]
        return server.replacing(
            "SESSION-LINK-2", lambda visit, path: path if path == relative else absolute(visit, path)
        )

    return change


def _beginning_with(prefix: str) -> Change:
    return lambda server: server.replacing("SESSION-LINK-2", lambda _, path: f"{prefix}{path}")


for _relation in SESSION_LINKS:
    mutant_of_table(
        "SESSION-LINK-1",
        f"leaves_out_the_link_to_{_relation}",
        f"Sends a new session without the link to {_relation}.",
        _linking({name: path for name, path in SESSION_LINKS.items() if name != _relation}),
    )
    mutant_of_table(
        "SESSION-LINK-2",
        f"links_to_{_relation}_by_path",
        f"Sends the path alone as the link to {_relation}.",
        _by_path(SESSION_LINKS[_relation]),
    )


for _name, _sentence, _change in (
    ("sends_no_links", "Sends a new session without links.",
     lambda server: server.without("SESSION-LINK-1")),
    ("sends_links_without_brackets", "Sends the links of a session in a form that cannot be read.",
     lambda server: server.replacing("link-header", lambda _, targets: tuple(
         ("Link", f"{relation}: {target}") for relation, target in targets.items()))),
    ("names_the_relations_otherwise", "Gives the links of a session relations of other names.",
     _linking({f"layer-{relation}": path for relation, path in SESSION_LINKS.items()})),
):  # fmt: skip
    mutant_of_table("SESSION-LINK-1", _name, _sentence, _change)

for _name, _sentence, _prefix in (
    ("links_by_path", "Sends paths in place of URLs as the links of a session.", ""),
    ("links_without_a_scheme", "Sends links that begin with the host.", "//localhost"),
    ("links_without_a_host", "Sends links that have a scheme and no host.", "http://"),
):
    mutant_of_table("SESSION-LINK-2", _name, _sentence, _beginning_with(_prefix))


def _named(maker: Callable[[], Callable[[Visit], str]]) -> Change:
    return lambda server: server.replacing("SESSION-UNIQUE-1", maker())


def _counted(few: int) -> Callable[[], Callable[[Visit], str]]:
    def maker() -> Callable[[Visit], str]:
        salt, numbers = secrets.token_hex(16), itertools.count()
        return lambda _: f"{salt}{next(numbers) % few:08x}"

    return maker


for _name, _sentence, _maker in (
    ("gives_each_user_one_session_token", "Gives a user the same session token each time.",
     lambda: lambda visit: _user(visit).encode().hex()),
    ("gives_everyone_the_same_session_token", "Gives one session token to everyone.", _counted(1)),
    ("begins_again_after_nine_session_tokens", "Has nine session tokens and gives them in turn.", _counted(9)),
):  # fmt: skip
    mutant_of_table("SESSION-UNIQUE-1", _name, _sentence, _named(_maker))


def _others(visit: Visit, token: str) -> Iterator[Session]:
    return (each for each in visit.server.sessions.of(_user(visit)) if each.token != token)


def _end_others(visit: Visit, token: str) -> None:
    for session in _others(visit, token):
        session.deleted_at = session.deleted_at or visit.now


def _end_itself(visit: Visit, token: str) -> None:
    own = visit.server.sessions.find(token)
    if own is not None and any(each.deleted_at is None for each in _others(visit, token)):
        own.expires_at = -math.inf


def _opening(also: Callable[[Visit, str], None]) -> Change:
    """Something more happens when a session is opened."""

    def change(server: ReferenceServer) -> ReferenceServer:
        keep = server.rules["SESSION-MANY-1"]

        def opens(visit: Visit) -> str:
            token: str = keep(visit)
            also(visit, token)
            return token

        return server.replacing("SESSION-MANY-1", opens)

    return change


for _name, _sentence, _also in (
    ("ends_the_users_other_sessions", "Ends every other session of a user who opens one.", _end_others),
    ("gives_a_dead_token_for_a_second_session", "Opens a second session whose token is of no use.", _end_itself),
):
    mutant_of_table("SESSION-MANY-1", _name, _sentence, _opening(_also))


@mutant("SESSION-MANY-1")
def refuses_a_second_session(server: ReferenceServer) -> ReferenceServer:
    """Refuses to open a session for a user who has one."""

    def alone(_: PresentedToken, visit: Visit) -> None:
        if any(each.deleted_at is None for each in visit.server.sessions.of(_user(visit))):
            raise RefusalError(ErrorId.INVALID_REQUEST, "This user is signed in already.", status=409)

    return server.adding(alone, to="identity token", before="NONCE-ISSUED-1")


@mutant("SESSION-ELSEWHERE-1")
def ties_a_nonce_to_its_connection(server: ReferenceServer) -> ReferenceServer:
    """Takes a nonce only over the connection that it was given over."""
    keep = server.rules["NONCE-MANY-1"]
    connections: dict[str, str] = {}

    def keeps(visit: Visit, origin: str) -> str:
        value: str = keep(visit, origin)
        connections[value] = visit.request.connection
        return value

    def came_here(token: PresentedToken, visit: Visit) -> None:
        if connections.get(str(token.claims.get("nce")), "") not in ("", visit.request.connection):
            raise token_refusal("eit_nonce_not_found", "Nonce not found")

    return server.replacing("NONCE-MANY-1", keeps).adding(came_here, to="identity token", before="NONCE-3")


@mutant("SESSION-ELSEWHERE-1")
def ties_a_session_to_its_connection(server: ReferenceServer) -> ReferenceServer:
    """Takes a session token only over the connection that its session was opened over."""
    keep, known = server.rules["SESSION-MANY-1"], server.rules["USE-3"]
    opened: dict[str, str] = {}

    def opens(visit: Visit) -> str:
        token: str = keep(visit)
        opened[token] = visit.request.connection
        return token

    def is_here(visit: Visit) -> None:
        known(visit)
        if opened.get(visit.session_token or "", visit.request.connection) != visit.request.connection:
            raise challenge(visit, "The session token is not known.")

    return server.replacing("SESSION-MANY-1", opens).replacing("USE-3", is_here)
