"""Scenarios as others see them: where each stands, and what VS Code makes of it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from scenario_items import config_of, item_of

from conformance.plugin.collection import features


def session_of(*items, plugins=("vscode_pytest",), **options):
    """Return a session of these items, in which these plug-ins are loaded."""
    config = config_of(**options)
    config.pluginmanager.update(dict.fromkeys(plugins))
    return SimpleNamespace(config=config, items=list(items))


def test_a_scenario_stands_in_its_feature_file():
    """At its own line, which editors count from 1 and pytest from 0."""
    item = item_of("NONCE-3", name="a spent nonce")
    assert features._place(item, 176) == (item.path, 175, "a spent nonce")


def test_the_test_explorer_finds_scenarios_as_tests_of_their_files():
    """What has parameters it looks for behind the `.py` of an id, and finds no such thing in ours."""
    ours, another = item_of("NONCE-3", version="2.0"), item_of(None)
    features.pytest_sessionfinish(session_of(ours, another, collectonly=True))
    assert not hasattr(ours, "callspec")
    assert hasattr(another, "callspec")


@pytest.mark.parametrize(("plugins", "collectonly"), [((), True), (("vscode_pytest",), False)])
def test_nobody_elses_scenarios_lose_their_parameters(plugins, collectonly):
    """Neither where another lists them, nor where they are run."""
    ours = item_of("NONCE-3", version="2.0")
    features.pytest_sessionfinish(session_of(ours, plugins=plugins, collectonly=collectonly))
    assert hasattr(ours, "callspec")


def test_a_table_of_results_has_scenarios_in_it():
    """pytest-csv asks for a column by name; what is no scenario has its usual one."""
    columns = {"name": lambda _item, _report: iter([("name", "usual")])}
    features.pytest_csv_register_columns(columns)
    assert columns["name"](item_of("NONCE-3", name="a spent nonce"), None) == {"name": "a spent nonce"}
    assert columns["module"](item_of("NONCE-3"), None) == {"module": "x.feature"}
    assert columns["name"](item_of(None), None) == {"name": "usual"}
