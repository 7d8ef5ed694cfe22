"""Servers that accept what is not an app id, or refuse what is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conformance.protocol.errors import ErrorId
from conformance.protocol.layer_id import AppId
from conformance.reference.mutants.registry import mutant, mutant_of_table
from conformance.reference.mutants.server.departures import (
    Condition,
    answering,
    empty,
    error,
    falling_over,
    members,
    overlooking,
)
from conformance.reference.server import ReferenceServer, Visit


def _text(visit: Visit) -> str:
    return str(visit.fields.get("app_id"))


def _value(visit: Visit) -> object:
    return visit.fields.get("app_id")


_UNCHECKED: Mapping[str, tuple[str, str, Condition]] = {
    "opens_sessions_for_unknown_bare_app_ids": (
        "SESSION-APP-1", "Looks up long app ids and takes bare ones as they are.",
        lambda visit: not _text(visit).startswith("layer:")),
    "opens_sessions_for_unknown_long_app_ids": (
        "SESSION-APP-1", "Looks up bare app ids and takes long ones as they are.",
        lambda visit: _text(visit).startswith("layer:")),
    "opens_sessions_for_no_app": (
        "SESSION-APP-2", "Opens a session for an empty app id.", lambda visit: _text(visit) == ""),
    "opens_sessions_for_an_environment": (
        "SESSION-APP-2", "Opens a session for an app id without its UUID.", lambda visit: _text(visit)[-1:] == "/"),
    "opens_sessions_for_the_beginning_of_an_app_id": (
        "SESSION-APP-2", "Opens a session for an app id that lacks its last digit.",
        lambda visit: AppId.parse(_text(visit) + "0") is not None),
    "opens_sessions_for_another_scheme": (
        "SESSION-APP-2", "Opens a session for an app id that begins with https.",
        lambda visit: _text(visit).startswith("https:")),
    "opens_sessions_for_numbers": (
        "SESSION-APP-3", "Opens a session for a number as app id.", lambda visit: type(_value(visit)) is int),
    "opens_sessions_for_booleans": (
        "SESSION-APP-3", "Opens a session for true as app id.", lambda visit: _value(visit) is True),
    "opens_sessions_for_arrays": (
        "SESSION-APP-3", "Opens a session for an array that holds an app id.",
        lambda visit: isinstance(_value(visit), list)),
}  # fmt: skip

for _name, (_requirement, _sentence, _when) in _UNCHECKED.items():
    mutant_of_table(_requirement, _name, _sentence, overlooking(_requirement, _when))

for _requirement, _name, _sentence, _change in (
    ("SESSION-APP-1", "answers_an_unknown_app_with_404", "Answers 404 to an app id that belongs to no app.",
     answering("SESSION-APP-1", error(ErrorId.NOT_FOUND))),
    ("SESSION-APP-1", "answers_an_unknown_app_with_another_code", "Has another code for an unknown app id.",
     answering("SESSION-APP-1", members(code=101))),
    ("SESSION-APP-1", "blames_the_token_for_an_unknown_app", "Blames the identity token for an unknown app id.",
     answering("SESSION-APP-1", error(ErrorId.INVALID_PROPERTY, property="identity_token"))),
    ("SESSION-APP-2", "answers_a_malformed_app_id_with_400", "Calls a malformed app id an invalid request.",
     answering("SESSION-APP-2", error(ErrorId.INVALID_REQUEST))),
    ("SESSION-APP-2", "says_nothing_of_a_malformed_app_id", "Answers 403 and no body to a malformed app id.",
     answering("SESSION-APP-2", empty)),
    ("SESSION-APP-2", "falls_over_a_malformed_app_id", "Answers 500 to a malformed app id.",
     falling_over("SESSION-APP-2")),
    ("SESSION-APP-3", "falls_over_an_app_id_of_another_type", "Answers 500 to an app id that is no string.",
     falling_over("SESSION-APP-3")),
    ("SESSION-APP-3", "answers_an_app_id_of_another_type_with_422", "Calls an app id of another type a property.",
     answering("SESSION-APP-3", error(ErrorId.INVALID_PROPERTY, property="app_id"))),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, _change)


@mutant("SESSION-APP-4")
def knows_no_long_app_ids(server: ReferenceServer) -> ReferenceServer:
    """Refuses app ids with three slashes."""
    return server.without("SESSION-APP-4")


@mutant("SESSION-APP-4")
def knows_production_only(server: ReferenceServer) -> ReferenceServer:
    """Refuses app ids of the staging environment in their long form."""

    def production(text: str) -> AppId | None:
        return AppId.parse(text) if text.startswith("layer:///apps/production/") else None

    return server.replacing("SESSION-APP-4", production)


def _older_with(prefix: str) -> Callable[[str], AppId | None]:
    """Read one of the older forms: the one whose text before the UUID begins so, or is empty."""

    def read(text: str) -> AppId | None:
        has_prefix = text.startswith(prefix) if prefix else not text.startswith("layer:")
        return AppId.parse(text) if has_prefix and not text.startswith("layer:///") else None

    return read


@mutant("SESSION-APP-5")
def knows_no_older_app_ids(server: ReferenceServer) -> ReferenceServer:
    """Refuses every app id that does not begin with layer:///apps/."""
    return server.without("SESSION-APP-5")


@mutant("SESSION-APP-5")
def knows_no_bare_app_ids(server: ReferenceServer) -> ReferenceServer:
    """Refuses a bare UUID as app id."""
    return server.replacing("SESSION-APP-5", _older_with("layer://"))


@mutant("SESSION-APP-5")
def knows_no_app_ids_with_two_slashes(server: ReferenceServer) -> ReferenceServer:
    """Refuses app ids with two slashes."""
    return server.replacing("SESSION-APP-5", _older_with(""))
