"""What the members of a run are made of: moments, days, digests, words; and the base of all its parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Annotated, Any, Self

from msgspec import Meta
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from conformance.catalogue import ACTORS, Basis, Level, Profile
from conformance.judging.verdicts import RunVerdict, Verdict


class Part(BaseModel):
    """A part of a run, and of the JSON object that stands for it: it is never changed, and has no unknown members.

    Its members are plain JSON values or other parts. Nothing is converted: a number in quotes is no number.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read what `to_json` gave; raises pydantic.ValidationError for anything else."""
        return cls.model_validate(value)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values: the members that the part was made of, in the order of the schema."""
        present = self.model_fields_set
        members = ((name, field) for name, field in type(self).model_fields.items() if name in present)
        # Not by pydantic's own serializer: it gives up on a decoded token that is nested deeply.
        return {field.alias or name: _to_json(getattr(self, name)) for name, field in members}


def _to_json(value: object) -> Any:
    if isinstance(value, Part):
        return value.to_json()
    if isinstance(value, list):
        return [_to_json(item) for item in value]
    return value.value if isinstance(value, Enum) else value


def _require_text(text: str) -> str:
    """Hold that a text is not empty; a constraint of pydantic's would refuse half of a surrogate pair as well."""
    if not text:
        raise ValueError("should not be empty")
    return text


def _require_date(text: str) -> str:
    try:
        datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError("should be a date that some calendar has") from error
    return text


def _require_actor(actor: str) -> str:
    if actor not in ACTORS:
        raise ValueError(f"should be one of {', '.join(ACTORS)}")
    return actor


def _require_actors(actor: str) -> str:
    return actor if actor == ALL_ACTORS else _require_actor(actor)


#: The actor of a run that examined several, which only the embedded reference has.
ALL_ACTORS = "all"

NonEmpty = Annotated[str, AfterValidator(_require_text), Field(json_schema_extra={"minLength": 1})]
Actor = Annotated[str, AfterValidator(_require_actor), Field(json_schema_extra={"enum": [*ACTORS]})]
Actors = Annotated[str, AfterValidator(_require_actors), Field(json_schema_extra={"enum": [*ACTORS, ALL_ACTORS]})]
#: The least of what exchanges hold is told twice: pydantic reads `Field`, and `verdict.unchanged` has `Meta` read.
Count = Annotated[int, Field(ge=0), Meta(ge=0)]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False, description="Seconds of real time."), Meta(ge=0)]
Moment = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$",
        description="ISO 8601, UTC, real time.",
    ),
    AfterValidator(_require_date),
]
Day = Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_require_date)]
Digest = Annotated[str, Field(pattern="^sha256:[0-9a-f]{64}$")]

# In JSON an enum is its word.
LevelWord = Annotated[Level, Field(strict=False)]
BasisWord = Annotated[Basis, Field(strict=False)]
VerdictWord = Annotated[Verdict, Field(strict=False)]
ProfileWord = Annotated[Profile, Field(strict=False)]
RunVerdictWord = Annotated[RunVerdict, Field(strict=False)]
