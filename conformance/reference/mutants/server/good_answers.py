"""Servers that create a nonce or a session and then fail to say so as documented."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from conformance.reference.mutants.registry import mutant_of_table
from conformance.reference.mutants.server.departures import Change
from conformance.reference.server import Answer, Visit

#: What is created, in which member of which endpoint's answer.
_CREATED = {
    "NONCE-1": ("a_nonce", "nonce", "POST /nonces"),
    "SESSION-1": ("a_session", "session_token", "POST /sessions"),
}
_LABELLED = {"NONCE-TYPE-1": ("a_nonce", "POST /nonces"), "SESSION-TYPE-1": ("a_session", "POST /sessions")}

_LABELS: Mapping[str, str | None] = {
    "nothing": None,
    "html": "text/html; charset=utf-8",
    "layers": "application/vnd.layer+json; version=2.0",
}

#: How an answer with this member departs.
_WAYS: Mapping[str, Callable[[Answer, str], Answer]] = {
    "with_200": lambda answer, _: replace(answer, status=200),
    "with_204": lambda answer, _: replace(answer, status=204, body=b""),
    "without_saying_it": lambda answer, _: answer.with_content({}),
    "as_a_number": lambda answer, member: answer.with_members(**{member: 1461023254}),
    "as_an_empty_string": lambda answer, member: answer.with_members(**{member: ""}),
    "under_another_name": lambda answer, member: answer.with_content({"value": answer.content[member]}),
    "in_plain_text": lambda answer, member: replace(answer, body=str(answer.content[member]).encode()),
}


def _add_headers(endpoint: str, member: str, way: Callable[[Answer, str], Answer]) -> Change:
    return lambda server: server.adding(lambda _, answer: way(answer, member), to=f"{endpoint} answer")


def _labelled(endpoint: str, label: str | None) -> Change:
    def relabel(_: Visit, answer: Answer) -> Answer:
        return answer.with_header("Content-Type", label) if label else answer.without_header("Content-Type")

    return lambda server: server.adding(relabel, to=f"{endpoint} answer")


for _requirement, (_what, _member, _endpoint) in _CREATED.items():
    for _how, _way in _WAYS.items():
        mutant_of_table(
            _requirement,
            f"answers_{_what}_{_how}",
            f"Creates {_what.replace('_', ' ')} and answers it {_how.replace('_', ' ')}.",
            _add_headers(_endpoint, _member, _way),
        )

for _requirement, (_what, _endpoint) in _LABELLED.items():
    for _as, _label in _LABELS.items():
        mutant_of_table(
            _requirement,
            f"labels_{_what}_as_{_as}",
            f"Answers {_what.replace('_', ' ')} in JSON with {_label or 'no label'} as its Content-Type.",
            _labelled(_endpoint, _label),
        )
