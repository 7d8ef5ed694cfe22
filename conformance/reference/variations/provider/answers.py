"""Answers of other forms: where the token stands, and what is around it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace

from conformance.reference.messages import Answer
from conformance.reference.provider import ReferenceProvider, TokenVisit
from conformance.reference.variations.registry import variation_of_table

_Change = Callable[[ReferenceProvider], ReferenceProvider]


def _answering(change: Callable[[Answer], Answer]) -> _Change:
    return lambda provider: provider.adding(lambda _, answer: change(answer), to="answer")


def _escaped(answer: Answer) -> Answer:
    """Escape every letter of the token, as JSON may (RFC 8259, 7)."""
    token = "".join(f"\\u{ord(letter):04x}" for letter in answer.content["identity_token"])
    return replace(answer, body=f'{{"identity_token":"{token}"}}'.encode())


def _indented(answer: Answer) -> Answer:
    return replace(answer, body=f"\r\n{json.dumps(answer.content, indent=4)}\r\n".encode())


def _slowly(provider: ReferenceProvider) -> ReferenceProvider:
    def late(_: TokenVisit, answer: Answer) -> Answer:
        time.sleep(0.1)
        return answer

    return provider.adding(late, to="every answer")


for _name, _sentence, _change in (
    ("answers_with_201", "Gives the token with a 201.", _answering(lambda answer: replace(answer, status=201))),
    ("answers_with_the_bare_token", "Gives the token as a body of text.",
     lambda provider: provider.with_interface(token="")),
    ("answers_with_the_bare_token_as_a_jwt", "Gives the token as a body that is labelled application/jwt.",
     lambda provider: _answering(lambda answer: answer.with_header("Content-Type", "application/jwt"))(
         provider.with_interface(token=""))),
    ("answers_with_the_bare_token_and_a_line_break", "Gives the token as a line of text.",
     lambda provider: _answering(lambda answer: replace(answer, body=answer.body + b"\n"))(
         provider.with_interface(token=""))),
    ("answers_deep_down", "Gives the token within two objects.",
     lambda provider: provider.with_interface(token="data.layer.token")),  # noqa: S106 - a place
    ("answers_in_camel_case", "Gives the token as identityToken.",
     lambda provider: provider.with_interface(token="identityToken")),  # noqa: S106 - a place
    ("answers_with_more", "Gives more than the token.",
     _answering(lambda answer: answer.with_members(user={"id": 1}, expires_in=300, refresh_token=None))),
    ("answers_with_escapes", "Escapes every letter of the token in its JSON.", _answering(_escaped)),
    ("answers_with_indents", "Writes its JSON with indents and line breaks.", _answering(_indented)),
    ("labels_json_with_a_charset", "Names a charset beside the type of its JSON.",
     _answering(lambda answer: answer.with_header("Content-Type", "application/json; charset=utf-8"))),
    ("labels_json_in_capitals", "Writes the type of its JSON in capitals.",
     _answering(lambda answer: answer.with_header("Content-Type", "Application/JSON;Charset=UTF-8"))),
    ("sets_a_cookie", "Sets a cookie, and forbids caches to keep the token.",
     _answering(lambda answer: answer.with_more(("Set-Cookie", "sid=1; HttpOnly"), ("Cache-Control", "no-store")))),
    ("answers_slowly", "Takes a tenth of a second for every answer.", _slowly),
    ("hides_its_clock", "Leaves Date to the server in front of it.",
     lambda provider: provider.without("date", on="every answer")),
):  # fmt: skip
    variation_of_table(_name, _sentence, _change, actor="provider")
