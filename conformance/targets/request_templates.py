"""The templates that a target file gives for a request, read and checked; what of them must never be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, PlainValidator, ValidationInfo

from conformance.suggestions import suggestion
from conformance.targets.env_values import EnvValue, ResolvedValue, resolve_text
from conformance.targets.faults import FieldError
from conformance.targets.headers import FIELD_NAME, FIELD_VALUE, no_name_twice, sensitive_values
from conformance.targets.templates import PLACEHOLDERS, Template, UnknownPlaceholderError, Value

#: Headers that follow from how a request is sent; the suite sets them.
_OF_TRANSPORT = frozenset(("connection", "content-length", "host", "transfer-encoding"))
#: Only what looks like a name is quoted: braces may be part of a password.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,19}", re.ASCII)
#: A constant in such a header is a secret, wherever it stands.
_AUTHENTICATING = re.compile(r"auth|cookie|key|secret|token", re.IGNORECASE)
_EVERY = dict.fromkeys(PLACEHOLDERS, "x")


@dataclass(frozen=True)
class TextTemplate:
    """A template, and where its text came from."""

    template: Template
    source: ResolvedValue


def text(value: object, info: ValidationInfo) -> TextTemplate:
    """Return the template that `value` gives; a text from the environment has no placeholders."""
    source = resolve_text(value, info)
    if source.variable is not None:
        return TextTemplate(Template.literal(source.text), source)
    return text_of(source.text)


def text_of(written: str) -> TextTemplate:
    """Return the template of a text that is not from the environment."""
    return TextTemplate(_template(written), ResolvedValue(written))


def _template(written: str) -> Template:
    try:
        return Template.parse(written)
    except UnknownPlaceholderError as unknown:
        raise FieldError(_unknown_placeholder(unknown.name)) from None
    except ValueError:
        raise FieldError('has a stray brace; for a brace itself write "{{" or "}}"') from None


def _unknown_placeholder(name: str) -> str:
    named = f"the placeholder {{{name}}}" if _NAME.fullmatch(name) else "a placeholder"
    known = ", ".join(f"{{{each}}}" for each in PLACEHOLDERS)
    meant = suggestion(name, PLACEHOLDERS)
    return f"has {named}, which does not exist{meant or f'; there are {known}, and {{{{ for a brace'}"


def header_name(name: str) -> str:
    """Return the name of a header that a request may set; raises FieldError for any other."""
    if not FIELD_NAME.fullmatch(name):
        raise FieldError('should be the name of a header, such as "Authorization"')
    if name.lower() in _OF_TRANSPORT:
        raise FieldError("is a header that the suite sets by itself; take it out")
    return name


def header_text(written: TextTemplate) -> TextTemplate:
    """Return a template that can stand in a header; raises FieldError, which does not quote it, otherwise."""
    if not FIELD_VALUE.fullmatch(written.template.fill(_EVERY)):
        raise FieldError("should be a text that a header can hold: one line of ASCII without blanks around it")
    return written


def field_value(value: object, info: ValidationInfo) -> object:
    """Return one value of a request: a template, a constant of JSON, or a table of values."""
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping) and set(value) != {"env"}:
        return {name: _nested(name, inner, info) for name, inner in value.items()}
    if not isinstance(value, str | Mapping):
        raise FieldError('should be a text, a number, true or false, a table of those, or { env = "NAME" }')
    return text(value, info)


def _nested(name: str, value: object, info: ValidationInfo) -> object:
    try:
        return field_value(value, info)
    except FieldError as fault:
        raise FieldError(str(fault), at=f"{name}.{fault.at}" if fault.at else name) from None


def values_of(fields: Mapping[str, Any]) -> Mapping[str, Value]:
    """Return the fields of a request without the notes about where their texts come from."""
    return {name: _value(value) for name, value in fields.items()}


def _value(value: Any) -> Value:
    if isinstance(value, TextTemplate):
        return value.template
    return values_of(value) if isinstance(value, Mapping) else value


def secrets_in(headers: Mapping[str, TextTemplate], fields: Mapping[str, Any]) -> frozenset[str]:
    """Return what must be hidden: texts from the environment, and constants of headers that authenticate."""
    constant = {name: text.source for name, text in headers.items() if not text.template.names}
    telling = {name: value for name, value in constant.items() if value.variable or _AUTHENTICATING.search(name)}
    return frozenset((*sensitive_values(telling), *_from_environment(fields)))


def _from_environment(fields: Mapping[str, Any]) -> Iterator[str]:
    for value in fields.values():
        if isinstance(value, Mapping):
            yield from _from_environment(value)
        elif isinstance(value, TextTemplate) and value.source.variable:
            yield value.source.text


#: Headers of the request, by name.
RequestHeaders = Annotated[
    dict[
        Annotated[str, AfterValidator(header_name)],
        Annotated[
            TextTemplate, PlainValidator(text, json_schema_input_type=str | EnvValue), AfterValidator(header_text)
        ],
    ],
    AfterValidator(no_name_twice),
]
#: Fields of the request, by name.
RequestFields = dict[
    str,
    Annotated[
        Any,
        PlainValidator(field_value, json_schema_input_type=str | int | float | bool | EnvValue | dict[str, Any]),
    ],
]
