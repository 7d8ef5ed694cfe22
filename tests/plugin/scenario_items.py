"""Stand-ins for what pytest hands to the plugin: a scenario's item, its configuration, and a report."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from conformance.embedded.targets import embedded_targets
from conformance.plugin.state import RunState
from conformance.targets import Targets

#: Options of pytest that the plugin reads, as they are where nobody gives them.
USUAL = {
    "capture": "fd",
    "verbose": 0,
    "jobs": None,
    "maxfail": 0,
    "usepdb": False,
    "trace": False,
    "stepwise": False,
    "setupshow": False,
    "setuponly": False,
    "setupplan": False,
    "collectonly": False,
    "numprocesses": None,
}


class Plugins(dict[str, Any]):
    """Plugins by name."""

    def getplugin(self, name: str) -> Any:
        return self.get(name)

    def has_plugin(self, name: str) -> bool:
        return name in self


class FakeTerminal:
    """pytest's terminal reporter as far as the plugin uses it; keeps what was written over."""

    hasmarkup = False

    def __init__(self, *, isatty: bool = True, column: int = 0) -> None:
        self.isatty, self.reportchars = isatty, "fE"
        self.lines: list[str] = []
        writer = SimpleNamespace(width_of_current_line=column, line=lambda: self.lines.append("a new line"))
        self.config = SimpleNamespace(get_terminal_writer=lambda: writer)

    def ensure_newline(self) -> None:
        pass

    def rewrite(self, line: str, *, erase: bool) -> None:
        self.lines.append(line)


def config_of(targets: Targets | None = None, terminal: FakeTerminal | None = None, **options: Any) -> Any:
    """Return a configuration of a run that examines these targets, or the embedded ones."""
    config = SimpleNamespace(
        stash=pytest.Stash(),
        option=SimpleNamespace(**{**USUAL, **options}),
        pluginmanager=Plugins(terminalreporter=terminal) if terminal else Plugins(),
        invocation_params=SimpleNamespace(args=(), dir=Path()),
    )
    RunState.of(config).targets = targets or embedded_targets()  # type: ignore[arg-type]
    return config


def item_of(
    requirement: str | None,
    config: Any = None,
    *,
    version: str | None = None,
    name: str = "a name",
    steps: tuple[str, ...] = (),
) -> Any:
    """Return the item of a scenario of this requirement and of these steps; without one it is a test of anybody's."""

    def function() -> None:
        """Stand for the scenario."""

    if requirement is not None:
        function.__layer_requirement__ = requirement  # type: ignore[attr-defined]
        scenario = SimpleNamespace(name=name, steps=[SimpleNamespace(name=step) for step in steps])
        scenario.render = lambda _row: scenario
        function.__layer_scenario__ = scenario  # type: ignore[attr-defined]
    return SimpleNamespace(
        function=function,
        config=config or config_of(),
        nodeid=f"features/x.feature::{requirement} {name}",
        name=name,
        path=Path("features/x.feature"),
        location=("features/x.feature", 6, name),
        stash=pytest.Stash(),
        callspec=SimpleNamespace(params={"api_version": version} if version else {}),
    )


def report_of(when: str = "call", longrepr: Any = None, **members: Any) -> pytest.TestReport:
    """Return a report as pytest has made it."""
    location = ("features/x.feature", 0, "a name")
    return pytest.TestReport("features/x.feature::a name", location, {}, "passed", longrepr, when, **members)
