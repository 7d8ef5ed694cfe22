"""What the server knows about apps, providers, keys and users: looked up, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from conformance.protocol.layer_id import AppId, bare
from conformance.reference.credentials import Credentials, RegisteredKey


class KeyState(Enum):
    """Only an enabled key vouches for anyone."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    DELETED = "deleted"


@dataclass(frozen=True)
class Key:
    """The public half of a provider's key."""

    provider: str
    public: RSAPublicKey
    state: KeyState = KeyState.ENABLED


@dataclass(frozen=True)
class Directory:
    """Everything by its bare UUID; `providers` maps each to the apps it is bound to."""

    apps: frozenset[str]
    providers: Mapping[str, frozenset[str]]
    keys: Mapping[str, Key]
    suspended_users: frozenset[str] = frozenset()

    @classmethod
    def of(cls, credentials: Credentials) -> Directory:
        """Return what a server knows of `credentials`: public halves only."""
        app, other_app = _app_uuid(credentials.app_id), _app_uuid(credentials.other_app_id)
        provider, other = _uuid(credentials.provider_id), _uuid(credentials.unbound_provider_id)
        registered = (
            (credentials.key, provider, KeyState.ENABLED),
            (credentials.disabled_key, provider, KeyState.DISABLED),
            (credentials.deleted_key, provider, KeyState.DELETED),
            (credentials.unbound_key, other, KeyState.ENABLED),
        )
        return cls(
            apps=frozenset({app, other_app}),
            providers={provider: frozenset({app}), other: frozenset({other_app})},
            keys={_uuid(key.key_id): _public(key, owner, state) for key, owner, state in registered},
            suspended_users=frozenset({credentials.suspended_user}),
        )


def _public(key: RegisteredKey, owner: str, state: KeyState) -> Key:
    return Key(owner, key.signing_key.public, state)


def _app_uuid(app_id: str) -> str:
    app = AppId.parse(app_id)
    if app is None:
        raise ValueError(f"{app_id} is not an app id")
    return app.uuid


def _uuid(identifier: str) -> str:
    uuid = bare(identifier)
    if uuid is None:
        raise ValueError(f"{identifier} is not a key or provider id")
    return uuid
