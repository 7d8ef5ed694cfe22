"""What travels with a target is in nothing that the engine writes or shows, neither during a run nor after it."""

from __future__ import annotations

import re
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urljoin

import cloudpickle
import pytest
import requests
from distributed import Event
from fleet_targets import a_target

from conformance.fleet.schedule import FleetOptions, examine_all

# The workers do not know this module.
cloudpickle.register_pickle_by_value(sys.modules[__name__])

CANARY = "canary-9a1f-never-to-be-seen"
#: Pages of the scheduler that no other page links to.
PAGES = ("status", "metrics", "json/identity.json", "json/counts.json", "info/main/workers.html")


def stumble(package, arguments, limit):
    """Wait until the pages have been read, and fail as a library does that repeats what it was given."""
    Event("pages-are-read").wait(60)
    raise ValueError(f"{package.variables['KEY']} cannot be used")


def read_pages(client):
    """Return every page of the scheduler that can be reached, by its address."""
    base = client.dashboard_link.removesuffix("status")
    rest, pages = [urljoin(base, page) for page in PAGES], {}
    while rest:
        address = rest.pop()
        pages[address] = requests.get(address, timeout=30).text
        if address.endswith(".html"):
            links = (urljoin(address, link) for link in re.findall(r'href="([^"#]+)"', pages[address]))
            rest += {link for link in links if link.startswith(base) and link not in {*pages, *rest}}
    return pages


def read_files(client):
    """Return every file that a worker has written where it keeps what does not fit into memory."""
    folders = client.run(lambda dask_worker: dask_worker.local_directory).values()
    return {path: path.read_bytes() for folder in folders for path in Path(folder).rglob("*") if path.is_file()}


def look(client, folder):
    """Return all that is written or shown, by its name."""
    dump = folder / "dump.yaml"
    client.dump_cluster_state(str(dump.with_suffix("")), format="yaml")
    told = (client.get_scheduler_logs, client.get_worker_logs, client.get_events, client.get_task_stream)
    texts = {call.__name__: repr(call()) for call in (*told, client.scheduler_info, client.processing, client.who_has)}
    files = {str(path): content.decode(errors="replace") for path, content in read_files(client).items()}
    return texts | files | read_pages(client) | {"dump": dump.read_text()}


@pytest.fixture(scope="module")
def seen(client, tmp_path_factory):
    """Look while a run goes on, and when it has failed twice; give what was seen, and the outcome."""
    folder, started = tmp_path_factory.mktemp("dump"), threading.Event()
    target = a_target("acme", variables={"KEY": CANARY}, files={"key.pem": CANARY.encode()})
    options = FleetOptions([], run=stumble)
    client.get_task_stream()
    with ThreadPoolExecutor() as pool:
        ended = pool.submit(lambda: list(examine_all(client, [target], options, lambda _slug: started.set())))
        try:
            assert started.wait(60)
            during = look(client, folder)
        finally:
            Event("pages-are-read", client=client).set()
        (outcome,) = ended.result()
    return {"during": during, "after": look(client, folder), "outcome": {"target": repr(target), "it": repr(outcome)}}


def test_nothing_that_the_engine_writes_or_shows_has_a_secret(seen) -> None:
    """Neither logs, events and pages, nor the dump of its state, nor the files of its workers."""
    assert [name for texts in seen.values() for name, text in texts.items() if CANARY in text] == []


def test_the_pages_of_the_task_and_of_the_worker_were_looked_at(seen) -> None:
    """While it ran: a page that nobody reads hides nothing."""
    names = " ".join(seen["during"])
    assert all(page in names for page in ("/info/task/", "/info/worker/", "/info/call-stack", "/info/logs/"))
    assert "acme" in seen["during"]["dump"]


def test_what_was_raised_is_known_by_its_kind_only(seen) -> None:
    """The text of an error of a library may hold anything."""
    assert "tried twice: the worker could not run it (ValueError)" in seen["outcome"]["it"]
