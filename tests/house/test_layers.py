"""Imports go downwards only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "conformance"

#: What each room may import of the others; the first are single modules.
MAY_KNOW = {
    "suite": set(),
    "suite_run": {"suite", "run_options"},
    "processes": set(),
    "durations": set(),
    "loopback": set(),
    "suggestions": set(),
    "__main__": {"cli"},
    "protocol": set(),
    "catalogue": set(),
    "clock": {"protocol"},
    "run_options": {"catalogue"},
    "scenarios": {"suite", "durations", "catalogue"},
    "keys": {"protocol"},
    "evidence": {"processes", "protocol"},
    "minting": {"durations", "clock", "keys", "protocol"},
    "validation": {"durations", "clock", "keys", "protocol"},
    "validator_page": {"validation", "keys", "protocol"},
    "targets": {"durations", "suggestions", "catalogue", "clock", "keys", "protocol"},
    "caller": {"processes", "durations", "targets", "evidence", "protocol", "clock"},
    "judging": {"evidence", "protocol", "catalogue", "validation"},
    "reference": {"suggestions", "clock", "keys", "protocol"},
    "reporting": {"suite", "keys", "judging", "evidence", "catalogue"},
    # Many runs, on an engine for tasks: each is a process of its own, so that nothing of a run is known here.
    "fleet": {"suite", "suite_run", "loopback", "durations", "targets", "clock", "evidence", "judging", "reporting"},
    "sign_in": {"caller", "minting", "judging", "evidence", "targets", "validation"},
    "examination": {"sign_in", "caller", "minting", "judging", "evidence", "targets", "protocol", "clock"},
    "embedded": {"reference", "caller", "targets", "evidence", "protocol", "clock"},
    # What a client meets: the reference as its Layer, in the situations that the steps name; no examiner knows it.
    "stage": {"reference", "targets", "evidence", "protocol", "clock"},
    "watching": {"stage", "reference", "examination", "caller", "judging", "evidence", "targets", "protocol", "clock"},
    "steps": {"sign_in", "durations", "caller", "minting", "judging", "evidence", "protocol", "targets", "validation"},
}
#: The two rooms on top may know everything below them, but not each other.
TOP = {"plugin", "cli"}

#: Libraries that belong to one room.
ONLY_IN = {
    "pytest": {"plugin", "steps"},
    "pytest_bdd": {"scenarios", "plugin", "steps"},
    "allure_commons": {"reporting"},
    # The reference client is a client: it sends as any app does, and an app on `requests` is what SDK writers read.
    "requests": {"caller", "reference"},
    "urllib3": {"caller"},
    "click": {"cli"},
    "distributed": {"fleet"},
    "dask": {"fleet"},
}


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            submodules = {f"{node.module}.{name.name}" for name in node.names} & FILES.keys()
            yield from submodules or {node.module}


#: Every module by its dotted name.
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for folder in (PACKAGE, ROOT / "steps")
    for path in folder.rglob("*.py")
}


@cache
def _imports() -> dict[str, frozenset[str]]:
    """Return what each module imports: at its top, within a function, and for the type checker alone."""
    return {name: frozenset(_imported(path)) for name, path in FILES.items()}


def _room_of(module: str) -> str:
    return (module.split(".") if module.startswith("conformance.") else ["", module.partition(".")[0]])[1]


def _rooms_known(module: str) -> set[str]:
    ours = {name for name in _imports()[module] if name.partition(".")[0] in ("conformance", "steps", "features")}
    return {_room_of(name) for name in ours - {"conformance"}} - {_room_of(module)}


def test_a_module_knows_only_rooms_below_its_own() -> None:
    """What is imported decides what can be changed without breaking something else."""
    too_much = {}
    for module in FILES.keys() - {"conformance"}:
        room, known = _room_of(module), _rooms_known(module)
        if beyond := known & (TOP | {"steps", "features"}) if room in TOP else known - MAY_KNOW[room]:
            too_much[module] = beyond
    assert too_much == {}


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Modules in a circle can only be read, tested and changed together."""
    graph = {module: _imports()[module] & FILES.keys() for module in FILES}
    while leaves := [module for module in graph if not graph[module] & graph.keys()]:
        for module in leaves:
            del graph[module]
    assert sorted(graph) == []


def test_a_library_stays_in_its_room() -> None:
    """What only one room imports can be replaced in one room."""
    strays = {
        (module, library)
        for module, names in _imports().items()
        for library in {name.partition(".")[0] for name in names} & ONLY_IN.keys()
        if _room_of(module) not in ONLY_IN[library]
    }
    assert strays == set()
