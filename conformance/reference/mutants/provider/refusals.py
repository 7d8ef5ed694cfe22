"""Providers that issue a token where they should refuse, or refuse in a wrong way."""

from __future__ import annotations

import secrets
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from conformance.protocol.layer_id import AppId
from conformance.reference.messages import Answer
from conformance.reference.mutants.provider.departures import (
    Condition,
    always,
    falling_over,
    lacking,
    missing,
    provider_mutant,
    provider_mutant_of_table,
    refusing,
    status,
    wrong_password,
)
from conformance.reference.provider import ReferenceProvider, TokenVisit

for _requirement, _name, _sentence, _check in (
    ("REFUSE-LOGIN-1", "signs_in_with_any_password", "Takes any password of a user whom it knows.", "REFUSE-LOGIN-1"),
    ("REFUSE-LOGIN-2", "signs_in_without_a_password", "Takes a user who sends no password.", "REFUSE-LOGIN-2"),
    ("REFUSE-LOGIN-3", "vouches_for_no_user", "Gives a token for nobody where no user is named.", "REFUSE-LOGIN-3"),
    ("REFUSE-USER-1", "vouches_for_strangers", "Gives a token to a user whom it does not know.", "REFUSE-USER-1"),
    ("REFUSE-NONCE-1", "vouches_without_a_nonce", "Gives a token where no nonce is sent.", "REFUSE-NONCE-1"),
    ("REFUSE-NONCE-2", "vouches_for_an_empty_nonce", "Gives a token for an empty nonce.", "REFUSE-NONCE-2"),
    ("REFUSE-APP-1", "serves_production", "Gives tokens for applications in production.", "REFUSE-APP-1"),
):  # fmt: skip
    provider_mutant_of_table(_requirement, _name, _sentence, lacking(_check))

for _check, _name, _sentence in (
    ("REFUSE-LOGIN-1", "falls_over_a_wrong_password", "Answers 500 to a wrong password."),
    ("REFUSE-LOGIN-2", "falls_over_a_missing_password", "Answers 500 where the password is missing."),
    ("REFUSE-LOGIN-3", "falls_over_a_missing_user", "Answers 500 where the user is missing."),
    ("REFUSE-USER-1", "falls_over_an_unknown_user", "Answers 500 to a user whom it does not know."),
    ("REFUSE-NONCE-1", "falls_over_a_missing_nonce", "Answers 500 where the nonce is missing."),
    ("REFUSE-NONCE-2", "falls_over_an_empty_nonce", "Answers 500 to an empty nonce."),
    ("REFUSE-APP-1", "falls_over_production", "Answers 500 to an application in production."),
    ("REFUSE-GET-1", "falls_over_a_get", "Answers 500 to a GET."),
):
    provider_mutant_of_table("REFUSE-STATUS-1", _name, _sentence, falling_over(_check))


def _tokened(provider: ReferenceProvider, when: Condition) -> ReferenceProvider:
    """Refuse as it should be, with a token in the body all the same."""
    right = provider.rules["LIFETIME-CACHE-1"]

    def give_token(visit: TokenVisit, answer: Answer) -> Answer:
        return answer.with_members(identity_token=right(visit)) if when(visit) else answer

    return provider.adding(give_token, to="error answer")


@provider_mutant("REFUSE-LOGIN-1")
def refuses_and_gives_a_token(provider: ReferenceProvider) -> ReferenceProvider:
    """Refuses a wrong password with a 401 that has the token in its body."""
    return _tokened(provider, wrong_password)


@provider_mutant("REFUSE-LOGIN-1")
def tells_the_token_of_whoever_fails(provider: ReferenceProvider) -> ReferenceProvider:
    """Refuses a wrong password with a page for developers that shows the token."""
    right = provider.rules["LIFETIME-CACHE-1"]

    def show_token(visit: TokenVisit, answer: Answer) -> Answer:
        return answer.with_content({"debug": f"<{right(visit)}>"}) if wrong_password(visit) else answer

    return provider.adding(show_token, to="error answer")


@provider_mutant("REFUSE-LOGIN-3")
def takes_an_absent_user_for_the_first(provider: ReferenceProvider) -> ReferenceProvider:
    """Gives the token of the first user where no user is named."""
    known = provider.rules["account"]

    def account(visit: TokenVisit) -> object:
        return known(visit) if visit.login[0] else visit.provider.accounts[0]

    return provider.without("REFUSE-LOGIN-3", "REFUSE-LOGIN-1").replacing("account", account)


@provider_mutant("REFUSE-USER-2")
def vouches_for_a_missing_user(provider: ReferenceProvider) -> ReferenceProvider:
    """Asks for no password, and gives a token for nobody where no user is named."""
    fields = {"user_id": "{user}", "nonce": "{nonce}", "app_id": "{app_id}"}
    return provider.with_interface(fields=fields).without("REFUSE-LOGIN-2", "REFUSE-LOGIN-3")


@provider_mutant("REFUSE-USER-1")
def signs_strangers_up(provider: ReferenceProvider) -> ReferenceProvider:
    """Gives a token to any stranger with a password, as if they had signed up."""

    def known(visit: TokenVisit) -> None:
        visit.login[1]

    return provider.replacing("REFUSE-USER-1", known)


@provider_mutant("REFUSE-NONCE-1")
def makes_missing_nonces_up(provider: ReferenceProvider) -> ReferenceProvider:
    """Makes a nonce up where none is sent."""
    sent = provider.rules["nonce"]

    def nonce(visit: TokenVisit) -> object:
        nonce = sent(visit)
        return secrets.token_hex(20) if nonce is None else nonce

    return provider.replacing("nonce", nonce)


@provider_mutant("REFUSE-NONCE-1")
def takes_a_missing_nonce_for_an_empty_one(provider: ReferenceProvider) -> ReferenceProvider:
    """Gives a token with an empty nce where no nonce is sent."""
    return provider.without("REFUSE-NONCE-1").replacing("ISSUE-NCE-1", lambda visit: {"nce": visit.nonce or ""})


@provider_mutant("REFUSE-NONCE-2")
def makes_empty_nonces_up(provider: ReferenceProvider) -> ReferenceProvider:
    """Makes a nonce up in the place of an empty one."""
    sent = provider.rules["nonce"]

    def nonce(visit: TokenVisit) -> object:
        nonce = sent(visit)
        return secrets.token_hex(20) if nonce == "" else nonce

    return provider.replacing("nonce", nonce)


def _empty_nonce(visit: TokenVisit) -> bool:
    return bool(visit.value_of("nonce") == "")


def _stranger(visit: TokenVisit) -> bool:
    return bool(visit.login[0]) and visit.account is None


def _redirect(answer: Answer) -> Answer:
    return replace(answer, status=302, body=b"").with_more(("Location", "/login"))


for _name, _sentence, _redress, _when in (
    ("refuses_with_a_200", "Answers every refusal with a 200 and an error in its body.", status(200), always),
    ("refuses_wrong_passwords_with_a_200", "Answers a wrong password with a 200 without a token.",
     status(200), wrong_password),
    ("refuses_strangers_with_a_200", "Answers a user whom it does not know with a 200 without a token.",
     status(200), _stranger),
    ("refuses_a_missing_user_with_a_204", "Answers a request that names no user with a 204.",
     lambda answer: replace(answer, status=204, body=b""), missing("user")),
    ("refuses_a_missing_password_with_a_202", "Answers a request without a password with a 202.",
     status(202), missing("password")),
    ("refuses_a_missing_nonce_with_a_201", "Answers a request without a nonce with a 201 and null for a token.",
     lambda answer: replace(answer, status=201).with_content({"identity_token": None}), missing("nonce")),
    ("refuses_an_empty_nonce_with_a_200", "Answers an empty nonce with a 200 without a token.",
     status(200), _empty_nonce),
    ("refuses_wrong_passwords_with_a_500", "Answers a wrong password with a 500.", status(500), wrong_password),
    ("refuses_a_missing_nonce_with_a_503", "Answers a request without a nonce with a 503.",
     status(503), missing("nonce")),
    ("sends_wrong_passwords_to_a_page", "Redirects a wrong password to a page to sign in at.",
     _redirect, wrong_password),
    ("refuses_with_a_page", "Answers a wrong password with a 200 and a page to sign in at.",
     lambda answer: replace(answer, status=200, body=b"<!doctype html><title>Sign in</title>"), wrong_password),
):  # fmt: skip
    provider_mutant_of_table("REFUSE-STATUS-1", _name, _sentence, refusing(_redress, _when))


@provider_mutant("REFUSE-GET-1")
def gives_tokens_to_a_get(provider: ReferenceProvider) -> ReferenceProvider:
    """Gives a token to a GET that has the fields in its query."""
    read = provider.rules["fields"]

    def fields(visit: TokenVisit) -> object:
        query = urlsplit(visit.request.path).query
        return dict(parse_qsl(query)) if visit.request.method == "GET" else read(visit)

    return provider.without("REFUSE-GET-1").replacing("fields", fields)


@provider_mutant("REFUSE-APP-1")
def tells_production_by_three_slashes(provider: ReferenceProvider) -> ReferenceProvider:
    """Refuses an application in production only where it is written with three slashes."""
    right = provider.rules["REFUSE-APP-1"]

    def strict(visit: TokenVisit) -> None:
        if str(visit.value_of("app_id")).startswith("layer:///apps/production/"):
            right(visit)

    return provider.replacing("REFUSE-APP-1", strict)


@provider_mutant("REFUSE-APP-1")
def tells_production_by_two_slashes(provider: ReferenceProvider) -> ReferenceProvider:
    """Refuses an application in production only where it is written with two slashes."""
    right = provider.rules["REFUSE-APP-1"]

    def strict(visit: TokenVisit) -> None:
        app = AppId.parse(visit.value_of("app_id"))
        if app is not None and not str(visit.value_of("app_id")).startswith("layer:///"):
            right(visit)

    return provider.replacing("REFUSE-APP-1", strict)


@provider_mutant("REFUSE-NONCE-2")
def gives_an_opaque_token_for_an_empty_nonce(provider: ReferenceProvider) -> ReferenceProvider:
    """Gives something that is no JWS in the place of a token for an empty nonce."""
    join = provider.rules["ISSUE-PARTS-1"]

    def joined(visit: TokenVisit, header: str, claims: str, signature: str) -> str:
        return "b3BhcXVl" if visit.nonce == "" else str(join(visit, header, claims, signature))

    return provider.without("REFUSE-NONCE-2").replacing("ISSUE-PARTS-1", joined)
