"""Requests of other forms: how a provider is asked is its own affair (docs/protocol.md#provider-request)."""

from __future__ import annotations

from conformance.reference.provider import Account, ReferenceProvider, TokenRefusalError, TokenVisit
from conformance.reference.variations.registry import variation_of_table

_FORM_FIELDS = {"user": "{user}", "pass": "{password}", "nonce": "{nonce}", "app": "{app_id}"}
_NO_LOGIN = {"nonce": "{nonce}", "app_id": "{app_id}"}
_NO_PASSWORD = {"user_id": "{user}", **_NO_LOGIN}


def _basic(provider: ReferenceProvider) -> ReferenceProvider:
    return provider.with_interface(headers={"Authorization": "Basic {basic}"}, fields=_NO_LOGIN)


def _once(provider: ReferenceProvider) -> ReferenceProvider:
    """Refuse a nonce that was asked about before, as a provider that keeps them may."""
    known: set[object] = set()

    def new(visit: TokenVisit) -> None:
        if visit.nonce in known:
            raise TokenRefusalError(409, "There was a token for this nonce.")
        known.add(visit.nonce)

    return provider.adding(new, to="request")


for _name, _sentence, _change in (
    ("asked_in_a_form", "Is asked in a form.", lambda provider: provider.with_interface(encoding="form")),
    ("asked_in_a_form_of_its_own_names", "Is asked in a form whose fields have other names.",
     lambda provider: provider.with_interface(encoding="form", fields=_FORM_FIELDS)),
    ("asked_in_a_query", "Is asked with a POST that has everything in its query.",
     lambda provider: provider.with_interface(encoding="query")),
    ("asked_by_other_names", "Is asked in JSON whose members have other names.",
     lambda provider: provider.with_interface(fields=_FORM_FIELDS)),
    ("asked_at_another_path", "Is asked at a path of its own.",
     lambda provider: provider.with_settings(path="/api/v3/layer/authenticate.php")),
    ("signed_in_to_by_basic", "Takes the login as Basic authentication.", _basic),
    ("signed_in_to_by_a_header", "Takes the password in a header of its own form.",
     lambda provider: provider.with_interface(headers={"Authorization": "Token {password}"}, fields=_NO_PASSWORD)),
    ("signed_in_to_by_a_header_and_a_form", "Takes the login as Basic authentication, and the nonce in a form.",
     lambda provider: _basic(provider).with_interface(encoding="form")),
    ("asked_without_a_password", "Asks who the user is and no more, as the documents' sample service does.",
     lambda provider: provider.with_interface(fields=_NO_PASSWORD).without("REFUSE-LOGIN-2")),
    ("takes_each_nonce_once", "Refuses a nonce that it has made a token for.", _once),
    ("serves_production", "Is no sample, and serves applications in production.",
     lambda provider: provider.without("REFUSE-APP-1").with_settings(sample=False)),
    ("one_user", "Has one user only.", lambda provider: provider.with_accounts(provider.accounts[0])),
    ("users_with_addresses", "Has users whose ids are addresses and UUIDs.",
     lambda provider: provider.with_accounts(
         Account("carol+layer@acme.example", "p w&d=1+2%", {"display_name": "Carol"}),
         Account("5f0e9f0c-7f5e-4c56-9a57-6e1a4f1d2f0b", "päss/wörd", {}))),
    ("users_without_names", "Says nothing of its users but their ids.",
     lambda provider: provider.with_accounts(*(Account(each.id, each.password) for each in provider.accounts))),
):  # fmt: skip
    variation_of_table(_name, _sentence, _change, actor="provider")
