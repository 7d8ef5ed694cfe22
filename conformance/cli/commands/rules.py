"""`layer-conformance rules`: the catalogue."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from enum import Enum
from itertools import groupby
from typing import Any

import click

from conformance.catalogue import ACTORS, Profile, Requirement, load_catalogue
from conformance.scenarios import profiles_of


@click.command(short_help="List the requirements.")
@click.option("--actor", type=click.Choice(ACTORS), help="Only the requirements of this actor.")
@click.option("--json", "as_json", is_flag=True, help="As a JSON array, with every field.")
def rules(actor: str | None, as_json: bool) -> None:
    """List the requirements, by chapter: id, level, basis, the profiles of its scenarios, and title."""
    rows = [row for row in load_catalogue().values() if actor in (None, row.actor)]
    if as_json:
        click.echo(json.dumps([_as_json(row) for row in rows], indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(rows)) or f"there are no requirements of the {actor} yet")


def _lines(rows: Sequence[Requirement]) -> Iterator[str]:
    widest = max((len(row.id) for row in rows), default=0)
    for index, ((actor, chapter), group) in enumerate(groupby(rows, lambda row: (row.actor, row.chapter))):
        yield ("\n" if index else "") + f"{actor}: {chapter.replace('_', ' ')}"
        for row in group:
            yield f"  {row.id:<{widest}}  {row.level.value:<6}  {row.basis.value:<8}  {_profiles(row):<17}  {row.title}"


def _profiles(row: Requirement) -> str:
    """Return the least profiles in which its scenarios can be decided; empty where it has no scenario."""
    counts = profiles_of(row.actor).get(row.id) or Counter[Profile]()
    return ", ".join(profile.value for profile in Profile if profile in counts)


def _as_json(row: Requirement) -> dict[str, Any]:
    fields = {name: value.value if isinstance(value, Enum) else value for name, value in asdict(row).items()}
    return {**fields, "profiles": _profiles(row).split(", ")}
