"""Targets: a TOML file in, a `Target` out (docs/target-file.md)."""

from conformance.targets.faults import TargetFileError
from conformance.targets.loading import ENVIRONMENT_VARIABLE, load_target, target_from_environment
from conformance.targets.target import (
    Capabilities,
    Credentials,
    HttpSettings,
    KnownIssue,
    RetiredKey,
    Target,
    UnboundProvider,
)

__all__ = [
    "ENVIRONMENT_VARIABLE",
    "Capabilities",
    "Credentials",
    "HttpSettings",
    "KnownIssue",
    "RetiredKey",
    "Target",
    "TargetFileError",
    "UnboundProvider",
    "load_target",
    "target_from_environment",
]
