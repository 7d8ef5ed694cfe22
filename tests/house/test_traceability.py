"""A sentence, a row, a rule, a check in the reference: each leads to the others."""

from __future__ import annotations

import inspect
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from gherkin.parser import Parser

import steps
from conformance.catalogue import ACTORS, Basis, load_catalogue

ROOT = Path(__file__).parents[2]
FEATURES = sorted(ROOT.glob("features/*/*.feature"))
ROWS = list(load_catalogue().values())


@cache
def _feature(path: Path) -> dict:
    return Parser().parse(path.read_text(encoding="utf-8"))["feature"]


def _rules(path: Path) -> list[dict]:
    return [child["rule"] for child in _feature(path)["children"] if "rule" in child]


def _scenarios(path: Path) -> list[dict]:
    return [child["scenario"] for rule in _rules(path) for child in rule["children"] if "scenario" in child]


def _rendered_steps() -> set[tuple[str, str]]:
    """Return the keyword and text of every step of every scenario, as its rows render it."""
    rendered = set()
    for path in FEATURES:
        for scenario in _scenarios(path):
            for values in _rows_of(scenario):
                kind = ""
                for step in scenario["steps"]:
                    kind = kind if step["keyword"].strip() in ("And", "But") else step["keyword"].strip().lower()
                    rendered.add((kind, _filled(step["text"], values)))
    return rendered


def _rows_of(scenario: dict) -> list[dict[str, str]]:
    rows = [
        dict(zip(_cells(table["tableHeader"]), _cells(row), strict=True))
        for table in scenario["examples"]
        for row in table["tableBody"]
    ]
    return rows or [{}]


def _cells(row: dict) -> list[str]:
    return [cell["value"] for cell in row["cells"]]


def _filled(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"<{name}>", value)
    return text


@pytest.mark.parametrize("path", FEATURES, ids=lambda path: path.stem)
class TestFeature:
    """What every feature file keeps to."""

    def test_every_scenario_stands_in_a_rule(self, path: Path) -> None:
        """A scenario without a requirement would examine nobody knows what."""
        assert not [child for child in _feature(path)["children"] if "scenario" in child]

    def test_no_two_scenarios_share_a_name(self, path: Path) -> None:
        """pytest-bdd keeps scenarios by name: the first of two would silently never run."""
        names = Counter(scenario["name"] for scenario in _scenarios(path))
        assert not [name for name, count in names.items() if count > 1]

    def test_every_rule_has_one_tag_that_is_a_row_of_its_chapter(self, path: Path) -> None:
        """The tag is the requirement, and the file is its chapter."""
        for rule in _rules(path):
            (tag,) = rule["tags"]
            row = load_catalogue()[tag["name"].removeprefix("@")]
            assert (row.actor, row.chapter, row.title) == (path.parent.name, path.stem, rule["name"])

    def test_a_scenario_has_at_most_five_steps_and_one_when(self, path: Path) -> None:
        """Gherkin is for reading."""
        for scenario in _scenarios(path):
            keywords = [step["keyword"].strip() for step in scenario["steps"]]
            assert len(keywords) <= 5, scenario["name"]
            assert keywords.count("When") == 1, scenario["name"]

    def test_an_outline_names_its_examples_and_varies_its_name(self, path: Path) -> None:
        """A row that fails must say which it is."""
        for scenario in _scenarios(path):
            for table in scenario["examples"]:
                assert table["name"], scenario["name"]
                assert any(f"<{cell}>" in scenario["name"] for cell in _cells(table["tableHeader"])), scenario["name"]


def test_every_row_has_exactly_one_rule() -> None:
    """A row without a rule would look examined."""
    tags = Counter(rule["tags"][0]["name"].removeprefix("@") for path in FEATURES for rule in _rules(path))
    assert tags == dict.fromkeys((row.id for row in ROWS), 1)


@pytest.mark.parametrize("actor", ACTORS)
def test_every_judged_row_stands_in_the_reference(actor: str) -> None:
    """`grep` for an id shows the check that keeps it."""
    sources = (ROOT / "conformance" / "reference" / actor).rglob("*.py")
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    rows = [row.id for row in ROWS if row.actor == actor and row.basis is not Basis.OBSERVED]
    assert rows
    assert [row for row in rows if f'"{row}"' not in text] == []


@cache
def _definitions(modules: tuple[str, ...] = tuple(steps.pytest_plugins)) -> list[tuple[str | None, object]]:
    """Return the type and the parser of every step definition of these modules."""
    import importlib

    from pytest_bdd.steps import step_function_context_registry

    found = []
    for name in modules:
        for value in vars(importlib.import_module(name)).values():
            function = getattr(value, "_fixture_function", None) or inspect.unwrap(value) if callable(value) else None
            context = step_function_context_registry.get(function) if function else None
            if context is not None:
                found.append((context.type, context.parser))
    return found


def test_a_step_has_exactly_one_definition() -> None:
    """Of two that match, pytest-bdd would take either."""
    counts = {
        (kind, text): sum(of in (None, kind) and parser.is_matching(text) for of, parser in _definitions())
        for kind, text in _rendered_steps()
    }
    assert {step: count for step, count in counts.items() if count != 1} == {}
    assert len(counts) > 500


def test_the_steps_stay_few() -> None:
    """A new scenario should need no new step: the vocabulary of server and provider is bounded, and that of all."""
    of_the_client = tuple(name for name in steps.pytest_plugins if name.startswith("steps.client"))
    assert len(_definitions()) - len(_definitions(of_the_client)) <= 60
    assert len(_definitions()) <= 80


def test_the_documented_refusals_are_listed() -> None:
    """Their feature names what its steps provoke, and nothing else."""
    from steps.errors import REFUSALS

    lines = _feature(ROOT / "features" / "server" / "errors.feature")["description"].splitlines()
    assert [line.strip().removeprefix("- ") for line in lines if line.strip().startswith("- ")] == list(REFUSALS)


def test_every_actor_with_features_is_known() -> None:
    """A folder of another name would never be examined."""
    assert {path.parent.name for path in FEATURES} <= set(ACTORS)
