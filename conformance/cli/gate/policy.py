"""What a gate lets pass: from options, or from a file that stands in the repository."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
from packaging.version import InvalidVersion, Version

from conformance.catalogue import Profile
from conformance.durations import parse_duration
from conformance.suggestions import suggestion

_AGE = re.compile(r"(?=0*[1-9])[0-9]{1,6} ?[smhdw]")


@dataclass(frozen=True)
class Policy:
    """What a verdict may lack and must have; by itself it lets CONFORMANT to core pass, or to a wider profile."""

    allow_warnings: bool = False
    allow_known: bool = False
    max_age: timedelta | None = None
    min_suite: Version | None = None
    target_name: str | None = None
    profile: Profile = Profile.CORE
    shown_only: bool = False


def make_policy(file: Path | None, options: Mapping[str, Any]) -> Policy:
    """Return the policy of a file, if there is one; options of the command line win over it.

    An option that is None is not on the command line. Raises ClickException, with one sentence,
    for a file or a value that makes no sense.
    """
    values = _read_file(file) if file else {}
    values |= {name: value for name, value in options.items() if value is not None}
    return Policy(**{name: _value(name, value) for name, value in values.items()})


def _read_file(file: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise click.ClickException(f"{file} is not TOML: {error}") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise click.ClickException(f"{file} cannot be read: {reason}") from error
    known = [field.name for field in fields(Policy)]
    for name in values:
        if name not in known:
            hint = suggestion(name, known) or f"; a policy has {', '.join(known)}"
            raise click.ClickException(f'{file} has a key "{name}" that no policy has{hint}')
    return values


def _value(name: str, value: Any) -> Any:
    """Return what a policy holds for the value of an option, or of a key of a file."""
    option = f"--{name.replace('_', '-')}"
    if name in ("allow_warnings", "allow_known", "shown_only"):
        if not isinstance(value, bool):
            raise click.ClickException(f"{name} should be true or false, and is {value!r}")
        return value
    if not isinstance(value, str):
        raise click.ClickException(f"{name} should be a text, and is {value!r}")
    if name == "max_age":
        return _age(option, value)
    if name == "profile":
        return _profile(option, value)
    return _version(option, value) if name == "min_suite" else value


def _profile(option: str, text: str) -> Profile:
    try:
        return Profile(text)
    except ValueError as error:
        words = ", ".join(profile.value for profile in Profile)
        raise click.ClickException(f'{option} should be one of {words}, and is "{text}"') from error


def _age(option: str, text: str) -> timedelta:
    age = re.sub(r"\s+", " ", text.strip())
    if not _AGE.fullmatch(age):
        raise click.ClickException(
            f'{option} should be a number and one of s, m, h, d or w, as in 24h, and is "{text}"'
        )
    return timedelta(seconds=parse_duration(age))


def _version(option: str, text: str) -> Version:
    try:
        return Version(text)
    except InvalidVersion as error:
        raise click.ClickException(f'{option} should be a version, as in 0.1.0, and is "{text}"') from error
