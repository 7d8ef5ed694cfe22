"""What pytest and pytest-bdd keep to themselves is touched in one place, which goes on without it."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: The memory for the search of step definitions (docs/decisions/0004-step-lookup.md).
STEP_LOOKUP = ROOT / "conformance/plugin/collection/step_cache.py"
#: Where pytest is known at all. `os._exit` is a documented name.
WITH_PYTEST = [*(ROOT / "conformance/plugin").rglob("*.py"), *(ROOT / "steps").rglob("*.py"), ROOT / "conftest.py"]
DOCUMENTED = {"_exit"}


def _private_names_of_others(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                continue
            case ast.Attribute(attr=name) if name.startswith("_") and not name.startswith("__"):
                yield f"{path.relative_to(ROOT)}:{node.lineno}: {name}"
            case ast.ImportFrom(module=str(module)) if module.startswith("_pytest"):
                yield f"{path.relative_to(ROOT)}:{node.lineno}: {module}"


def test_only_the_step_lookup_touches_private_names():
    """Of pytest's and of pytest-bdd's, and of anybody's but one's own class."""
    private = [name for path in WITH_PYTEST if path != STEP_LOOKUP for name in _private_names_of_others(path)]
    assert [each for each in private if each.rpartition(" ")[2] not in DOCUMENTED] == []
    assert list(_private_names_of_others(STEP_LOOKUP))


def test_fixtures_of_a_scenario_that_waits_have_nothing_to_clear_away():
    """Pytest finishes them while the scenario waits: one that yields would be cleared away too early."""
    for room in ("server", "provider"):
        module = ast.parse((ROOT / f"conformance/plugin/fixtures/{room}.py").read_text(encoding="utf-8"))
        for function in (node for node in module.body if isinstance(node, ast.FunctionDef)):
            if [ast.unparse(each) for each in function.decorator_list] == ["pytest.fixture"]:
                assert not any(isinstance(node, ast.Yield) for node in ast.walk(function)), function.name
