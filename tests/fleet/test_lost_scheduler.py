"""A scheduler that is killed while a run goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from distributed import Client
from fleet_targets import a_target

from conformance.fleet.schedule import FleetOptions, examine_all


def hang(package, arguments, limit):
    time.sleep(600)


@contextmanager
def engine(*arguments: str) -> Iterator[subprocess.Popen]:
    """Run a part of a cluster in a process of its own, until the end."""
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([sys.executable, "-m", "dask", *arguments], env=environment, **quiet)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_scheduler_that_is_killed_ends_the_fleet(tmp_path) -> None:
    """What is left was not tried and is not at fault, and nobody waits for a scheduler that is gone."""
    file = str(tmp_path / "scheduler.json")
    alone = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", file)
    with (
        engine("scheduler", "--port", "0", *alone) as scheduler,
        engine("worker", "--no-nanny", "--nthreads", "1", "--local-directory", str(tmp_path), *alone),
        Client(scheduler_file=file, timeout=30) as client,
    ):
        client.wait_for_workers(1, timeout=60)
        client._timeout = 1  # seconds that it looks for a scheduler that is lost
        targets = [a_target("running"), a_target("waiting")]
        outcomes = list(examine_all(client, targets, FleetOptions(run=hang), lambda _slug: scheduler.kill()))
    assert {(each.target.slug, each.was_tried) for each in outcomes} == {("running", False), ("waiting", False)}
    assert {each.fault for each in outcomes} == {"the scheduler was lost before this target was examined"}
