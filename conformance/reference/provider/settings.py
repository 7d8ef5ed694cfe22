"""Figures that the provider keeps to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ProviderSettings:
    """Where tokens are asked for, for how many seconds they are good, and whether it is a sample only."""

    #: Android, Authenticate: "https://layer-identity-provider.herokuapp.com/identity_tokens".
    path: str = "/identity_tokens"
    #: Between the thirty seconds and the ten minutes of Client API 2.0, "Identity token".
    token_lifetime: int = 300
    #: The documents' own service is a sample, which refuses applications in production (Android, Authenticate).
    sample: bool = True
