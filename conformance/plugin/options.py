"""Options of the command line, and the targets that they lead to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from conformance.catalogue import ACTORS
from conformance.embedded.targets import EMBEDDED_NAME, UnknownReferenceError, embedded_targets
from conformance.plugin.state import RunState
from conformance.targets import TargetFileError, Targets, load_target, target_from_environment


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the suite's own options."""
    group = parser.getgroup("layer-conformance")
    group.addoption(
        "--target",
        metavar="FILE",
        help=f"the target file of what is examined, or mutant:NAME or variation:NAME for one of the suite's own "
        f"(default: $LAYER_CONFORMANCE_TARGET, or {EMBEDDED_NAME})",
    )
    group.addoption("--actor", choices=ACTORS, help="examine this actor only (default: every one that there is)")
    group.addoption("--reports", metavar="DIR", help="where the reports are written (default: ./reports)")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Read the target file at once, so that a mistake in it is the first thing said and nothing has run."""
    try:
        targets = _targets(RunState.of(config), config.getoption("--target"))
    except (TargetFileError, UnknownReferenceError) as error:
        raise pytest.UsageError(str(error)) from error
    actor: str | None = config.getoption("--actor")
    if actor and actor not in targets:
        raise pytest.UsageError(f"--actor {actor}: the target is a {', '.join(targets)}")
    RunState.of(config).targets = Targets.of(*(target for name, target in targets.items() if actor in (None, name)))


def _targets(state: RunState, named: str | None) -> Targets:
    """Return what is examined, by actor; what the embedded references are made of goes into the state."""
    kind, colon, name = (named or "").partition(":")
    if colon and kind in ("mutant", "variation"):
        state.examine_reference(kind, name)
        (actor,) = state.targets
        return embedded_targets(named, actor, state.make_provider)
    target = load_target(Path(named)) if named else target_from_environment()
    return Targets.of(target) if target else embedded_targets()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Be brief where a target is examined; the suite's own tests are reported as pytest does it."""
    if any(item.path.suffix == ".feature" for item in session.items):
        set_quiet(session.config)


def set_quiet(config: pytest.Config) -> None:
    """Leave the failures to our own summary, which says each once, unless pytest's were asked for."""
    asked = [str(argument) for argument in config.invocation_params.args]
    if not any(argument.startswith("--tb") for argument in asked):
        config.option.tbstyle = "no"
    terminal: Any = config.pluginmanager.getplugin("terminalreporter")
    if terminal is not None and not any(argument.startswith("-r") for argument in asked):
        terminal.reportchars = ""


def targets_of(config: pytest.Config) -> Targets:
    """Return the targets of this run, by actor."""
    return RunState.of(config).targets


def reports_folder(config: pytest.Config) -> Path:
    """Return the folder that the reports are written to."""
    given: str | None = config.getoption("--reports")
    return (config.invocation_params.dir / (given or "reports")).absolute()
