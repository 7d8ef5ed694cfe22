"""Requirements as rows of TOML, one file a chapter, and their loader."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent

#: The actors that can be under test, in the order in which they are examined.
ACTORS = ("server", "provider", "client")


class Level(Enum):
    """How much a requirement binds."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    MAY = "MAY"


class Basis(Enum):
    """What a requirement rests on; an *observed* one is reported and never judged."""

    STATED = "stated"
    IMPLIED = "implied"
    OBSERVED = "observed"


@dataclass(frozen=True)
class Requirement:
    """One sentence of the documents, with an id that never moves.

    `needs` names the capabilities that a target file has to declare; where one is missing, the requirement is not
    claimed and not run. How much time a scenario needs follows from its steps (`conformance.scenarios.needs`).
    `alone` says that its scenarios would disturb others, or be disturbed by them, at a target that all share: nothing
    runs beside them. `on_word` says that a refusal here looks like that of a typing error in the target file, so that
    what conforms does so on the file's word. `because` is the stated sentence that a broken MUST of basis *implied*
    makes false for somebody who does everything right. `chapter` is the feature it stands in. `versions` are the API
    versions whose documents carry it; it is examined in every version that the target declares, because the
    authentication endpoints have one wire form (docs/protocol.md#versions).
    """

    id: str
    actor: str
    chapter: str
    level: Level
    basis: Basis
    title: str
    sentence: str
    source: str
    why: str
    hint: str
    versions: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    alone: bool = False
    on_word: bool = False
    because: str = ""


class Catalogue(Mapping[str, Requirement]):
    """All requirements, by id, in the order of their chapters."""

    def __init__(self, rows: Mapping[str, Requirement]) -> None:
        self._rows = dict(rows)

    def __getitem__(self, requirement_id: str) -> Requirement:
        """Return the requirement; raises KeyError for an unknown id."""
        return self._rows[requirement_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def of(self, actor: str) -> list[Requirement]:
        """Return the requirements of one actor, in order."""
        return [row for row in self.values() if row.actor == actor]


def _requirement(requirement_id: str, chapter: str, row: Mapping[str, Any]) -> Requirement:
    fields = dict(row)
    fields["level"] = Level(fields["level"])
    fields["basis"] = Basis(fields["basis"])
    for name in ("versions", "needs"):
        fields[name] = tuple(fields.get(name, ()))
    return Requirement(id=requirement_id, chapter=chapter, **fields)


@cache
def load_catalogue() -> Catalogue:
    """Return every row of every chapter.

    Raises ValueError where an id stands twice or a row is not of the form above.
    """
    rows: dict[str, Requirement] = {}
    for path in (path for actor in ACTORS for path in sorted((_FOLDER / actor).glob("*.toml"))):
        for requirement_id, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if requirement_id in rows:
                raise ValueError(f"{path.name}: {requirement_id} stands in the catalogue twice")
            rows[requirement_id] = _requirement(requirement_id, path.stem, {"actor": path.parent.name, **row})
    return Catalogue(rows)
