"""What the reference server has registered, with the private halves that its examiner needs."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.keys import SigningKey, published_key


@dataclass(frozen=True)
class RegisteredKey:
    """A key id and the published test key that stands behind it."""

    key_id: str
    published: str

    @property
    def signing_key(self) -> SigningKey:
        """The private key."""
        return published_key(self.published)


@dataclass(frozen=True)
class Credentials:
    """One app with its provider and key, and what the optional capabilities need.

    The unbound provider is bound to the other app. The ids of the app, its provider and its key are those of the
    documents' own examples.
    """

    app_id: str = "layer:///apps/staging/e49e50aa-ffda-453f-adc8-404f68de84ae"
    provider_id: str = "layer:///providers/cf0eb712-d9ab-11e5-b6a9-c01d00006542"
    key: RegisteredKey = RegisteredKey("layer:///keys/cd8c286e-f2e4-11e5-99fe-eecb000000b0", "application")
    disabled_key: RegisteredKey = RegisteredKey("layer:///keys/d15ab1ed-f2e4-11e5-99fe-eecb000000b1", "disabled")
    deleted_key: RegisteredKey = RegisteredKey("layer:///keys/de1e7ed0-f2e4-11e5-99fe-eecb000000b2", "deleted")
    other_app_id: str = "layer:///apps/staging/0b0d1e55-ffda-453f-adc8-404f68de84af"
    unbound_provider_id: str = "layer:///providers/0b0d1e55-d9ab-11e5-b6a9-c01d00006543"
    unbound_key: RegisteredKey = RegisteredKey("layer:///keys/0b0d1e55-f2e4-11e5-99fe-eecb000000b3", "other_provider")
    suspended_user: str = "mallory"


CREDENTIALS = Credentials()
