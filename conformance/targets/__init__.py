"""Targets: a TOML file in, a `Target` out (docs/target-file.md)."""

from conformance.targets.faults import TargetFileError
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

__all__ = [
    "ENVIRONMENT_VARIABLE",
    "SAMPLE_PATH",
    "AnyTarget",
    "Capabilities",
    "Credentials",
    "HttpSettings",
    "KnownIssue",
    "Login",
    "ProviderCredentials",
    "ProviderTarget",
    "RetiredKey",
    "Target",
    "TargetFileError",
    "Template",
    "TokenPlace",
    "TokenRequest",
    "UnboundProvider",
    "User",
    "Value",
    "load_target",
    "target_from_environment",
]
