"""`[clock]` of a target file: how time passes at the target."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, PlainValidator, ValidationInfo, model_validator

from conformance.suggestions import suggestion
from conformance.targets.addresses import web_address
from conformance.targets.clocks import CLOCK_PLACEHOLDERS, ClockHook, Faketime, TargetTime, WallTime, placeholders_in
from conformance.targets.env_values import environment_of
from conformance.targets.faults import FieldError, short_repr
from conformance.targets.section import Section
from conformance.targets.text_fields import Line, Patience

#: A line of the file that libfaketime reads: a comment, an offset, a moment, a speed.
_TIME = re.compile(rb"\s*(#.*|[-+]?[0-9.,]+[smhdy]?( [xi][0-9.,]+)?|@?[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9:. xi]+|%)?\s*")
_LONGEST_TIME = 1024

_KINDS = Literal["wall", "faketime", "hook"]
#: The keys that belong to each kind.
_KEYS: dict[str, tuple[str, ...]] = {
    "wall": ("patience",),
    "faketime": ("file", "command"),
    "hook": ("url", "method", "template"),
}


def writable_file(value: object, info: ValidationInfo) -> Path:
    """Return the path of a file that can be written, relative to the target file; it need not exist yet."""
    if not isinstance(value, str) or not value or not value.isprintable():
        raise FieldError("should be the path of a file, in quotes")
    path = environment_of(info).folder / value
    try:
        if path.is_dir() or not path.parent.is_dir():
            raise FieldError(f'names "{short_repr(value)}", which is not a file in a folder that exists')
        may_write = os.access(path if path.exists() else path.parent, os.W_OK)
        if may_write and path.exists() and not _holds_a_time(path):
            raise FieldError(f'names "{short_repr(value)}", a file that holds no time of libfaketime: it would be lost')
    except OSError:  # a name that is too long, a folder that may not be entered
        may_write = False
    if not may_write:
        raise FieldError(f'names "{short_repr(value)}", which cannot be written')
    return path


def _holds_a_time(path: Path) -> bool:
    """Say whether a file is empty, or holds nothing but a time as libfaketime reads it."""
    with path.open("rb") as stream:
        content = stream.read(_LONGEST_TIME + 1)
    return len(content) <= _LONGEST_TIME and all(_TIME.fullmatch(line) for line in content.split(b"\n"))


def hook_url(text: str) -> str:
    """Return the address of a hook; placeholders may stand in it."""
    parts = web_address(text.replace("{", "").replace("}", ""))
    if parts.username is not None or parts.password is not None:
        raise FieldError("should have no user name or password in it")
    return hook_text(text)


def hook_text(text: str) -> str:
    """Return a text of which every name in braces is a placeholder; raises FieldError for another name."""
    for name in placeholders_in(text):
        if name not in CLOCK_PLACEHOLDERS:
            hint = suggestion(name, CLOCK_PLACEHOLDERS)
            raise FieldError(f"has the placeholder {{{short_repr(name)}}}, which does not exist{hint}")
    return text


class ClockSection(Section):
    """`[clock]`: how time passes at the target, for the rules that need it to."""

    kind: _KINDS = Field(default="wall", description="Waited for, moved by libfaketime, or set by a request.")
    patience: Patience = Field(
        default=0, description="wall: how long a run may wait.", examples=["11m", "0 s", "90 seconds"]
    )
    file: Annotated[Path, PlainValidator(writable_file, json_schema_input_type=str)] | None = Field(
        default=None, description="faketime: the file that FAKETIME_TIMESTAMP_FILE names to the target."
    )
    command: list[Line] | None = Field(
        default=None, min_length=1, description="faketime: what starts the target, where the suite is to."
    )
    url: Annotated[str, AfterValidator(hook_url)] | None = Field(
        default=None, description="hook: where the request goes that sets the clock."
    )
    method: Literal["POST", "PUT", "PATCH", "GET"] = Field(default="POST", description="hook: its method.")
    template: Annotated[str, AfterValidator(hook_text)] = Field(
        default="", description="hook: its body.", examples=['{"now": "{iso}"}']
    )

    @model_validator(mode="after")
    def _keys_are_of_the_kind(self) -> Self:
        for kind, names in _KEYS.items():
            for name in names:
                if kind != self.kind and name in self.model_fields_set:
                    raise FieldError(
                        f'is a key of the kind "{kind}", and this clock is of the kind "{self.kind}"', at=name
                    )
        if self.kind == "faketime" and self.file is None:
            raise FieldError("is missing: the file that the target's libfaketime reads its time from", at="file")
        if self.kind == "hook":
            self._hook_says_when()
        return self

    def _hook_says_when(self) -> None:
        if self.url is None:
            raise FieldError("is missing: where the request goes that sets the clock", at="url")
        if not ClockHook(self.url, self.method, self.template).placeholders:
            names = ", ".join(f"{{{name}}}" for name in CLOCK_PLACEHOLDERS)
            raise FieldError(f"should name the time to set, by one of {names}; url may do so as well", at="template")
        if self.method == "GET" and self.template:
            raise FieldError("is a body, and a GET has no body; url may have the placeholders", at="template")

    def as_time(self, source: Path | None) -> TargetTime:
        """Return how time passes; a command runs in the folder of the target file `source`."""
        if self.file is not None:
            folder = source.absolute().parent if source else None
            return Faketime(self.file.absolute(), tuple(self.command or ()), folder)
        if self.url is not None:
            return ClockHook(self.url, self.method, self.template)
        return WallTime(self.patience)
