"""What a fleet costs beside its runs: `python benchmarks/fleet.py [--targets N] [--tasks N] [--site N]` prints JSON.

Everything takes place on loopback: embedded targets one by one and on one and two workers; tasks that sleep on many
workers; a site of copies of one run, kept for the first time and once more beside full histories.

A target is the reference client, examined by one chapter of ten scenarios: a run of less than two seconds, most of them
to import and to collect. What a fleet adds weighs most on the shortest runs. `--paths` names what else to examine.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from pickle import dumps, loads

import psutil
from distributed import Client, LocalCluster

from conformance.fleet.cluster import open_client
from conformance.fleet.history import history_text, read_history
from conformance.fleet.listing import FleetTarget
from conformance.fleet.package import Package
from conformance.fleet.schedule import FleetOptions, Outcome, examine_all
from conformance.fleet.site import Site
from conformance.fleet.task import RunResult, run_package, without_exchanges
from conformance.reporting.compare.gallery import summarize
from conformance.reporting.formats.badge import badge_json, badge_svg
from conformance.reporting.html import page_of
from conformance.reporting.verdict.read import read_run
from conformance.reporting.verdict.write import as_text

FILE = b'[target]\nname = "t"\nactor = "client"\nembedded = "reference"\nprofile = "core"\n'
#: Seconds of a run that only waits.
SLEEP = 0.1
ARGUMENTS = ("--jobs=1", "-q")
CHAPTER = "features/client/links.feature"
#: Rows of a history that is full, as by `--keep`.
KEEP = 30
CLEAN = Path(__file__).parents[1] / "docs" / "examples" / "clean.json"


def target(number: int) -> FleetTarget:
    """Return an embedded target."""
    slug = f"t{number}"
    return FleetTarget(
        slug, Path(f"{slug}.toml"), slug, "client", package=Package(slug, "t.toml", files={"t.toml": FILE})
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


def measure_runs(count: int, arguments: Sequence[str]) -> dict[str, float]:
    """Return what the same targets take one by one, and on one and two workers, in seconds and in seconds of CPU.

    The overhead is the CPU of scheduler, workers and command against that of the runs in the same minutes: a run takes
    more of it where the machine has more other work.
    """
    targets = [target(number) for number in range(count)]
    seconds: dict[str, float] = {}
    with measured(seconds, "one_by_one"):
        for each in targets:
            if each.package is not None and run_package(each.package, arguments, 600).fault:
                raise SystemExit("an embedded target could not be examined")
    with measured(seconds, "empty"), open_client(None, 1):
        pass
    for workers in (1, 2):
        name, own = f"workers_{workers}", cpu()["engine"]
        with measured(seconds, f"{name}_and_start"), open_client(None, workers) as client:
            seconds[name] = run_on(client, targets, FleetOptions(arguments))
            seconds["scheduler_rss_mib"] = rss(os.getpid())
            seconds["worker_rss_mib"] = max(rss(process) for process in client.run(os.getpid).values())
            spent = client.run(cpu).values()
        engine, runs = (sum(each[part] for each in spent) for part in ("engine", "runs"))
        seconds[f"{name}_overhead_share"] = (engine + cpu()["engine"] - own) / runs
        seconds[f"{name}_runs_cpu"] = runs
    return seconds


def cpu() -> dict[str, float]:
    """Return the seconds of CPU of this process, which is of the engine, and of its children that have ended: runs."""
    user, system, of_children, by_children = os.times()[:4]
    return {"engine": user + system, "runs": of_children + by_children}


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


def measure_site(count: int) -> dict[str, dict[str, float]]:
    """Return what a site of so many targets takes, the first time and where its histories are full, and its size."""
    run = read_run(CLEAN)
    files = {
        "index.html": page_of(run).encode(),
        "badge.svg": badge_svg(run).encode(),
        "badge.json": badge_json(run).encode(),
    }
    bare = without_exchanges(run)
    files["verdict.json"] = as_text(bare).encode()
    sent = dumps(RunResult("t", files, summarize(bare)))
    with tempfile.TemporaryDirectory() as name:
        site = Site(Path(name), KEEP)
        first = keep(site, sent, count)
        for history in Path(name).glob("targets/*/history.json"):
            history.write_text(history_text(read_history(history) * KEEP))
        return {"first": first, "again": keep(site, sent, count)}


def keep(site: Site, sent: bytes, count: int) -> dict[str, float]:
    """Keep so many results in a site, as they come from workers, and return the seconds and the sizes."""
    began, cpu, entries = time.monotonic(), time.process_time(), []
    for each in map(target, range(count)):
        arrived: RunResult = loads(sent)  # noqa: S301 - our own
        shown = arrived.summary
        if shown is None:
            raise SystemExit("the result has no run")
        own = shown.run.target.model_copy(update={"name": each.name})
        shown = replace(shown, run=shown.run.model_copy(update={"target": own, "digest": each.name}))
        entries.append(site.store(Outcome(each, replace(arrived, summary=shown)), ""))
    stored = time.process_time() - cpu
    site.write_index(entries, {}, {})
    spent = {"seconds": time.monotonic() - began, "stored_cpu": stored, "cpu": time.process_time() - cpu}
    paths = [path for path in site.folder.rglob("*") if path.is_file()]
    pages = [path for path in paths if path.name in ("index.html", "verdict.json") and path.parent != site.folder]
    sizes = {"mib": total(paths), "mib_beside_pages_and_verdicts": total(paths) - total(pages)}
    return {"targets": count, **spent, **sizes, "gallery_mib": total([site.folder / "index.html"])}


def rss(pid: int) -> float:
    """Return the memory of a process in MiB."""
    return psutil.Process(pid).memory_info().rss / 2**20


def total(paths: list[Path]) -> float:
    """Return the size of files in MiB."""
    return sum(path.stat().st_size for path in paths) / 2**20


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--targets", type=int, default=200)
    parser.add_argument("--paths", nargs="*", default=[CHAPTER])
    parser.add_argument("--tasks", type=int, default=5000)
    parser.add_argument("--site", type=int, default=1000)
    options = parser.parse_args()
    result = {
        "runs": {"targets": options.targets, **measure_runs(options.targets, (*ARGUMENTS, *options.paths))},
        "scheduler": measure_scheduler(options.tasks),
        "site": measure_site(options.site),
        "largest_rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "load": os.getloadavg()[0],
    }
    print(json.dumps(result, indent=1))
