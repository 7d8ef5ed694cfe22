"""What the engine makes of workers that die, runs that are lost, and hosts that want to be asked by one run only."""

from __future__ import annotations

import logging
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

import cloudpickle
import dask
import pytest
from fleet_targets import a_target

import conformance
from conformance.fleet.cluster import ClusterError, check_workers, open_client, require_safe
from conformance.fleet.schedule import FleetOptions, examine_all
from conformance.fleet.task import RunLostError, RunResult

# The workers do not know this module.
cloudpickle.register_pickle_by_value(sys.modules[__name__])


def conform(package, arguments, limit):
    return RunResult(package.slug)


def examine(client, run, *targets, folder=None, **options):
    arguments = [str(folder)] if folder else []
    outcomes = examine_all(client, targets, FleetOptions(arguments, run=run, **options))
    return {outcome.target.slug: outcome for outcome in outcomes}


def die_once(package, arguments, limit):
    tries = Path(arguments[0]) / package.slug
    if package.slug.startswith("dying") and not tries.exists():
        tries.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return RunResult(package.slug)


def die(package, arguments, limit):
    if package.slug == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return RunResult(package.slug)


def lose(package, arguments, limit):
    with (Path(arguments[0]) / package.slug).open("a") as tries:
        tries.write("x")
    raise RunLostError("the run has left no verdict: it was ended by SIGSEGV")


def tell_arguments(package, arguments, limit):
    return RunResult(package.slug, fault=" ".join(arguments))


def enter_alone(package, arguments, limit):
    inside = Path(arguments[0]) / "inside"
    inside.mkdir()
    inside.rmdir()
    return RunResult(package.slug)


def test_a_target_is_tried_again_when_its_worker_is_killed(client, tmp_path) -> None:
    """A worker that dies in the middle of a run costs a second try, and no verdict."""
    seen = examine(client, die_once, a_target("dying"), a_target("other"), folder=tmp_path)
    assert {slug: outcome.fault for slug, outcome in seen.items()} == {"dying": "", "other": ""}
    assert (tmp_path / "dying").exists()


def test_a_target_that_kills_two_workers_is_set_aside(client) -> None:
    """It is an ERROR that says so, and the fleet goes on."""
    seen = examine(client, die, a_target("deadly"), a_target("harmless"))
    assert seen["deadly"].fault == "set aside: 2 workers died, one after the other, while they examined it"
    assert seen["harmless"].result is not None


def test_a_run_that_is_lost_is_tried_twice(client, tmp_path) -> None:
    """What is known of the second try is what is told."""
    seen = examine(client, lose, a_target("lost"), folder=tmp_path)
    assert seen["lost"].fault == "tried twice: the run has left no verdict: it was ended by SIGSEGV"
    assert (tmp_path / "lost").read_text() == "xx"


def test_runs_at_one_host_are_one_at_a_time(client, tmp_path) -> None:
    """The limit holds across workers: a second run inside would find the folder there."""
    targets = [a_target(f"t{number}", host="acme.example") for number in range(12)]
    seen = examine(client, enter_alone, *targets, folder=tmp_path)
    assert {outcome.fault for outcome in seen.values()} == {""}


@pytest.mark.parametrize(("per_host", "share"), [(1, "4.0"), (2, "2.0")])
def test_the_runs_at_one_host_keep_to_its_smallest_rate_together(client, per_host, share) -> None:
    """Each has its part of it, also where its own file allows more or says nothing."""
    rates = {"slow": 4.0, "fast": 50.0, "silent": None}
    targets = [replace(a_target(slug, host="acme.example"), max_rate=rate) for slug, rate in rates.items()]
    seen = examine(client, tell_arguments, *targets, a_target("elsewhere", host="borealis.example"), per_host=per_host)
    assert {slug: outcome.fault for slug, outcome in seen.items()} == {
        **dict.fromkeys(rates, f"--max-rate={share}"),
        "elsewhere": "",
    }


def test_the_cluster_of_a_fleet_is_configured_as_the_page_says(client) -> None:
    """Workers look at no stack and write nothing that travels to a disk, and the second death sets a target aside."""
    keys = ("profile.enabled", "memory.target", "memory.spill")
    seen = client.run(lambda: [dask.config.get(f"distributed.worker.{key}") for key in keys])
    assert set(map(tuple, seen.values())) == {(False, False, False)}
    assert client.run_on_scheduler(lambda dask_scheduler: dask_scheduler.allowed_failures) == 1


def test_a_worker_with_another_version_is_named(client) -> None:
    """The two would judge by different rules."""
    ours = conformance.__version__

    def set_version(version):
        import conformance

        conformance.__version__ = version

    (address, *_) = client.run(lambda: True)
    client.run(set_version, "9.9", workers=[address])
    try:
        with pytest.raises(ClusterError, match=rf"{address} has layer-conformance 9\.9, and should have {ours}"):
            check_workers(client)
    finally:
        client.run(set_version, ours)
    check_workers(client)


def test_dask_writes_no_page_of_a_scheduler_that_is_lost(client, monkeypatch) -> None:
    """What the fleet says of it is one sentence."""
    loggers = [logging.getLogger(name) for name in ("distributed.client", "distributed.core", "distributed.comm.core")]
    for logger in (logging.getLogger("distributed"), *loggers):
        monkeypatch.setattr(logger, "level", logger.level)
    with open_client(client.scheduler.address):
        assert [logger.name for logger in loggers if logger.getEffectiveLevel() <= logging.CRITICAL] == []


@pytest.mark.parametrize("address", ["tcp://10.0.0.7:8786", "scheduler.example:8786", "ws://10.0.0.7:8786"])
def test_a_scheduler_without_tls_on_another_machine_is_refused(address) -> None:
    """Keys would cross the network in the open."""
    with pytest.raises(ClusterError, match="neither on this machine nor reached by TLS"):
        require_safe(address, "the scheduler")


@pytest.mark.parametrize("address", ["tls://10.0.0.7:8786", "tcp://127.0.0.1:8786", "localhost:8786", "tcp://[::1]:1"])
def test_tls_and_loopback_are_safe(address) -> None:
    """These may be sent keys."""
    require_safe(address, "the scheduler")
