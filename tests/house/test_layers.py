"""Imports go downwards only (design: who may know whom)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "conformance"

#: What each room may import of the others; `suite` knows where the files are, and nothing else.
MAY_KNOW = {
    "suite": set(),
    "protocol": set(),
    "catalogue": set(),
    "clock": {"protocol"},
    "keys": {"protocol"},
    "evidence": {"protocol"},
    "minting": {"clock", "keys", "protocol"},
    "validation": {"clock", "keys", "protocol"},
    "validator_page": {"validation", "keys", "protocol"},
    "targets": {"catalogue", "clock", "keys", "protocol"},
    "caller": {"targets", "evidence", "protocol", "clock"},
    "judging": {"evidence", "protocol", "catalogue", "validation"},
    "reference": {"clock", "keys", "protocol"},
    "reporting": {"judging", "evidence", "catalogue"},
    "examination": {"caller", "minting", "judging", "evidence", "targets", "protocol", "clock"},
    "embedded": {"reference", "targets", "evidence", "protocol", "clock"},
    "steps": {"caller", "minting", "judging", "evidence", "protocol", "targets", "validation"},
}
#: The two rooms on top may know everything below them, but not each other.
TOP = {"plugin", "cli"}

#: Libraries that belong to one room.
ONLY_IN = {
    "pytest": {"plugin", "steps"},
    "pytest_bdd": {"plugin", "steps", "cli"},
    "allure_commons": {"reporting"},
    "requests": {"caller"},
    "urllib3": {"caller"},
    "click": {"cli"},
}


def _modules() -> Iterator[tuple[str, Path]]:
    for path in [*PACKAGE.rglob("*.py"), *(ROOT / "steps").rglob("*.py")]:
        yield _room_of(path), path


def _room_of(path: Path) -> str:
    if ROOT / "steps" in path.parents:
        return "steps"
    inside = path.relative_to(PACKAGE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def _rooms_known(path: Path) -> set[str]:
    known = set()
    for name in _imports(path):
        first, _, rest = name.partition(".")
        if first == "conformance" and rest:
            known.add(rest.partition(".")[0])
        elif first in ("steps", "features"):
            known.add(first)
    return known


@pytest.mark.parametrize(("room", "path"), list(_modules()), ids=lambda value: str(getattr(value, "name", value)))
def test_a_module_knows_only_rooms_below_its_own(room: str, path: Path) -> None:
    """What is imported decides what can be changed without breaking something else."""
    known = _rooms_known(path) - {room}
    if room in TOP:
        assert not known & (TOP | {"steps", "features"})
    elif room != "__init__":
        assert known <= MAY_KNOW[room]


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_stays_in_its_room(library: str) -> None:
    """What only one room imports can be replaced in one room."""
    users = {room for room, path in _modules() if library in {name.partition(".")[0] for name in _imports(path)}}
    assert users <= ONLY_IN[library]
