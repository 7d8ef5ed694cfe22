"""The tasks of a fleet: handed to the engine, which spreads them and tries them again; their outcomes."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from typing import Any

from distributed import Client, Future, KilledWorker, Semaphore, as_completed, get_worker

from conformance.fleet.listing import FleetTarget, interleave_hosts, rates
from conformance.fleet.package import Package
from conformance.fleet.task import RunLostError, RunResult, run_package

#: A run ends by itself at its own limit; so many seconds later it is ended.
GRACE = 60.0

Runner = Callable[[Package, Sequence[str], float], RunResult]


@dataclass(frozen=True)
class Outcome:
    """What came of a target: the result of its run, or why there is none.

    `was_tried` is False where the fleet ended before its turn.
    """

    target: FleetTarget
    result: RunResult | None = None
    fault: str = ""
    was_tried: bool = True


@dataclass(frozen=True)
class FleetOptions:
    """How each target is run: options of pytest's, runs at once at a host, seconds beyond `max_time`."""

    arguments: Sequence[str] = ()
    per_host: int = 1
    patience: float = 0.0
    grace: float = GRACE
    run: Runner = run_package


def examine_all(
    client: Client,
    targets: Sequence[FleetTarget],
    options: FleetOptions,
    on_start: Callable[[str], object] = lambda _slug: None,
) -> Iterator[Outcome]:
    """Yield what comes of each target, in the order in which the runs end; `on_start` is told the slug of each run.

    What is not over when the iteration is left is taken back.
    """
    fleet = secrets.token_hex(4)
    topic = f"layer-conformance-{fleet}"
    client.subscribe_topic(topic, lambda event: on_start(event[1]["target"]))
    rate = rates(targets)
    futures: dict[Future, FleetTarget] = {}
    for target in interleave_hosts(targets):
        if target.package is None:
            yield Outcome(target, fault=target.fault)
            continue
        run = _run_of(target, options, rate, topic)
        key = (f"examine-{fleet}", target.slug)
        futures[client.submit(examine, target.package, *run, key=key, retries=1, pure=False)] = target
    try:
        for future in as_completed(list(futures)):
            # Out of the table, so that its worker does not keep the result.
            yield _outcome(futures.pop(future), future)
    finally:
        with suppress(Exception):  # the scheduler may be gone
            client.cancel(list(futures), force=True)
            client.unsubscribe_topic(topic)


def _run_of(
    target: FleetTarget, options: FleetOptions, rate: Mapping[str, float], topic: str
) -> tuple[Sequence[str], float, tuple[str, str, int, Runner]]:
    """Return how a target is examined: the run's arguments, its limit in seconds, and what the worker needs besides."""
    shared = f"{topic}-{target.host}" if target.host else ""
    most = [f"--max-rate={rate[target.host] / options.per_host}"] if target.host in rate else []
    limit = target.max_time + options.patience + options.grace
    return [*options.arguments, *most], limit, (topic, shared, options.per_host, options.run)


def examine(package: Package, arguments: Sequence[str], limit: float, way: tuple[str, str, int, Runner]) -> RunResult:
    """Run one target, on a worker, once the host's other runs leave room."""
    topic, shared, per_host, run = way
    lease: Any = Semaphore(max_leases=per_host, name=shared) if shared else nullcontext()
    with lease:
        get_worker().log_event(topic, {"target": package.slug})
        try:
            return run(package, arguments, limit)
        except RunLostError as error:
            why = str(error)
        except OSError as error:
            why = f"the worker could not run it: {error.strerror}"
        except Exception as error:
            # A worker logs what is raised, and its text may hold anything.
            why = f"the worker could not run it ({type(error).__name__})"
    # Raised here and not above: an error is pickled with the one that it was raised in the place of.
    raise RunLostError(why)


def _outcome(target: FleetTarget, future: Future) -> Outcome:
    if future.cancelled():
        return Outcome(target, fault="the scheduler was lost before this target was examined", was_tried=False)
    error = future.exception()
    if error is None:
        result: RunResult = future.result()
        return Outcome(target, result, result.fault)
    if isinstance(error, KilledWorker):
        times = error.allowed_failures + 1
        return Outcome(target, fault=f"set aside: {times} workers died, one after the other, while they examined it")
    if isinstance(error, RunLostError):
        return Outcome(target, fault=f"tried twice: {error}")
    # The text of another error may hold anything.
    return Outcome(target, fault=f"tried twice: the worker could not run it ({type(error).__name__})")
