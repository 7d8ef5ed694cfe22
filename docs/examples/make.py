"""Makes the example pages of this folder again: `python docs/examples/make.py`, in half a minute.

Each is the page of a real run, `NAME.html`, with the verdict that it is made from, `NAME.json`. What differs from run
to run is settled, so that only a change of the suite changes them: moments, durations, ports, names of requests, the
fingerprints of secrets (numbered). Exchanges that the page does not show are left out: the files stay small.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from conformance.reporting.html import page_of
from conformance.reporting.run import Run
from conformance.reporting.run.digest import MEMBER, digest_of
from conformance.reporting.verdict.read import read_run
from conformance.reporting.verdict.write import as_text

HERE = Path(__file__).parent
#: The examples, and how each is run.
RUNS: Mapping[str, tuple[str, ...]] = {"clean": (), "failing": ("--target", "mutant:never_spends_nonces")}

_MOMENT = "2026-11-20T12:00:00.000Z"
_PORT = re.compile(r"(?<=127\.0\.0\.1:)\d+")
_MARK = re.compile(r"\[([a-z ]+) ([0-9a-f]{8})\]")
_RACE = re.compile(
    r"\d+ of (\d+) (requests were sent at the same moment), within [\d.]+ ms, and answered \d+ to \d+ ms"
)
#: What no two runs have in common, by the names of members.
_SETTLED: Mapping[str, object] = {"started": _MOMENT, "duration_s": 0.001, "exp": 1893456300, "traces": ["00000000"]}
#: What names a request in the target's log.
_TRACED = {
    "X-Request-Id": "00000000-0000-4000-8000-000000000001",
    "traceparent": "00-00000000000000000000000000000001-8000000000000001-01",
}
#: The verdicts whose exchanges the page does not show.
_UNSHOWN = ("CONFORMS", "NOT_APPLICABLE")
#: What depends on how many processes share a run.
_SHARED = ("requests", "duration_s", "curl", "transcript", MEMBER)


def settled(verdict: Mapping[str, Any]) -> dict[str, Any]:
    """Return the verdict of a run as every such run has it."""
    marks: dict[str, str] = {}

    def mark(found: re.Match[str]) -> str:
        return marks.setdefault(found[0], f"[{found[1]} {len(marks) + 1:08x}]")

    kept = [{**each, "transcript": []} if each["verdict"] in _UNSHOWN else each for each in verdict["findings"]]
    said = _settled({**verdict, "findings": kept}, lambda text: _MARK.sub(mark, _plain(text)))
    said["duration_s"] = 5.0
    return {**said, MEMBER: digest_of(said)}


def _plain(text: str) -> str:
    """Return a text without the port and the measured times that may stand in it."""
    return _RACE.sub(r"\1 of \1 \2, within 0.5 ms, and answered 2 to 4 ms", _PORT.sub("8080", text))


def _settled(value: Any, text: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        if value.get("name") in _TRACED:
            return {**value, "value": _TRACED[value["name"]]}
        return {name: _SETTLED[name] if name in _SETTLED else _settled(it, text) for name, it in value.items()}
    if isinstance(value, list):
        return [_settled(each, text) for each in value]
    return text(value) if isinstance(value, str) else value


def outline(verdict: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a settled verdict says without its exchanges: the same in every run of the same suite."""
    findings = [{name: it for name, it in each.items() if name not in _SHARED} for each in verdict["findings"]]
    return {name: it for name, it in verdict.items() if name not in _SHARED} | {"findings": findings}


def run(*options: str) -> dict[str, Any]:
    """Return the verdict of a run in one process, in which the reference's clock moves in one order."""
    with tempfile.TemporaryDirectory() as reports:
        command = [sys.executable, "-m", "pytest", "-q", "--jobs=1", f"--reports={reports}", *options]
        subprocess.run(command, cwd=HERE.parents[1], check=False, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
        return read_run(Path(reports) / "verdict.json").to_json()


def main() -> None:
    """Write them all."""
    for name, options in RUNS.items():
        verdict = Run.from_json(settled(run(*options)))
        (HERE / f"{name}.json").write_text(as_text(verdict), encoding="utf-8")
        (HERE / f"{name}.html").write_text(page_of(verdict), encoding="utf-8")


if __name__ == "__main__":
    main()
