"""Runs of pytest, forked from a process that has imported what they need: that is half of a short run's time.

Each line of the standard input names a run: its arguments, its environment, and the file that its output goes to.
Two lines answer: its process id when it starts, its exit code when it has ended. A run has a session of its own, as
one has that a terminal starts.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module, metadata
from pathlib import Path

import pytest
from pytest_bdd.steps import step_function_context_registry

from conformance.embedded.frozen_clock import FrozenClock
from conformance.embedded.targets import embedded_targets
from conformance.plugin import parts as hooks
from conformance.reporting.verdict.read import read_run
from conformance.reporting.write_all import RENDERERS
from conformance.run_options import join_options
from conformance.scenarios import expected_scenarios
from conformance.suite import suite_folder

#: pytest's plug-ins that no run here loads.
UNUSED = ("hypothesispytest", "randomly")


def main() -> None:
    """Start runs until nobody wants another."""
    _prepare()
    for line in sys.stdin:
        request = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _run(request["arguments"], request["environment"], request["output"])
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


def _prepare() -> None:
    """Do once what every run would do again: import modules, parse features, compile patterns and templates."""
    sys.path.insert(0, str(Path.cwd()))
    late = ("conformance.reporting.terminal.summary", "rich.console")
    for name in (*hooks.pytest_plugins, *import_module("steps").pytest_plugins, *late):
        import_module(name)
    for plugin in metadata.entry_points(group="pytest11"):
        if plugin.name not in UNUSED:
            plugin.load()
    # pytest reads the metadata of all that is installed for each of its plug-ins.
    installed = [each for each in metadata.distributions() if each.entry_points.select(group="pytest11")]
    metadata.distributions = lambda: installed
    for step in step_function_context_registry.values():
        step.parser.is_matching("")  # compiles its pattern
    for target in embedded_targets().values():
        expected_scenarios(target.actor, target.versions)
    run = read_run(suite_folder() / "docs" / "examples" / "failing.json")
    for render in RENDERERS.values():
        render(run)
    FrozenClock().stop()  # reads every module, and remembers what it read
    gc.collect()
    gc.freeze()  # else the first collection of each run would copy all of it


def _run(arguments: Sequence[str], environment: Mapping[str, str], output: str) -> None:
    """Be the run: what `python -m pytest` is from here on."""
    os.setsid()
    file = os.open(output, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    read = file if os.isatty(file) else os.open(os.devnull, os.O_RDONLY)
    for own, standard in ((read, 0), (file, 1), (file, 2)):
        os.dup2(own, standard)
    # What Python writes to a terminal is there with each line, and with each that is written over.
    sys.stdout.reconfigure(line_buffering=os.isatty(file))
    os.environ.clear()
    os.environ.update(environment)
    # Modules that are there already are not rewritten for pytest's asserts, and pytest says so.
    sys.argv = ["pytest", "-W", "ignore::pytest.PytestAssertRewriteWarning", *join_options(arguments)]
    code = 1
    try:
        code = int(pytest.main())
    finally:
        sys.stdout.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
