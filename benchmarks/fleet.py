"""What a fleet costs beside its runs: `python benchmarks/fleet.py [--targets N] [--tasks N] [--site N]` prints JSON.

Everything takes place on loopback: embedded targets one by one and on one and two workers; tasks that sleep on many
workers; a site of copies of one run.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from pickle import dumps, loads

import psutil
from distributed import Client, LocalCluster

from conformance.fleet.cluster import open_client
from conformance.fleet.listing import FleetTarget
from conformance.fleet.package import Package
from conformance.fleet.schedule import FleetOptions, Outcome, examine_all
from conformance.fleet.site import Site
from conformance.fleet.task import PAGES, RunResult, run_package, without_exchanges
from conformance.reporting.html import page_of
from conformance.reporting.verdict.read import read_run
from conformance.reporting.verdict.write import as_text

FILE = b'[target]\nname = "t"\nactor = "provider"\nembedded = "reference"\nprofile = "core"\n'
#: Seconds of a run that only waits.
SLEEP = 0.1
ARGUMENTS = ("--jobs=1", "-q")
CLEAN = Path(__file__).parents[1] / "docs" / "examples" / "clean.json"


def target(number: int) -> FleetTarget:
    """Return an embedded target."""
    slug = f"t{number}"
    return FleetTarget(
        slug, Path(f"{slug}.toml"), slug, "provider", package=Package(slug, "t.toml", files={"t.toml": FILE})
    )


def sleep(package: Package, _arguments: object, _limit: float) -> RunResult:
    """Stand for a run that only waits."""
    time.sleep(SLEEP)
    return RunResult(package.slug)


def run_on(client: Client, targets: list[FleetTarget], options: FleetOptions) -> float:
    """Return the seconds that a fleet takes; a target without a result ends the benchmark."""
    began = time.monotonic()
    faults = [outcome.fault for outcome in examine_all(client, targets, options) if outcome.fault]
    if faults:
        raise SystemExit(faults[0])
    return time.monotonic() - began


def measure_runs(count: int) -> dict[str, float]:
    """Return what the same targets take one by one, and on one and two workers, in seconds and in seconds of CPU.

    The overhead is of CPU, which says the same on a machine that has other work: all of it beside the runs, and what of
    it each target has beside the start and the end of a cluster.
    """
    targets = [target(number) for number in range(count)]
    seconds: dict[str, float] = {}
    with measured(seconds, "one_by_one"):
        for each in targets:
            if each.package is not None and run_package(each.package, ARGUMENTS, 600).fault:
                raise SystemExit("an embedded target could not be examined")
    with measured(seconds, "empty"), open_client(None, 1):
        pass
    for workers in (1, 2):
        with measured(seconds, f"workers_{workers}_and_start"), open_client(None, workers) as client:
            seconds[f"workers_{workers}"] = run_on(client, targets, FleetOptions(ARGUMENTS))
            seconds["scheduler_rss_mib"] = rss(os.getpid())
            seconds["worker_rss_mib"] = max(rss(process) for process in client.run(os.getpid).values())
    added = seconds["workers_1_and_start_cpu"] - seconds["one_by_one_cpu"]
    seconds["overhead_share"] = added / seconds["one_by_one_cpu"]
    seconds["overhead_a_target_cpu"] = (added - seconds["empty_cpu"]) / count
    return seconds


@contextmanager
def measured(seconds: dict[str, float], name: str) -> Iterator[None]:
    """Keep the seconds of what is done inside under a name, and those of CPU, of this process and its children."""
    began, cpu = time.monotonic(), sum(os.times()[:4])
    yield
    seconds[name], seconds[f"{name}_cpu"] = time.monotonic() - began, sum(os.times()[:4]) - cpu


def measure_scheduler(count: int) -> dict[str, float]:
    """Return how fast the scheduler hands out tasks that sleep, to 64 workers of one process."""
    with (
        LocalCluster(64, threads_per_worker=1, processes=False, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        seconds = run_on(client, [target(number) for number in range(count)], FleetOptions(run=sleep))
    ideal = count * SLEEP / 64
    return {
        "tasks": count,
        "seconds": seconds,
        "ideal": ideal,
        "tasks_a_second": count / seconds,
        "rss_mib": rss(os.getpid()),
    }


def measure_site(count: int) -> dict[str, float]:
    """Return what a site of so many targets takes, and its size beside pages and verdicts."""
    run = read_run(CLEAN)
    files = dict.fromkeys(PAGES, b"") | {"index.html": page_of(run).encode()}
    bare = without_exchanges(run)
    files["verdict.json"] = as_text(bare).encode()
    sent = dumps(RunResult("t", files, bare))
    with tempfile.TemporaryDirectory() as name:
        site, began, cpu = Site(Path(name)), time.monotonic(), time.process_time()
        entries = []
        for number in range(count):
            each = target(number)
            arrived = loads(sent)  # noqa: S301 - our own, as it comes from a worker
            own = bare.target.model_copy(update={"name": each.name})
            arrived = replace(arrived, run=arrived.run.model_copy(update={"target": own, "digest": each.name}))
            entries.append(site.store(Outcome(each, arrived), ""))
        stored = time.monotonic() - began
        site.write_index(entries, {}, {})
        seconds = time.monotonic() - began
        paths = [path for path in Path(name).rglob("*") if path.is_file()]
        beside = [
            path for path in paths if path.name not in ("index.html", "verdict.json") or path.parent == Path(name)
        ]
        spent = time.process_time() - cpu
        sizes = {"mib": total(paths), "mib_beside_pages_and_verdicts": total(beside)}
    return {"targets": count, "seconds": seconds, "stored_after": stored, "cpu": spent, **sizes}


def rss(pid: int) -> float:
    """Return the memory of a process in MiB."""
    return psutil.Process(pid).memory_info().rss / 2**20


def total(paths: list[Path]) -> float:
    """Return the size of files in MiB."""
    return sum(path.stat().st_size for path in paths) / 2**20


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--targets", type=int, default=200)
    parser.add_argument("--tasks", type=int, default=5000)
    parser.add_argument("--site", type=int, default=1000)
    options = parser.parse_args()
    result = {
        "runs": {"targets": options.targets, **measure_runs(options.targets)},
        "scheduler": measure_scheduler(options.tasks),
        "site": measure_site(options.site),
        "largest_rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "load": os.getloadavg()[0],
    }
    print(json.dumps(result, indent=1))
