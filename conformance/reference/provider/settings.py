"""Figures that the provider keeps to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ProviderSettings:
    """Where tokens are asked for, and for how many seconds they are good."""

    #: Android, Authenticate: "https://layer-identity-provider.herokuapp.com/identity_tokens".
    path: str = "/identity_tokens"
    #: Between the thirty seconds and the ten minutes of Client API 2.0, "Identity token".
    token_lifetime: int = 300
