"""The reference provider: the documents' sample service, with a login, each rule in one small function.

A mutant or a variation is a changed copy of a correct provider::

    provider.without("REFUSE-LOGIN-1")
    provider.without("ISSUE-CTY-1")
    provider.replacing("ISSUE-NCE-1", lambda visit: {"nce": unquote_plus(visit.nonce)})
    provider.with_interface(encoding="form", token="data.token")
    provider.with_interface(headers={"Authorization": "Basic {basic}"}, fields={"nonce": "{nonce}", "app": "{app_id}"})
    provider.adding(lambda visit: {"sub": visit.user}, to="claims")
    provider.adding(lambda visit, answer: replace(answer, status=201), to="answer")
    provider.with_settings(token_lifetime=3600)
    provider.with_credentials(key=RegisteredKey(key_id, "long"))
    provider.with_key(published_key("stranger"))

`tables.TABLES` lists the tables with their rules in order; `rules` has the rules, one module a chapter.
`ProviderInterface` is the form of requests and answers, which a target file describes. `beside(provider)` is a
reference server with the provider on the same port; `running` serves it.
"""

from conformance.reference.provider.accounts import ACCOUNTS, WRONG_PASSWORD, Account
from conformance.reference.provider.core import ReferenceProvider
from conformance.reference.provider.interface import ProviderInterface
from conformance.reference.provider.mounting import MountingServer, beside
from conformance.reference.provider.refusal import TokenRefusalError
from conformance.reference.provider.settings import ProviderSettings
from conformance.reference.provider.visit import TokenVisit

__all__ = [
    "ACCOUNTS",
    "WRONG_PASSWORD",
    "Account",
    "MountingServer",
    "ProviderInterface",
    "ProviderSettings",
    "ReferenceProvider",
    "TokenRefusalError",
    "TokenVisit",
    "beside",
]
