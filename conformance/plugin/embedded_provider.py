"""The reference provider as a target: what is examined where no target is named."""

from __future__ import annotations

from conformance.reference.provider import ACCOUNTS, WRONG_PASSWORD
from conformance.reference.server import CREDENTIALS
from conformance.targets import Login, ProviderCredentials, ProviderTarget, Template, TokenPlace, TokenRequest, User

#: The fields of the documents' sample service, and the password that the reference asks for.
_FIELDS = {"app_id": "{app_id}", "user_id": "{user}", "password": "{password}", "nonce": "{nonce}"}


def embedded_provider(name: str) -> ProviderTarget:
    """Return the reference provider as a target, before it has an address."""
    known = CREDENTIALS
    users = tuple(User(each.id, each.password, each.id, each.claims) for each in ACCOUNTS)
    return ProviderTarget(
        name=name,
        actor="provider",
        url="",
        credentials=ProviderCredentials(
            known.app_id, known.provider_id, known.key.key_id, known.key.signing_key.public
        ),
        request=TokenRequest("POST", "json", {}, {name: Template.parse(text) for name, text in _FIELDS.items()}),
        token=TokenPlace(("identity_token",)),
        users=users,
        wrong_login=Login(users[0].id, WRONG_PASSWORD),
        sample=True,
        secrets=frozenset((WRONG_PASSWORD, *(user.password for user in users))),
    )
