"""The kill matrix in parts: joined, they are what one run writes."""

from __future__ import annotations

import json
import sys

import cloudpickle
import pytest

from conformance.fleet import matrix
from conformance.fleet.matrix import join_parts, run_part, spread_matrix
from conformance.fleet.task import RunLostError

# The workers do not know this module.
cloudpickle.register_pickle_by_value(sys.modules[__name__])

JOBS = {f"mutant:{number}": [["NONCE-1", "2.0", "a", "VIOLATES", "why", "core"]] * number for number in range(11)}


def deal(number, count):
    return dict(list(JOBS.items())[number::count])


@pytest.mark.parametrize("count", [1, 4, 16])
def test_parts_are_joined_in_the_order_of_one_run(count) -> None:
    """To the byte: also where there are more parts than jobs."""
    parts = [deal(number, count) for number in range(count)]
    assert json.dumps(join_parts(parts)) == json.dumps(JOBS)


def test_a_cluster_gives_what_one_machine_writes(client, monkeypatch) -> None:
    """To the byte, whichever worker is done first."""
    monkeypatch.setattr(matrix, "run_part", lambda _suite, _scope, number, count: deal(number, count))
    assert json.dumps(spread_matrix(client, "all")) == json.dumps(JOBS)


def test_a_part_of_another_version_is_not_run() -> None:
    """A worker may join after the versions have been asked for."""
    with pytest.raises(RunLostError, match=r"the matrix is of 0\.0\.1"):
        run_part("0.0.1", "own", 0, 1)


def test_a_part_that_leaves_nothing_is_told_with_its_ending(monkeypatch) -> None:
    """A matrix with a hole would call a mutant killed, or a survivor, that nobody has run."""
    monkeypatch.setattr(matrix, "run_within", lambda *_: (-9, "the last words"))
    with pytest.raises(RunLostError, match="it was ended by SIGKILL: the last words"):
        run_part(matrix.__version__, "own", 0, 1)
