"""Whether a JSON value has the shape that a JSON Schema describes, and where it has not.

A part of draft 2020-12: the part that our own schemas use. It is an eighth of the time that a whole validator takes,
and needs none to be installed; the tests compare the two.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from conformance.reporting.text.printable import one_line

Check = Callable[[Any], None]
_Json = Mapping[str, Any]

_SHOWN = 60
_SAYS_NOTHING = frozenset({"$schema", "$id", "$defs", "title", "description"})
_TYPES: Mapping[str, tuple[type, ...]] = {
    "null": (type(None),),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "string": (str,),
    "array": (list,),
    "object": (dict,),
}


class SchemaError(ValueError):
    """A value has not the shape: `at` says where, as in ``findings[3].verdict``, and `said` what is wrong there."""

    def __init__(self, said: str, at: str = "") -> None:
        super().__init__(f"{at.removeprefix('.') or 'the whole'} {said}")
        self.said = said
        self.at = at

    def inside(self, place: str) -> SchemaError:
        """Return the same fault as the value sees it that holds this one at `place`."""
        return SchemaError(self.said, place + self.at)


def shape_of(schema: _Json) -> Check:
    """Return the check of a schema, which returns for a right value and raises Misshapen for a wrong one.

    Raises NotImplementedError where the schema uses a keyword that is not known here: it would go unchecked.
    """
    return _Compiler(schema).check(schema)


class _Compiler:
    def __init__(self, root: _Json) -> None:
        self._definitions: _Json = root.get("$defs", {})
        self._made: dict[str, Check] = {}

    def check(self, schema: _Json | bool) -> Check:
        if schema is True:
            return lambda value: None  # noqa: ARG005 - anything is right
        assert isinstance(schema, Mapping)  # noqa: S101 - for the type checker: we have no use for `false`
        unknown = schema.keys() - _SAYS_NOTHING - self._KEYWORDS.keys()
        if unknown:
            raise NotImplementedError(f"keywords of the schema that are not checked: {', '.join(sorted(unknown))}")
        made = {make: make(self, schema) for keyword, make in self._KEYWORDS.items() if keyword in schema}
        checks = list(made.values())
        return checks[0] if len(checks) == 1 else lambda value: _all(checks, value)

    def _ref(self, schema: _Json) -> Check:
        name = schema["$ref"].removeprefix("#/$defs/")

        def look(value: Any) -> None:
            # Made when it is first needed, so that a definition may name itself.
            self._definition(name)(value)

        return look

    def _definition(self, name: str) -> Check:
        if name not in self._made:
            self._made[name] = self.check(self._definitions[name])
        return self._made[name]

    def _object(self, schema: _Json) -> Check:
        members = {name: self.check(value) for name, value in schema.get("properties", {}).items()}
        more: object = schema.get("additionalProperties", True)
        others = self.check(more) if isinstance(more, Mapping) else None

        def look(value: Any) -> None:
            for name, inner in value.items() if isinstance(value, dict) else ():
                check = members.get(name, others)
                if check is not None:
                    _inside(check, inner, f".{name}")
                elif more is False:
                    raise SchemaError(f"has a member {_shown(name)} that is not known")

        return look

    def _items(self, schema: _Json) -> Check:
        check = self.check(schema["items"])

        def look(value: Any) -> None:
            for index, item in enumerate(value if isinstance(value, list) else ()):
                _inside(check, item, f"[{index}]")

        return look

    def _one_of(self, schema: _Json) -> Check:
        return _one_of([self.check(each) for each in schema["oneOf"]])

    _KEYWORDS: Mapping[str, Callable[[_Compiler, _Json], Check]] = {
        "type": lambda _, schema: _type(schema["type"]),
        "const": lambda _, schema: _enum([schema["const"]]),
        "enum": lambda _, schema: _enum(schema["enum"]),
        "pattern": lambda _, schema: _pattern(schema["pattern"]),
        "minLength": lambda _, schema: _shortest(str, schema["minLength"]),
        "minItems": lambda _, schema: _shortest(list, schema["minItems"]),
        "minimum": lambda _, schema: _least(schema["minimum"]),
        "required": lambda _, schema: _required(schema["required"]),
        "properties": _object,
        "additionalProperties": _object,
        "items": _items,
        "oneOf": _one_of,
        "$ref": _ref,
    }


def _all(checks: Sequence[Check], value: Any) -> None:
    for check in checks:
        check(value)


def _inside(check: Check, value: Any, place: str) -> None:
    try:
        check(value)
    except SchemaError as fault:
        raise fault.inside(place) from None


def _type(names: str | Sequence[str]) -> Check:
    wanted = [names] if isinstance(names, str) else list(names)
    types = tuple(each for name in wanted for each in _TYPES[name])
    booleans = bool in types

    def look(value: Any) -> None:
        if not isinstance(value, types) or (isinstance(value, bool) and not booleans):
            raise SchemaError(f"is {_shown(value)} and should be of type {' or '.join(wanted)}")

    return look


def _enum(values: Sequence[Any]) -> Check:
    wanted = " or ".join(_shown(each) for each in values)

    def look(value: Any) -> None:
        if value not in values:
            raise SchemaError(f"is {_shown(value)} and should be {wanted}")

    return look


def _pattern(pattern: str) -> Check:
    found = re.compile(pattern).search

    def look(value: Any) -> None:
        if isinstance(value, str) and not found(value):
            raise SchemaError(f"is {_shown(value)} and should match {pattern}")

    return look


def _shortest(kind: type, length: int) -> Check:
    def look(value: Any) -> None:
        if isinstance(value, kind) and len(value) < length:  # type: ignore[arg-type]
            raise SchemaError(f"is {_shown(value)} and should be longer")

    return look


def _least(least: float) -> Check:
    def look(value: Any) -> None:
        if isinstance(value, (int, float)) and value < least:
            raise SchemaError(f"is {_shown(value)} and should be {least} or more")

    return look


def _required(names: Sequence[str]) -> Check:
    wanted = frozenset(names)

    def look(value: Any) -> None:
        if isinstance(value, dict) and not wanted <= value.keys():
            missing = next(name for name in names if name not in value)
            raise SchemaError(f"has no member {_shown(missing)}")

    return look


def _one_of(checks: Sequence[Check]) -> Check:
    def look(value: Any) -> None:
        faults = []
        for check in checks:
            try:
                check(value)
            except SchemaError as fault:
                faults.append(fault)
        if len(faults) == len(checks):
            raise max(faults, key=lambda fault: len(fault.at))  # the one that came furthest knows best
        if len(faults) < len(checks) - 1:
            raise SchemaError(f"is {_shown(value)}, which can be read in two ways")

    return look


def _shown(value: Any) -> str:
    text = one_line(json.dumps(value, ensure_ascii=False)) if not isinstance(value, (dict, list)) else ""
    if not text:
        return "an object" if isinstance(value, dict) else "an array"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
