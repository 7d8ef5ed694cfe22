"""What the reference provider has and knows, without what it does."""

from __future__ import annotations

from dataclasses import dataclass, field

from conformance.keys import SigningKey
from conformance.reference.actor import Actor
from conformance.reference.provider.accounts import ACCOUNTS, Account
from conformance.reference.provider.interface import ProviderInterface
from conformance.reference.provider.settings import ProviderSettings


@dataclass(frozen=True, eq=False)
class ProviderState(Actor):
    """The settings, users and keys that the rules of a provider read.

    `key` signs instead of the registered one, which the credentials name.
    """

    accounts: tuple[Account, ...] = ACCOUNTS
    key: SigningKey | None = None
    interface: ProviderInterface = field(default_factory=ProviderInterface)
    settings: ProviderSettings = field(default_factory=ProviderSettings)

    @property
    def signing_key(self) -> SigningKey:
        """The private key that tokens are signed with."""
        return self.key or self.credentials.key.signing_key
