"""Let `pytest --target FILE` work with a file anywhere (docs/decisions/0005-options-and-rootdir.md).

pytest looks for its root and for files named conftest.py before it has read ours: it does not know yet that `--target`
takes a value, and takes it for a test to run. `--target=FILE` has no such trouble, so the command is started again in
that form. This module is the only one that pytest loads in every project of the environment; it acts only where the
current folder is the suite's own.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Generator

import pytest

from conformance.processes import become
from conformance.run_options import join_options
from conformance.suggestions import suggestion
from conformance.suite import suite_folder

#: An option, where pytest's help lists it.
_OPTION = re.compile(r"(?<![\w-])--\w[\w-]*")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config, parser: pytest.Parser, args: list[str]
) -> Generator[None, object, object]:
    """Start again with joined options where the suite's own are separate from their values.

    The outermost wrapper comes before pytest captures the output, which the new process would lose. Then set the
    reports of an earlier run aside: pytest may refuse an argument before it asks anybody else.
    """
    if early_config.invocation_params.dir == suite_folder():
        _join_options(early_config)
        from conformance.plugin.old_reports import set_aside_early

        set_aside_early(early_config, args)
    result = yield
    if early_config.rootpath == suite_folder():
        _require_known_options(parser, args)
    return result


def _require_known_options(parser: pytest.Parser, arguments: list[str]) -> None:
    """Raise UsageError, with the option that was probably meant, where there is none of a name; pytest names none."""
    _, unknown = parser.parse_known_and_unknown_args(arguments)
    for name in (each.partition("=")[0] for each in unknown if each.startswith("--")):
        known = set(_OPTION.findall(parser.optparser.format_help()))
        raise pytest.UsageError(f'there is no option "{name}"{suggestion(name, known)}')


def _join_options(early_config: pytest.Config) -> None:
    arguments = list(early_config.invocation_params.args)
    joined = list(join_options(arguments))
    if joined == arguments:
        return
    started_with = sys.orig_argv[len(sys.orig_argv) - len(arguments) :]
    if started_with == arguments == sys.argv[1:]:
        interpreter = sys.orig_argv[: len(sys.orig_argv) - len(arguments)]
        become([sys.executable, *interpreter[1:], *joined])
    raise pytest.UsageError(f"write {next(iter(set(joined) - set(arguments)))} with its equals sign: pytest needs it")
