"""A target file, read."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from conformance.targets.base import Target
from conformance.targets.client_file import ClientFile
from conformance.targets.embedded_file import EmbeddedFile
from conformance.targets.env_values import Environment, LaterError, References
from conformance.targets.faults import AbsentError, TargetFileError, error_for, faults_of, path_fault, short_repr
from conformance.targets.provider_file import ProviderFile
from conformance.targets.server_file import ServerFile

#: Names the target file where no option does.
ENVIRONMENT_VARIABLE = "LAYER_CONFORMANCE_TARGET"

_Form = type[ServerFile] | type[ProviderFile] | type[ClientFile] | type[EmbeddedFile]
#: The form of a target file, by the actor that its [target] names; one that names an embedded actor has another.
FORMS: Mapping[str, type[ServerFile] | type[ProviderFile] | type[ClientFile]] = {
    "server": ServerFile,
    "provider": ProviderFile,
    "client": ClientFile,
}

#: How Python says that a backslash in a text begins no escape.
_BACKSLASH = re.compile(r"Unescaped '\\'|Invalid hex value")

#: A target file has a few KiB; anything this large is another file.
_LARGEST_FILE = 1024 * 1024


def load_target(path: Path | str) -> Target:
    """Return the target that the file at `path` describes, with its keys read.

    Raises TargetFileError, one sentence, for whatever is wrong with the file or with what it refers to.
    An expired `[[known]]` is not: the run deals with it.
    """
    return _load(Path(path), with_absent=True)


def load_form(path: Path | str) -> Target | None:
    """Return the target as `load_target` does, or None where variables or keys that the file names are not here.

    Raises TargetFileError for whatever else is wrong with it.
    """
    try:
        return _load(Path(path), with_absent=False)
    except _OnlyAbsentError:
        return None


class _OnlyAbsentError(Exception):
    """Nothing is wrong with a file but that something it names is not here."""


def _load(source: Path, *, with_absent: bool) -> Target:
    tables = _toml(source)
    form = _form_of(source, tables)
    context = Environment(folder=source.absolute().parent, environ=os.environ)
    try:
        return form.model_validate(tables, context=context).as_target(source)
    except ValidationError as error:
        faults = faults_of(error, without=None if with_absent else AbsentError)
        # `from None`: pydantic's own report may quote values, and a value may be a key.
        raise error_for(source, tables, form, faults) if faults else _OnlyAbsentError from None


def read_references(path: Path) -> tuple[Mapping[str, Any], References]:
    """Return the tables of a target file that is to be used elsewhere, and what it names beside itself.

    Raises TargetFileError as `load_target` does, but for what is resolved where the run takes place.
    """
    tables, references = _toml(path), References()
    form = _form_of(path, tables)
    try:
        form.model_validate(tables, context=Environment(path.absolute().parent, os.environ, references))
    except ValidationError as error:
        if faults := faults_of(error, without=LaterError):
            raise error_for(path, tables, form, faults) from None
    return tables, references


def target_from_environment() -> Target | None:
    """Return the target whose file LAYER_CONFORMANCE_TARGET names, or None where it names none.

    Raises TargetFileError as `load_target` does.
    """
    path = os.environ.get(ENVIRONMENT_VARIABLE)
    return load_target(path) if path else None


def _form_of(source: Path, tables: Mapping[str, Any]) -> _Form:
    """Return the form that the actor has; a file that names none is read as a server's, which finds the fault."""
    section = tables.get("target")
    if isinstance(section, dict) and "embedded" in section:
        return EmbeddedFile
    actor = section.get("actor", "server") if isinstance(section, dict) else "server"
    if not isinstance(actor, str) or actor not in FORMS:
        known = " or ".join(f"'{each}'" for each in FORMS)
        raise TargetFileError(f"{source}: target.actor should be {known}: which part of the protocol the target plays")
    return FORMS[actor]


def _toml(source: Path) -> dict[str, Any]:
    raw = _bytes(source)
    try:
        # Some editors put a byte order mark in front, which TOML does not know.
        return tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise TargetFileError(f"{source}: line {line} is not UTF-8; save the file as UTF-8") from None
    except RecursionError:
        raise TargetFileError(f"{source} is nested too deeply; a target file has two levels") from None
    except ValueError as error:
        path = "; a path of Windows stands in single quotes, or has / for \\" if _BACKSLASH.search(str(error)) else ""
        raise TargetFileError(f"{source} is not TOML: {error}{path}") from None


def _bytes(source: Path) -> bytes:
    try:
        if source.is_dir():
            raise TargetFileError(f"{source} is a folder; give the path of a target file")
        if source.exists() and not source.is_file():
            raise TargetFileError(f"{source} is not a regular file; give the path of a target file")
        with source.open("rb") as file:
            raw = file.read(_LARGEST_FILE + 1)
    except FileNotFoundError:
        if fault := path_fault(str(source)):
            raise TargetFileError(f"the path {short_repr(str(source))} {fault}") from None
        hint = f"`layer-conformance init {source}` writes one"
        raise TargetFileError(f"{source} does not exist; {hint}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise TargetFileError(f"{source} cannot be read: {reason}") from None
    if len(raw) > _LARGEST_FILE:
        raise TargetFileError(f"{source} is larger than 1 MiB; give the path of a target file")
    return raw
