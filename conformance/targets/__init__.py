"""Targets: a TOML file in, a `Target` out (docs/target-file.md)."""

from conformance.targets.clocks import Faketime, Hook, TargetTime, WallTime, filled
from conformance.targets.faults import Fault, TargetFileError
from conformance.targets.identity_server import (
    SAMPLE_PATH,
    Login,
    ProviderCredentials,
    ProviderTarget,
    TokenPlace,
    TokenRequest,
    User,
)
from conformance.targets.loading import ENVIRONMENT_VARIABLE, load_target, target_from_environment
from conformance.targets.target import (
    AnyTarget,
    Capabilities,
    Credentials,
    HttpSettings,
    KnownIssue,
    RetiredKey,
    Target,
    UnboundProvider,
)
from conformance.targets.templates import Template, Value
from conformance.targets.texts import patience

__all__ = [
    "ENVIRONMENT_VARIABLE",
    "SAMPLE_PATH",
    "AnyTarget",
    "Capabilities",
    "Credentials",
    "Faketime",
    "Fault",
    "Hook",
    "HttpSettings",
    "KnownIssue",
    "Login",
    "ProviderCredentials",
    "ProviderTarget",
    "RetiredKey",
    "Target",
    "TargetFileError",
    "TargetTime",
    "Template",
    "TokenPlace",
    "TokenRequest",
    "UnboundProvider",
    "User",
    "Value",
    "WallTime",
    "filled",
    "load_target",
    "patience",
    "target_from_environment",
]
