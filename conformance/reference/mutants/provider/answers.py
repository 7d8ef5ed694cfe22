"""Providers whose answer to a right login has no token in its place, or another label."""

from __future__ import annotations

from dataclasses import replace

from conformance.reference.messages import Answer
from conformance.reference.mutants.provider.departures import (
    Redress,
    answering,
    provider_mutant,
    provider_mutant_of_table,
    status,
)
from conformance.reference.provider import ReferenceProvider, TokenRefusalError, TokenVisit


def _token(answer: Answer) -> str:
    token: str = answer.content["identity_token"]
    return token


def _labelled(label: str) -> Redress:
    return lambda answer: answer.with_header("Content-Type", label)


for _requirement, _name, _sentence, _redress in (
    ("ISSUE-1", "signs_in_without_a_token", "Answers a right login with an empty object.",
     lambda answer: answer.with_content({})),
    ("ISSUE-1", "gives_null_as_a_token", "Answers a right login with null in the token's place.",
     lambda answer: answer.with_content({"identity_token": None})),
    ("ISSUE-1", "gives_an_empty_token", "Answers a right login with an empty string in the token's place.",
     lambda answer: answer.with_content({"identity_token": ""})),
    ("ISSUE-1", "gives_tokens_under_another_name", "Gives the token as token, and not where its file says.",
     lambda answer: answer.with_content({"token": _token(answer)})),
    ("ISSUE-1", "wraps_its_answer_in_data", "Gives the token within an object that its file does not know of.",
     lambda answer: answer.with_content({"data": answer.content})),
    ("ISSUE-1", "wraps_its_answer_in_a_list", "Gives the token within a list.",
     lambda answer: answer.with_content([answer.content])),
    ("ISSUE-1", "gives_tokens_as_the_bare_body", "Gives the token without the JSON around it.",
     lambda answer: replace(answer, body=_token(answer).encode())),
    ("ISSUE-1", "gives_tokens_in_a_header", "Gives the token in a header, and an empty body.",
     lambda answer: replace(answer.with_more(("X-Identity-Token", _token(answer))), body=b"")),
    ("ISSUE-1", "gives_tokens_in_pieces", "Gives the three parts of a token as a list.",
     lambda answer: answer.with_content({"identity_token": _token(answer).split(".")})),
    ("ISSUE-1", "writes_bearer_before_tokens", "Gives the token with Bearer and a blank before it.",
     lambda answer: answer.with_content({"identity_token": f"Bearer {_token(answer)}"})),
    ("ISSUE-1", "ends_tokens_with_a_line_break", "Gives the token with a line break behind it.",
     lambda answer: answer.with_content({"identity_token": f"{_token(answer)}\n"})),
    ("ISSUE-1", "gives_tokens_with_a_400", "Gives the token with a status that says it was refused.", status(400)),
    ("ISSUE-1", "gives_tokens_with_a_500", "Gives the token with a status that says it fell over.", status(500)),
    ("ISSUE-TYPE-1", "labels_tokens_as_html", "Labels the answer with a token as HTML.", _labelled("text/html")),
    ("ISSUE-TYPE-1", "labels_tokens_as_text", "Labels the answer with a token as text.",
     _labelled("text/plain; charset=utf-8")),
    ("ISSUE-TYPE-1", "labels_the_answer_as_a_jwt", "Labels the JSON with a token in it as the token itself.",
     _labelled("application/jwt")),
    ("ISSUE-TYPE-1", "labels_tokens_as_a_form", "Labels the answer with a token as a form.",
     _labelled("application/x-www-form-urlencoded")),
    ("ISSUE-TYPE-1", "labels_tokens_not_at_all", "Gives the token without a Content-Type.",
     lambda answer: answer.without_header("Content-Type")),
):  # fmt: skip
    provider_mutant_of_table(_requirement, _name, _sentence, answering(_redress))


@provider_mutant("ISSUE-1")
def refuses_right_logins(provider: ReferenceProvider) -> ReferenceProvider:
    """Refuses every login, right or wrong."""

    def refuse_no_request(_: TokenVisit) -> None:
        raise TokenRefusalError(401, "There is no such user with this password.")

    return provider.adding(refuse_no_request, to="request")


@provider_mutant("ISSUE-1")
def falls_over_right_logins(provider: ReferenceProvider) -> ReferenceProvider:
    """Answers 500 where it should make a token."""

    def brittle(_: TokenVisit) -> str:
        raise RuntimeError("no key is configured")

    return provider.replacing("LIFETIME-CACHE-1", brittle)


@provider_mutant("ISSUE-1")
def signs_its_first_user_in_only(provider: ReferenceProvider) -> ReferenceProvider:
    """Refuses the right logins of all users but the first."""

    def known(visit: TokenVisit) -> None:
        if visit.account and visit.account != provider.accounts[0]:
            raise TokenRefusalError(401, "Nobody of this name.")

    return provider.adding(known, to="request")
