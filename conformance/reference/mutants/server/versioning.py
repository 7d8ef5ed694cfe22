"""Servers that accept a request without the version that it should name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from conformance.reference.mutants.registry import mutant, mutant_of_table
from conformance.reference.mutants.server.departures import Change, Condition, overlooking
from conformance.reference.server import ReferenceServer, Visit

_ENDPOINTS = {"nonces": "POST /nonces", "sessions": "POST /sessions", "deletions": "DELETE /sessions/:token"}

_OVERLOOKED = {
    "VERSION-1": "a_missing_accept",
    "VERSION-2": "a_foreign_accept",
    "VERSION-3": "an_accept_of_anything",
    "VERSION-4": "a_missing_version",
    "VERSION-5": "a_version_that_is_no_number",
    "VERSION-6": "an_unavailable_version",
}


def _without(server: ReferenceServer, requirement: str, endpoint: str) -> ReferenceServer:
    return server.without(requirement, on=endpoint)


for _requirement, _what in _OVERLOOKED.items():
    for _request, _endpoint in _ENDPOINTS.items():
        mutant_of_table(
            _requirement,
            f"overlooks_{_what}_on_{_request}",
            f"Overlooks {_what.replace('_', ' ')} on {_endpoint}, and there alone.",
            partial(_without, requirement=_requirement, endpoint=_endpoint),
        )


def _media(name: str) -> Condition:
    return lambda visit: visit.accept is not None and visit.accept.media_type == name


def _version(text: str) -> Condition:
    return lambda visit: visit.accept is not None and visit.accept.version == text


for _requirement, _name, _sentence, _when in (
    ("VERSION-2", "takes_plain_json_as_accept", "Takes application/json as if it named a version.",
     _media("application/json")),
    ("VERSION-2", "takes_html_as_accept", "Answers a browser that accepts text/html.", _media("text/html")),
    ("VERSION-2", "takes_any_vendors_version", "Looks at the version and not at whose media type it is of.",
     lambda visit: visit.accept is not None and visit.accept.version is not None),
    ("VERSION-5", "takes_the_placeholder_for_a_version", "Takes version=x.y, as the error message has it.",
     _version("x.y")),
    ("VERSION-5", "spells_versions_out", "Takes the version two for 2.0.", _version("two")),
    ("VERSION-6", "serves_the_versions_of_tomorrow", "Serves any version that is later than its own.",
     _version("99.0")),
    ("VERSION-6", "serves_the_versions_of_yesterday", "Serves any version that is earlier than its own.",
     _version("0.1")),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, overlooking(_requirement, _when))


def _unserved(server: ReferenceServer, version: str, endpoint: str) -> ReferenceServer:
    def served(visit: Visit) -> tuple[str, ...]:
        own = visit.server.settings.versions
        return tuple(v for v in own if v != version) if visit.endpoint == endpoint else own

    return server.replacing("VERSION-7", served)


for _request, _version_number in (("nonces", "1.0"), ("sessions", "2.0"), ("deletions", "1.0")):
    mutant_of_table(
        "VERSION-7",
        f"has_no_{_request}_in_version_{_version_number[0]}",
        f"Does not serve version {_version_number} on {_ENDPOINTS[_request]}.",
        partial(_unserved, version=_version_number, endpoint=_ENDPOINTS[_request]),
    )


@mutant("VERSION-7")
def serves_the_latest_version_only(server: ReferenceServer) -> ReferenceServer:
    """Serves the last of its versions and has dropped the others."""
    return server.with_settings(versions=server.settings.versions[-1:])


def _reading(same: Callable[[str, str], bool]) -> Change:
    """A version that is the same as one of the server's in this way is served."""

    def is_served(visit: Visit) -> bool:
        asked = visit.accept.version if visit.accept else None
        return asked is not None and any(same(asked, own) for own in visit.server.settings.versions)

    def change(server: ReferenceServer) -> ReferenceServer:
        for check in ("VERSION-5", "VERSION-6", "VERSION-8"):
            server = overlooking(check, is_served)(server)
        return server

    return change


for _name, _sentence, _same in (
    ("compares_the_beginning_of_versions", "Serves whatever begins with one of its versions.",
     lambda asked, own: asked.startswith(own)),
    ("compares_the_end_of_versions", "Serves whatever ends with one of its versions.",
     lambda asked, own: asked.endswith(own)),
    ("ignores_a_third_number", "Ignores a third number of a version.",
     lambda asked, own: asked.rpartition(".")[0] == own),
    ("reads_versions_up_to_a_letter", "Ignores letters after a version.",
     lambda asked, own: asked.rstrip("abc") == own),
):  # fmt: skip
    mutant_of_table("VERSION-9", _name, _sentence, _reading(_same))
