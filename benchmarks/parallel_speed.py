"""How much faster a target that takes its time is examined side by side: `pytest --target FILE --parallel N`.

Prints JSON. The target is the reference in a process of its own, which waits before every answer. For each number of
processes: the requests of the run, its seconds as a process of its own, and `ratio`, those seconds by what the requests
cannot take less than (requests x delay / processes, plus start-up). From the checkout:

    python benchmarks/parallel_speed.py [--delay 0.1] [--processes 4 16] [--select "2.0"]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import subprocess
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from conformance.cli.serve.target_files import published_path, server_file
from conformance.clock import WallClock
from conformance.reference.server import Answer, ReferenceServer, Visit, running

ROOT = Path(__file__).parents[1]


def serve(delay: float, file: Path, ready: Connection) -> None:
    """Serve the reference, each answer so many seconds late, and write its target file."""

    def late(_visit: Visit, answer: Answer) -> Answer:
        time.sleep(delay)
        return answer

    server = ReferenceServer(WallClock()).adding(late, to="every answer")
    with running(server) as url:
        file.write_text(server_file(server, url, published_path), encoding="utf-8")
        ready.send(url)
        ready.recv()


def run(*options: str) -> tuple[int, float]:
    """Return the requests of a run, as its verdict counts them, and its seconds."""
    with tempfile.TemporaryDirectory() as reports:
        command = [sys.executable, "-m", "pytest", "-q", f"--reports={reports}", *options]
        began = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=False, capture_output=True)  # noqa: S603 - our own command
        seconds = time.perf_counter() - began
        return json.loads((Path(reports) / "verdict.json").read_text("utf-8"))["requests"], seconds


def measured(file: Path, delay: float, processes: int, select: str) -> dict[str, float]:
    """Return the figures for one number of processes."""
    start_up = run(f"--target={file}", "-k", "NONCE-TYPE-1 and 2.0")
    start_up_s = start_up[1] - start_up[0] * delay
    requests, seconds = run(f"--target={file}", f"--parallel={processes}", "-k", select)
    least = requests * delay / processes + start_up_s
    figures = {"seconds": seconds, "start_up_s": start_up_s, "least_s": least, "ratio": seconds / least}
    return {"processes": processes, "requests": requests, **{name: round(value, 2) for name, value in figures.items()}}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--delay", type=float, default=0.1)
    parser.add_argument("--processes", type=int, nargs="+", default=[4, 16])
    parser.add_argument("--select", default="2.0", help="which scenarios, as -k takes them")
    given = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "target.toml"
        server = multiprocessing.Process(target=serve, args=(given.delay, file, theirs), daemon=True)
        server.start()
        ours.recv()
        runs = [measured(file, given.delay, each, given.select) for each in given.processes]
        ours.send("end")
        server.join(5)
    print(json.dumps({"delay_s": given.delay, "runs": runs}, indent=1))


if __name__ == "__main__":
    main()
