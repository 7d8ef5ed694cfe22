"""Targets: a TOML file in, a `Target` out (docs/target-file.md)."""

from conformance.catalogue import KnownIssue
from conformance.targets.base import HttpSettings, Target
from conformance.targets.by_actor import Targets
from conformance.targets.client_target import SAMPLE_USERS, ClientTarget
from conformance.targets.clocks import ClockHook, Faketime, TargetTime, WallTime, fill
from conformance.targets.embedded_file import EmbeddedTarget
from conformance.targets.env_values import References
from conformance.targets.faults import FieldError, TargetFileError
from conformance.targets.loading import (
    ENVIRONMENT_VARIABLE,
    load_form,
    load_target,
    read_references,
    target_from_environment,
)
from conformance.targets.login_request import LoginPlace, LoginRequest
from conformance.targets.provider_request import RequestTemplate, TokenLocation
from conformance.targets.provider_target import (
    SAMPLE_PATH,
    LoginTemplate,
    ProviderCredentials,
    ProviderTarget,
    User,
)
from conformance.targets.server_target import (
    Capabilities,
    Credentials,
    RetiredKey,
    ServerTarget,
    UnboundProvider,
)
from conformance.targets.templates import Template, Value
from conformance.targets.text_fields import patience

__all__ = [
    "ENVIRONMENT_VARIABLE",
    "SAMPLE_PATH",
    "SAMPLE_USERS",
    "Capabilities",
    "ClientTarget",
    "ClockHook",
    "Credentials",
    "EmbeddedTarget",
    "Faketime",
    "FieldError",
    "HttpSettings",
    "KnownIssue",
    "LoginPlace",
    "LoginRequest",
    "LoginTemplate",
    "ProviderCredentials",
    "ProviderTarget",
    "References",
    "RequestTemplate",
    "RetiredKey",
    "ServerTarget",
    "Target",
    "TargetFileError",
    "TargetTime",
    "Targets",
    "Template",
    "TokenLocation",
    "UnboundProvider",
    "User",
    "Value",
    "WallTime",
    "fill",
    "load_form",
    "load_target",
    "patience",
    "read_references",
    "target_from_environment",
]
