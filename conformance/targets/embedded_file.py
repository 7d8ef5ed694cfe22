"""The target file of one of the suite's own actors: a stand-in that needs no address and no credentials."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from conformance.targets.base import Target
from conformance.targets.common_sections import ProfileName
from conformance.targets.faults import FieldError
from conformance.targets.section import Section
from conformance.targets.text_fields import Line

KINDS = ("mutant", "variation")


@dataclass(frozen=True, kw_only=True)
class EmbeddedTarget(Target):
    """An actor of the suite's own, by its name: `reference`, `mutant:NAME` or `variation:NAME`."""

    embedded: str


def check_embedded(text: str) -> str:
    """Return the name of an embedded actor; raises FieldError for another form. Whether it exists is asked later."""
    kind, _, name = text.partition(":")
    if text != "reference" and (kind not in KINDS or not name):
        raise FieldError('should be "reference", "mutant:NAME" or "variation:NAME"')
    return text


class EmbeddedSection(Section):
    """`[target]`: which of the suite's own actors is examined."""

    name: Line = Field(description="What reports call the target.", examples=["Stand-in of Acme"])
    actor: Literal["server", "provider", "client"] = Field(description="Which part of the protocol it plays.")
    embedded: Annotated[str, AfterValidator(check_embedded)] = Field(
        description="Which actor of the suite's own it is: reference, mutant:NAME or variation:NAME.",
        examples=["mutant:never_spends_nonces"],
    )
    profile: ProfileName = None


class EmbeddedFile(Section):
    """A target file that names an actor of the suite's own."""

    target: EmbeddedSection = Field(description="Who is examined.")

    def as_target(self, source: Path | None) -> EmbeddedTarget:
        """Return the target that the file describes."""
        row = self.target
        return EmbeddedTarget(
            name=row.name, actor=row.actor, url="", embedded=row.embedded, profile=row.profile, source=source
        )
