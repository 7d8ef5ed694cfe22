"""Where the workers are: a cluster of this machine, or one that exists; checked before anything is sent there."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import dask
from distributed import Client, LocalCluster

import conformance
from conformance import __version__
from conformance.loopback import is_loopback

#: What a cluster is configured by, as a file that one which exists can be given too (docs/fleet.md).
DASK_CONFIG = Path(__file__).with_name("dask.yaml")
#: Those of Dask's that tell of a connection; it gives the second a level of its own.
_LOGGERS = ("distributed", "distributed.client")
#: Seconds until a scheduler counts as out of reach.
_CONNECT = 20


class ClusterError(Exception):
    """A cluster cannot be used; the text is one sentence."""


@contextmanager
def open_client(scheduler: str | None, workers: int | None = None) -> Iterator[Client]:
    """Connect to the scheduler, or start a local cluster that ends with this context.

    Raises ClusterError where the scheduler is neither loopback nor TLS, cannot be reached, or has a worker that may not
    be used.
    """
    if scheduler is None:
        with _configured(), _local_cluster(workers) as cluster, Client(cluster) as client:
            yield client
        return
    require_safe(scheduler, "the scheduler")
    # What it says of a scheduler that is lost is a page; the fleet says it in a sentence.
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        client = Client(scheduler, timeout=_CONNECT)
    except (OSError, TimeoutError, ValueError, TypeError, RuntimeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ClusterError(f"the scheduler {scheduler} cannot be used: {reason}") from error
    with client:
        check_workers(client)
        yield client


def _configured() -> AbstractContextManager[object]:
    (own,) = dask.config.collect_yaml([str(DASK_CONFIG)])
    config: AbstractContextManager[object] = dask.config.set(dask.config.merge(dask.config.config, own))
    return config


def _local_cluster(workers: int | None) -> LocalCluster:
    return LocalCluster(
        n_workers=workers or os.cpu_count() or 1,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
    )


def check_workers(client: Client) -> None:
    """Raise ClusterError unless there are workers, all of them by a safe way and with this version of the suite."""
    versions: Mapping[str, object] = client.run(version_here, on_error="return")
    if not versions:
        raise ClusterError("the scheduler has no worker: start one, and then the fleet")
    for address, version in versions.items():
        require_safe(address, "the worker")
        if version != __version__:
            theirs = f"layer-conformance {version}" if isinstance(version, str) else "no layer-conformance that answers"
            raise ClusterError(f"the worker {address} has {theirs}, and should have {__version__} as this machine has")


def version_here() -> str:
    """Return the version of the suite in this process."""
    return conformance.__version__


def require_safe(address: str, whose: str) -> None:
    """Raise ClusterError for an address that is neither TLS nor of this machine: keys would be read on the way."""
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    if parts.scheme in ("tls", "inproc") or is_loopback(parts.hostname or ""):
        return
    raise ClusterError(f"{whose} {address} is neither on this machine nor reached by TLS: tls:// would be right")
