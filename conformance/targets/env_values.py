"""A text of a target file: in plain, or by the name of an environment variable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, ValidationInfo

from conformance.targets.faults import AbsentError, FieldError, short_repr


@dataclass(frozen=True)
class Environment:
    """What a target file refers to: the folder it lies in, and the environment."""

    folder: Path
    environ: Mapping[str, str]
    references: References | None = None


@dataclass
class References:
    """What a target file names beside itself, as far as it has been read: files, and environment variables.

    Where they are kept, the file is read for another machine: a variable `at = "worker"` is not resolved here.
    """

    files: set[Path] = field(default_factory=set)
    variables: dict[str, str] = field(default_factory=dict)
    worker_variables: set[str] = field(default_factory=set)


class LaterError(FieldError):
    """A value is known only where the run takes place."""


@dataclass(frozen=True)
class ResolvedValue:
    """A text, and the environment variable that it came from, if any. Its representation hides the text."""

    text: str = field(repr=False)
    variable: str | None = None


class EnvValue(BaseModel):
    """A value that stands in an environment variable, so that the file can be shown to anyone."""

    model_config = ConfigDict(strict=True, extra="forbid", title="From the environment")

    env: str = Field(description="The name of the environment variable.", examples=["LAYER_PRIVATE_KEY"])
    at: Literal["worker"] | None = Field(
        default=None, description="worker: in a fleet, the variable of the machine on which the run takes place."
    )


def environment_of(info: ValidationInfo) -> Environment:
    """Return the environment of the file that is being read."""
    return cast(Environment, info.context)


def resolve(value: object, info: ValidationInfo) -> ResolvedValue:
    """Return the text that `value` is or refers to; raises FieldError where it is neither."""
    if isinstance(value, str):
        return ResolvedValue(value)
    if isinstance(value, Mapping) and _names_a_variable(value):
        name, at, environment = value["env"], value.get("at"), environment_of(info)
        references = environment.references
        if at == "worker" and references is not None:
            references.worker_variables.add(name)
            raise LaterError("is resolved where the run takes place")
        text = environment.environ.get(name)
        if not text:
            state = "not set" if text is None else "empty"
            raise AbsentError(
                f"names the environment variable {short_repr(name)}, which is {state}; set it to the value"
            )
        if references is not None:
            references.variables[name] = text
        return ResolvedValue(text, variable=name)
    raise FieldError('should be a text in quotes, or { env = "NAME" }')


def _names_a_variable(value: Mapping[Any, Any]) -> bool:
    return (
        isinstance(value.get("env"), str) and value.get("at", "worker") == "worker" and not value.keys() - {"env", "at"}
    )


def resolve_text(value: object, info: ValidationInfo) -> ResolvedValue:
    """Return what `resolve` does; raises FieldError for a variable that ends in a line break, as `echo` makes it."""
    source = resolve(value, info)
    if source.variable and source.text.endswith(("\n", "\r")):
        raise FieldError(
            f"names the environment variable {short_repr(source.variable)}, which ends in a line break; "
            "`printf %s` writes one without"
        )
    return source


#: A text of the file, or `{ env = "NAME" }`.
TextOrEnv = Annotated[ResolvedValue, PlainValidator(resolve_text, json_schema_input_type=str | EnvValue)]
