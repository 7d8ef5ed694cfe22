"""How long many verdicts take to be read: `python benchmarks/gallery_speed.py VERDICT [COPIES]` prints JSON.

VERDICT is the `verdict.json` of a run. Of it as many copies are made (80), each of a target of another name: as a run
lays them out, and as a script does that has changed them (`json.dumps`). The figures are of whole processes, the best
of three: seconds of the processor and of the clock, on as many cores as `cores` says, at the load that the machine had.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from conformance.reporting.run import Run
from conformance.reporting.run.digest import digest_of
from conformance.reporting.verdict.read import read_run
from conformance.reporting.verdict.write import as_text

ROUNDS = 3
LAYOUTS: dict[str, Callable[[Run], str]] = {
    "as a run wrote it": as_text,
    "as json.dumps lays it out": lambda run: json.dumps(run.to_json()),
}


def main(verdict: Path, copies: int) -> dict[str, Any]:
    """Return the figures for so many copies of a verdict, and for one."""
    run = read_run(verdict)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        figures = {}
        for layout, text in LAYOUTS.items():
            files = [write(folder / f"{layout} {number}", named(run, number), text) for number in range(copies)]
            page = ["-o", f"{folder}/page.html"]
            figures[layout] = {
                f"gallery of {copies}": best(["gallery", *(str(file.parent) for file in files), *page]),
                "gate of one": best(["gate", str(files[0]), "--allow-known", "--allow-warnings"]),
                "diff of two": best(["diff", *(str(file) for file in files[:2])]),
            }
    return {
        "bytes": verdict.stat().st_size,
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "seconds": figures,
    }


def named(run: Run, number: int) -> Run:
    """Return the run as that of another target."""
    other = run.model_copy(update={"target": run.target.model_copy(update={"name": f"target {number}"})})
    return other.model_copy(update={"digest": digest_of(other.to_json())})


def write(folder: Path, run: Run, text: Callable[[Run], str]) -> Path:
    """Write a verdict into a folder of its own, and return its path."""
    folder.mkdir()
    file = folder / "verdict.json"
    file.write_text(text(run), encoding="utf-8")
    return file


def best(command: Sequence[str]) -> dict[str, float]:
    """Return what a command of the suite takes, in the round that took the processor least."""
    return min((measure(command) for _ in range(ROUNDS)), key=lambda each: each["processor"])


def measure(command: Sequence[str]) -> dict[str, float]:
    """Return what a command of the suite takes, all its processes counted."""
    before, began = spent(), perf_counter()
    subprocess.run([sys.executable, "-m", "conformance", *command], stdout=subprocess.DEVNULL, check=False)  # noqa: S603 - our own interpreter
    return {"processor": round(spent() - before, 2), "clock": round(perf_counter() - began, 2)}


def spent() -> float:
    """Return the seconds of the processor that this process's children have taken."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 80), indent=2))
