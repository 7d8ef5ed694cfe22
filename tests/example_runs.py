"""The runs of the documentation's examples, read once and where a test wants them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from conformance.fleet.task import without_exchanges
from conformance.reporting.run import Run
from conformance.reporting.verdict.read import read_run

_FOLDER = Path(__file__).parents[1] / "docs" / "examples"


@cache
def example_run(name: str) -> Run:
    """Return `clean` or `failing` as a fleet's worker sends it home: without its exchanges."""
    return without_exchanges(read_run(_FOLDER / f"{name}.json"))


def clean() -> Run:
    """Return the run in which everything conforms."""
    return example_run("clean")


def failing() -> Run:
    """Return the run of a server that spends no nonce."""
    return example_run("failing")
