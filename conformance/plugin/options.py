"""Options of the command line, and the target that they lead to."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.plugin.embedded import EMBEDDED_NAME, embedded_target
from conformance.targets import Target, TargetFileError, load_target, target_from_environment

TARGET = pytest.StashKey[Target]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the suite's own options."""
    group = parser.getgroup("layer-conformance")
    group.addoption(
        "--target",
        metavar="FILE",
        help=f"the target file of what is examined (default: $LAYER_CONFORMANCE_TARGET, or {EMBEDDED_NAME})",
    )
    group.addoption("--reports", metavar="DIR", help="where the reports are written (default: ./reports)")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Read the target file at once, so that a mistake in it is the first thing said and nothing has run."""
    named: str | None = config.getoption("--target")
    try:
        target = load_target(Path(named)) if named else target_from_environment()
    except TargetFileError as error:
        raise pytest.UsageError(str(error)) from error
    config.stash[TARGET] = target or embedded_target()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Be brief where a target is examined; the suite's own tests are reported as pytest does it."""
    if any(item.path.suffix == ".feature" for item in session.items):
        _be_brief(session.config)


def _be_brief(config: pytest.Config) -> None:
    """Leave the failures to our own summary, which says each once, unless pytest's were asked for."""
    asked = [str(argument) for argument in config.invocation_params.args]
    if not any(argument.startswith("--tb") for argument in asked):
        config.option.tbstyle = "no"
    if not any(argument.startswith("-r") for argument in asked):
        config.option.reportchars = ""


def target_of(config: pytest.Config) -> Target:
    """Return the target of this run."""
    return config.stash[TARGET]


def reports_folder(config: pytest.Config) -> Path:
    """Return the folder that the reports are written to."""
    given: str | None = config.getoption("--reports")
    return (config.invocation_params.dir / (given or "reports")).absolute()
