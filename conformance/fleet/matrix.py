"""The kill matrix on an engine: each part of its jobs is a run of its own; joined, they are what one run writes."""

from __future__ import annotations

import json
import secrets
import tempfile
from asyncio import CancelledError
from collections.abc import Mapping, Sequence
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

from distributed import Client, KilledWorker

from conformance import __version__
from conformance.fleet.task import RunLostError, ending, leashed, run_within
from conformance.suite import suite_folder
from conformance.suite_run import MATRIX_OPTIONS, clean_environment, pytest_command

#: Parts for each thread of a worker: the last of them is waited for by the others, and each collects the suite anew.
_PARTS = 4
#: Seconds that a part may take.
_LIMIT = 7200.0

Results = Mapping[str, list[Any]]


def spread_matrix(client: Client, scope: str) -> Results:
    """Return the rows of every job of a scope, by the job's name, in the order in which one run would write them.

    Raises RunLostError where a part has been tried twice and left no results, or the scheduler is lost.
    """
    matrix, count = secrets.token_hex(4), _PARTS * sum(client.nthreads().values())
    parts = [
        client.submit(run_part, __version__, scope, number, count, key=(f"matrix-{matrix}", number), retries=1)
        for number in range(count)
    ]
    try:
        return join_parts(client.gather(parts))
    except KilledWorker as error:
        raise RunLostError("the workers died, one after the other, that had a part of the matrix") from error
    except CancelledError as error:
        raise RunLostError("the scheduler was lost before the matrix was whole") from error


def run_part(suite: str, scope: str, number: int, count: int) -> Results:
    """Run every job of the matrix whose place, divided by `count`, leaves `number`; `suite` is the version to be.

    Raises RunLostError where it left no results.
    """
    if suite != __version__:
        raise RunLostError(f"a worker has layer-conformance {__version__}, and the matrix is of {suite}")
    with tempfile.TemporaryDirectory(prefix="layer-conformance-") as name:
        file = Path(name) / "matrix.json"
        options = [*MATRIX_OPTIONS, "--jobs=1", f"--matrix={file}", f"--matrix-scope={scope}"]
        options += [f"--matrix-part={number}/{count}"]
        command = leashed(pytest_command(suite_folder(), None, Path(name), options), Path(name))
        code, printed = run_within(_LIMIT, command, clean_environment())
        if not file.exists():
            raise RunLostError(f"a part of the matrix could not be run, {ending(code)}: {printed[-2000:]}")
        results: Results = json.loads(file.read_text(encoding="utf-8"))
        return results


def join_parts(parts: Sequence[Results]) -> Results:
    """Return the jobs of all parts in the order that they had before they were dealt out, one to each part in turn."""
    rows = chain.from_iterable(zip_longest(*(part.items() for part in parts)))
    return dict(row for row in rows if row is not None)
