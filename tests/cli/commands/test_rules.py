"""`layer-conformance rules` lists the catalogue."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result

from conformance.catalogue import ACTORS, Profile, load_catalogue
from conformance.scenarios import profiles_of

Command = Callable[..., Result]


def test_every_requirement_has_its_line(command: Command) -> None:
    """A line has id, level, basis, profiles and title."""
    lines = [line.split() for line in command("rules").stdout.splitlines()]
    for row in load_catalogue().values():
        profiles = [f"{profile.value}," for profile in Profile if profile in profiles_of(row.actor)[row.id]]
        profiles[-1] = profiles[-1].rstrip(",")
        assert lines.count([row.id, row.level.value, row.basis.value, *profiles, *row.title.split()]) == 1


def test_requirements_stand_under_their_chapter(command: Command) -> None:
    """Every chapter has one heading, with its actor."""
    lines = command("rules").stdout.splitlines()
    headings = [line for line in lines if line and not line.startswith(" ")]
    expected = {f"{row.actor}: {row.chapter.replace('_', ' ')}" for row in load_catalogue().values()}
    assert sorted(headings) == sorted(expected)


def test_json_has_every_field(command: Command) -> None:
    """The JSON form can be read back, and says the same."""
    rows = json.loads(command("rules", "--json").stdout)
    assert [row["id"] for row in rows] == list(load_catalogue())
    first = load_catalogue()[rows[0]["id"]]
    assert (rows[0]["level"], rows[0]["basis"]) == (first.level.value, first.basis.value)
    assert (rows[0]["sentence"], tuple(rows[0]["needs"])) == (first.sentence, first.needs)


@pytest.mark.parametrize("actor", ACTORS)
def test_one_actor_can_be_asked_for(command: Command, actor: str) -> None:
    """`--actor` leaves the others out, also where there is no requirement yet."""
    rows = json.loads(command("rules", "--actor", actor, "--json").stdout)
    assert [row["id"] for row in rows] == [row.id for row in load_catalogue().of(actor)]
    result = command("rules", "--actor", actor)
    assert result.exit_code == 0
    assert result.stdout.strip()
