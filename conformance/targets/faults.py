"""Errors of a target file in one sentence: the file, the key, and what would be right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from conformance.suggestions import suggestion

#: What a sentence says of pydantic's own findings; the words in braces are its own.
_PREDICATES: Mapping[str, str] = {
    "missing": "is missing",
    "string_type": "should be a text in quotes",
    "int_type": "should be a whole number",
    "float_type": "should be a number",
    "bool_type": "should be true or false",
    "list_type": "should be a list in square brackets",
    "dict_type": "should be a table",
    "model_type": "should be a table",
    "date_type": "should be a date such as 2027-01-31, without quotes",
    "literal_error": "should be {expected}",
    "finite_number": "should be a number that is not infinite",
    "greater_than": "should be more than {gt}",
    "greater_than_equal": "should be {ge} or more",
    "less_than_equal": "should be {le} or less",
    "too_short": "should not be empty",
}

_LONGEST_NAME = 255


class TargetFileError(ValueError):
    """A target file that cannot be used: one sentence that names the file, the key, and what would be right.

    `sentences` has one for each fault, in the order in which a reader of the file meets them. None ever quotes a value
    that may be a secret.
    """

    def __init__(self, *sentences: str) -> None:
        more = len(sentences) - 1
        rest = f" (and {more} more fault{'s' if more > 1 else ''})" if more else ""
        super().__init__(f"{sentences[0]}{rest}")
        self.sentences = sentences


class FieldError(ValueError):
    """One thing is wrong with a value; `at` is the dotted path from the checked table to the key."""

    def __init__(self, predicate: str, *, at: str = "") -> None:
        super().__init__(predicate)
        self.at = at


class AbsentError(FieldError):
    """What a value names is not here, though the value may be right: a variable, or the file of a key."""


def faults_of(error: ValidationError, *, without: type[FieldError] | None = None) -> list[Mapping[str, Any]]:
    """Return pydantic's findings, but for those that are caused by the kind of error that is left out."""
    faults: list[Mapping[str, Any]] = [*error.errors(include_url=False, include_input=False)]
    return [fault for fault in faults if without is None or not isinstance(_cause(fault), without)]


def error_for(
    source: Path, tables: Mapping[str, Any], model: type[BaseModel], faults: Sequence[Mapping[str, Any]]
) -> TargetFileError:
    """Return the error that names the faults of the file, from its top."""
    in_order = sorted(faults, key=lambda fault: _place(tables, fault["loc"]))
    return TargetFileError(*(f"{source}: {_key(fault)} {_predicate(model, fault)}" for fault in in_order))


def _place(tables: object, path: Sequence[int | str]) -> list[int]:
    """Return what sorts faults as a reader meets them: missing keys come after all others."""
    place = []
    for part in path:
        names = list(tables) if isinstance(tables, Mapping) else []
        place.append(part if isinstance(part, int) else names.index(part) if part in names else len(names))
        tables = _inside(tables, part)
    return place


def _inside(value: object, part: int | str) -> object:
    try:
        return value[part]  # type: ignore[index]  # what cannot be asked has no such part
    except (KeyError, IndexError, TypeError):
        return None


def path_fault(text: str) -> str | None:
    """Return what is wrong with the text of a path, as a predicate, where people often write one so; or None."""
    if text.endswith(("\n", "\r")):
        return "ends in a line break; `printf %s` writes a variable without one"
    if text[:1] in ("'", '"') and text[1:].endswith(text[:1]):
        return "stands in two pairs of quotes; take the inner ones away"
    if text.startswith("~"):
        return "begins with ~, which only a shell resolves; write the path in full"
    return None


#: The user and the password of a URL.
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]*@")


def short_repr(text: str) -> str:
    """Return `text` fit for one line: no control characters; its length where it is too long for a name.

    A key that somebody has pasted instead of its path is long, and none of it may be repeated; nor may the user and the
    password of a URL.
    """
    if len(text) > _LONGEST_NAME:
        return f"({len(text)} characters)"
    text = _CREDENTIALS.sub("...@", text)
    return text if text.isprintable() else ascii(text)[1:-1]


def _key(fault: Mapping[str, Any]) -> str:
    dotted = ""
    for part in fault["loc"]:
        if part == "[key]":  # pydantic's mark for a fault of the name, not of the value
            continue
        dotted += f"[{part}]" if isinstance(part, int) else f".{short_repr(str(part))}"
    at = getattr(_cause(fault), "at", "")
    return (f"{dotted}.{short_repr(at)}" if at else dotted).removeprefix(".")


def _predicate(model: type[BaseModel], fault: Mapping[str, Any]) -> str:
    if fault["type"] == "extra_forbidden":
        *section, name = fault["loc"]
        return f"is not a key of this file{suggestion(str(name), _section(model, section).model_fields)}"
    if (cause := _cause(fault)) is not None:
        return str(cause)
    words = _PREDICATES.get(fault["type"], fault["msg"]).format(**fault.get("ctx", {}))
    meaning = _description(model, fault["loc"])
    return f"{words}: {meaning}" if meaning else words


def _cause(fault: Mapping[str, Any]) -> object:
    return fault.get("ctx", {}).get("error")


def _description(model: type[BaseModel], path: Sequence[int | str]) -> str | None:
    names = [part for part in path if isinstance(part, str)]
    field = _section(model, names[:-1]).model_fields.get(names[-1]) if names else None
    return field.description if field else None


def _section(model: type[BaseModel], path: Sequence[int | str]) -> type[BaseModel]:
    """Return the model of the table at `path`, or the last one of ours on the way to it."""
    for name in path:
        field = model.model_fields.get(name) if isinstance(name, str) else None
        model = next(_models(field.annotation), model) if field else model
    return model


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)
