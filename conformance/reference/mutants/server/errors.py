"""Servers whose errors lack something, or say it in another form."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conformance.protocol.errors import ErrorId
from conformance.reference.mutants.registry import mutant, mutant_of_table
from conformance.reference.mutants.server.departures import Change
from conformance.reference.server import Answer, ReferenceServer, RefusalError, Visit

_Rewrite = Callable[[Mapping[str, object]], Mapping[str, object]]

#: Each member, and one kind of error that lacks it in a mutant of its own.
_MEMBERS = {
    "ERROR-ID-1": ("id", "app_ids", ErrorId.INVALID_APP_ID),
    "ERROR-CODE-1": ("code", "session_tokens", ErrorId.AUTHENTICATION_REQUIRED),
    "ERROR-MESSAGE-1": ("message", "identity_tokens", ErrorId.INVALID_PROPERTY),
    "ERROR-URL-1": ("url", "the_accept_header", ErrorId.INVALID_HEADER),
}

_OTHER_VALUES: Mapping[str, Mapping[str, object]] = {
    "ERROR-ID-1": {"a_number": 105, "an_empty_string": ""},
    "ERROR-CODE-1": {"a_string": "105", "true": True},
    "ERROR-MESSAGE-1": {"an_object": {"en": "Something went wrong"}},
    "ERROR-URL-1": {"null": None, "an_empty_string": ""},
}


def _rewriting(requirement: str, rewrite: _Rewrite, kind: ErrorId | None = None) -> Change:
    """The rule of an error says something else, for one kind of error or for all."""

    def change(server: ReferenceServer) -> ReferenceServer:
        right = server.rules[requirement]

        def rewritten(refused: RefusalError) -> Mapping[str, object]:
            members: Mapping[str, object] = right(refused)
            return rewrite(members) if kind in (None, refused.error) else members

        return server.replacing(requirement, rewritten)

    return change


def _saying(name: str, value: object) -> _Rewrite:
    return lambda members: {**members, name: value}


def _nothing(_: Mapping[str, object]) -> Mapping[str, object]:
    return {}


for _requirement, (_member, _kind, _error) in _MEMBERS.items():
    mutant_of_table(
        _requirement,
        f"leaves_out_the_{_member}",
        f"Leaves the {_member} out of every error.",
        _rewriting(_requirement, _nothing),
    )
    for _as, _value in _OTHER_VALUES[_requirement].items():
        mutant_of_table(
            _requirement,
            f"gives_the_{_member}_as_{_as}",
            f"Gives {_as.replace('_', ' ')} as the {_member} of every error.",
            _rewriting(_requirement, _saying(_member, _value)),
        )
    mutant_of_table(
        _requirement,
        f"leaves_out_the_{_member}_about_{_kind}",
        f"Leaves the {_member} out of the errors about {_kind.replace('_', ' ')}, and out of no others.",
        _rewriting(_requirement, _nothing, _error),
    )

for _as, _value in {"a_string": "identity_token", "an_array": [{"property": "identity_token"}], "null": None}.items():
    mutant_of_table(
        "ERROR-DATA-1",
        f"gives_data_as_{_as}",
        f"Gives {_as.replace('_', ' ')} as the data of every error.",
        _rewriting("ERROR-DATA-1", _saying("data", _value)),
    )


@mutant("ERROR-DATA-1")
def gives_null_where_there_is_no_data(server: ReferenceServer) -> ReferenceServer:
    """Writes data as null where an error has none, instead of leaving it out."""
    return _rewriting("ERROR-DATA-1", lambda data: data or {"data": None})(server)


def _labelled(label: str | None, only: int | None = None) -> Change:
    def relabel(_: Visit, answer: Answer) -> Answer:
        if only not in (None, answer.status):
            return answer
        return answer.with_header("Content-Type", label) if label else answer.without_header("Content-Type")

    return lambda server: server.adding(relabel, to="error answer")


for _name, _sentence, _change in (
    ("labels_errors_as_html", "Labels every error as text/html.", _labelled("text/html; charset=utf-8")),
    ("labels_errors_as_layers", "Labels every error with the media type of the Accept header.",
     _labelled("application/vnd.layer+json")),
    ("labels_no_errors", "Sends errors without a Content-Type.", _labelled(None)),
    ("labels_challenges_as_text", "Labels the challenge as text, and other errors as JSON.",
     _labelled("text/plain", 401)),
):  # fmt: skip
    mutant_of_table("ERROR-TYPE-1", _name, _sentence, _change)
