"""One cluster of two workers for all that needs one: to start it takes seconds."""

from __future__ import annotations

from collections.abc import Iterator

import dask
import pytest
from distributed import Client

from conformance.fleet.cluster import open_client


@pytest.fixture(scope="package")
def client() -> Iterator[Client]:
    """Run two workers of this machine."""
    with dask.config.set({"distributed.scheduler.locks.lease-timeout": "5s"}), open_client(None, 2) as client:
        yield client
