"""The reports of an earlier run, set aside before anything of a new one can fail.

It is done twice: by the arguments that pytest has not yet looked at, which it may refuse, and by the options that it
has read, of which some may come from elsewhere.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

import pytest

from conformance.reporting.previous import PreviousReportsError, set_aside
from conformance.suite import features_folder

#: Options with which pytest only tells something, or the suite examines itself or a record.
_WITHOUT_A_TARGET = (
    *("help", "version", "markers", "showfixtures", "show_fixtures_per_test", "cacheshow", "collectonly"),
    *("matrix", "rejudge"),
)


def set_aside_early(config: pytest.Config, arguments: Sequence[str]) -> None:
    """Set old reports aside by the arguments alone, in which our options are joined to their values."""
    read = config.known_args_namespace
    ours = {name: _value(arguments, f"--{name}") for name in ("reports", "matrix", "rejudge")}
    set_aside_for(config, Namespace(**(vars(read) | ours)), read.file_or_dir or [str(features_folder())])


def set_aside_for(config: pytest.Config, options: Namespace, paths: Sequence[str]) -> None:
    """Set old reports aside where a run begins that examines a target; raises UsageError where that is not possible."""
    if not _examines_target(config, options, paths):
        return
    try:
        set_aside(reports_folder(config, options))
    except PreviousReportsError as error:
        raise pytest.UsageError(str(error)) from error


def reports_folder(config: pytest.Config, options: Namespace) -> Path:
    """Return the folder that the reports are written to."""
    return (config.invocation_params.dir / (options.reports or "reports")).absolute()


def _examines_target(config: pytest.Config, options: Namespace, paths: Sequence[str]) -> bool:
    """Say whether this process begins a run that examines a target, and not the suite's own tests."""
    is_worker = hasattr(config, "workerinput")
    if is_worker or any(getattr(options, name, None) for name in _WITHOUT_A_TARGET):
        return False
    features = features_folder().resolve()
    resolved = [(config.invocation_params.dir / name.partition("::")[0]).resolve() for name in paths]
    return any(path.is_relative_to(features) or features.is_relative_to(path) for path in resolved)


def _value(arguments: Sequence[str], option: str) -> str | None:
    pairs = [argument.partition("=") for argument in arguments]
    return next((value for name, _, value in reversed(pairs) if name == option), None)
