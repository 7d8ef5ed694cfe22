"""Refusals of other forms: no document shows an error of a provider (docs/protocol.md#provider-refusal)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from conformance.reference.messages import Answer
from conformance.reference.provider import ReferenceProvider
from conformance.reference.variations.registry import variation_of_table

_Change = Callable[[ReferenceProvider], ReferenceProvider]


def _refusing_with(status: int) -> _Change:
    return lambda provider: provider.replacing("REFUSE-STATUS-1", lambda _visit, _refused: status)


def _refusing(change: Callable[[Answer], Answer]) -> _Change:
    return lambda provider: provider.adding(lambda _, answer: change(answer), to="error answer")


def _page(answer: Answer) -> Answer:
    text = "<!doctype html><html><body><h1>Sign in</h1><a href='/users/sign_in'>again</a></body></html>"
    return replace(answer, body=text.encode()).with_header("Content-Type", "text/html")


for _status in (400, 401, 403, 404, 422):
    variation_of_table(
        f"refuses_with_{_status}", f"Refuses everything with a {_status}.", _refusing_with(_status), actor="provider"
    )

for _name, _sentence, _change in (
    ("refuses_without_a_body", "Refuses with a status alone.",
     _refusing(lambda answer: replace(answer, body=b"").without_header("Content-Type"))),
    ("refuses_in_text", "Refuses in a line of text.",
     _refusing(lambda answer: replace(answer, body=b"No.\n").with_header("Content-Type", "text/plain"))),
    ("refuses_in_html", "Refuses with a page.", _refusing(_page)),
    ("refuses_as_problem_json", "Refuses in the form of RFC 9457.",
     _refusing(lambda answer: answer.with_content(
         {"type": "https://acme.example/problems/login", "title": "No.", "status": answer.status}
     ).with_header("Content-Type", "application/problem+json"))),
    ("refuses_as_oauth_does", "Refuses in the words of OAuth, with a challenge.",
     _refusing(lambda answer: answer.with_content(
         {"error": "invalid_grant", "error_description": "No."}
     ).with_header("WWW-Authenticate", 'Bearer realm="acme"'))),
    ("refuses_with_null_for_a_token", "Refuses with null in the token's place.",
     _refusing(lambda answer: answer.with_members(identity_token=None))),
    ("refuses_login_before_nonce", "Looks at the login before it looks at the nonce.",
     lambda provider: replace(provider, rules=provider.rules.moving("REFUSE-NONCE-1", on="request").moving(
         "REFUSE-NONCE-2", on="request"))),
):  # fmt: skip
    variation_of_table(_name, _sentence, _change, actor="provider")
