"""How long a run takes that really waits, beside its longest wait and the sum of all waits.

Prints JSON. The reference's nonces live for `--lifetime` seconds in place of ten minutes, and waits are as much shorter
as the tests' plug-in `shortened` makes them. `time_to_verdict_s` is `pytest --patience 2d` as a process of its own,
start-up and reports included; `over_s` is what it takes beyond its longest wait; `sum_of_waits_s` is what waiting one
after another would take, and `real_sum_s` the same without the shortening. From the checkout:

    python benchmarks/patience.py [--lifetime 8]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from conformance.cli.serve.target_files import published_path, server_file
from conformance.clock import WallClock
from conformance.reference.server import ReferenceServer, running

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests" / "plugin"
#: The only chapter whose lifetimes are shortened; a session's would be a month.
CHAPTER = "features/server/nonces.feature"


def waits() -> list[float]:
    """Return how long each scenario of the chapter waits in one version, in seconds."""
    from conformance.catalogue import load_catalogue
    from conformance.catalogue.requirements import TIME
    from conformance.durations import parse_duration
    from conformance.plugin.collection.features import feature_at, requirement_of

    path = ROOT / CHAPTER
    rows = load_catalogue()
    found = []
    for template in feature_at(path).scenarios.values():
        if TIME not in rows[requirement_of(template, path).id].needs:
            continue
        contexts = [row for examples in template.examples for row in examples.as_contexts()] or [{}]
        for context in contexts:
            steps = [step.name for step in template.render(context).steps]
            durations = [
                match for step in steps for match in re.findall(r"((?:\d+ [a-z]+ ?)+)(?:old|have passed)", step)
            ]
            found.append(float(sum(parse_duration(each.strip()) for each in durations)))
    return found


def patient_run(lifetime: float) -> float:
    """Return the seconds until the verdict of a run that waits."""
    reference = ReferenceServer(WallClock()).with_settings(nonce_lifetime=lifetime, versions=("1.0", "2.0"))
    with running(reference) as url, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "target.toml"
        file.write_text(server_file(reference, url, published_path), encoding="utf-8")
        options = ["-q", "-p", "no:cacheprovider", "-p", "shortened", f"--target={file}", "--patience=2d"]
        environment = {**os.environ, "PYTHONPATH": str(TESTS), "SHORTENED": str(lifetime)}
        command = [sys.executable, "-m", "pytest", *options, f"--reports={folder}/reports", CHAPTER]
        began = time.perf_counter()
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)  # noqa: S603 - our own
        return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lifetime", type=float, default=8.0, help="how long a nonce lives, in seconds")
    lifetime = parser.parse_args().lifetime
    os.environ["SHORTENED"] = str(lifetime)
    sys.path.insert(0, str(TESTS))
    from shortened import shortened

    real = waits()
    short = [shortened(each) for each in real]
    took = patient_run(lifetime)
    figures = {
        "scenarios": 2 * len(real),
        "versions": 2,
        "longest_wait_s": round(max(short), 2),
        "time_to_verdict_s": round(took, 2),
        "over_s": round(took - max(short), 2),
        "sum_of_waits_s": round(2 * sum(short), 2),
        "real_sum_s": 2 * sum(real),
        "real_sum_up_to_12m_s": 2 * sum(each for each in real if each <= 720),
    }
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
