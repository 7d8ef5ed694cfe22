"""The scripts of the files for CI systems do what they say."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
JOB = yaml.safe_load((ROOT / "ci" / "layer-conformance.gitlab-ci.yml").read_text(encoding="utf-8"))[
    ".layer-conformance"
]
SCRIPT = "\n".join(JOB["script"])
EXAMINE = ACTION["runs"]["steps"][2]["run"]
DECIDE = ACTION["runs"]["steps"][3]["run"]

#: A suite that keeps what it was asked, writes a verdict where it should, and ends as it is told to.
STAND_IN = r"""#!/bin/sh
echo "$@" >> "$ASKED"
if [ "$1" = gate ]; then exit "$GATE_ENDS"; fi
if [ -n "$WRITES" ]; then
    mkdir -p reports
    printf '{\n"verdict": "PARTIAL",\n' > reports/verdict.json
fi
exit "$RUN_ENDS"
"""

#: A Python that has the stand-in for the suite, and makes no environment.
PYTHON = f"""#!/bin/sh
case "$1 $2" in
    "-m conformance") shift 2; exec .layer-conformance/bin/layer-conformance "$@" ;;
    "-m venv") ;;
    *) exec {shlex.quote(sys.executable)} "$@" ;;
esac
"""

Bash = Callable[..., tuple["subprocess.CompletedProcess[str]", list[str]]]


@pytest.fixture
def bash(tmp_path: Path) -> Bash:
    """Return what runs a script as CI does, with the stand-in, and gives what that was asked."""
    for folder in (tmp_path / "bin", tmp_path / ".layer-conformance" / "bin"):
        folder.mkdir(parents=True)
        for name, text in (("layer-conformance", STAND_IN), ("pip", "#!/bin/sh\n"), ("python", PYTHON)):
            (folder / name).write_text(text)
            (folder / name).chmod(0o755)
    asked = tmp_path / "asked"

    def run(script: str, *, code: int, gate: int = 0, writes: str = "yes", **env: str):
        told = {"ASKED": str(asked), "RUN_ENDS": str(code), "GATE_ENDS": str(gate), "WRITES": writes}
        path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
        action = {"PYTHON": str(tmp_path / "bin" / "python"), "WITH_OPTIONS": str(ROOT / "ci" / "with_options.py")}
        environment = {"PATH": path, "GITHUB_OUTPUT": str(tmp_path / "output"), **action, **told, **env}
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
        return done, asked.read_text().splitlines() if asked.exists() else []

    return run


@pytest.mark.parametrize(("code", "ends"), [(0, 0), (1, 0), (6, 0), (2, 2), (4, 4)])
def test_the_action_leaves_verdicts_to_the_gate(bash: Bash, tmp_path: Path, code: int, ends: int) -> None:
    """And ends at once where nothing was examined."""
    environment = {"TARGET": "a b.toml", "REPORTS": "reports", "OPTIONS": "--actor server\n-k 'a  b'"}
    done, asked = bash(EXAMINE, code=code, **environment)
    assert (done.returncode, done.stderr) == (ends, "")
    assert asked == ["run --reports reports --target a b.toml --actor server -k a  b"]
    assert (tmp_path / "output").read_text() == "verdict=PARTIAL\n"


def test_the_action_examines_the_reference_where_no_target_is_named(bash: Bash) -> None:
    """Without arguments, nothing is added."""
    done, asked = bash(EXAMINE, code=0, TARGET="", REPORTS="reports", OPTIONS="")
    assert (done.returncode, asked) == (0, ["run --reports reports"])


def test_an_old_verdict_is_not_taken_for_a_new_one(bash: Bash, tmp_path: Path) -> None:
    """A run that writes none must not be judged by the last one's."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "verdict.json").write_text('"verdict": "CONFORMANT",\n')
    bash(EXAMINE, code=0, writes="", TARGET="", REPORTS="reports", OPTIONS="")
    assert not (tmp_path / "reports" / "verdict.json").exists()


@pytest.mark.parametrize("gate", [0, 1, 4, 6])
def test_the_gate_ends_the_action(bash: Bash, gate: int) -> None:
    """With its own exit code, and the options that were given."""
    done, asked = bash(DECIDE, code=0, gate=gate, REPORTS="reports", OPTIONS="--allow-known\n--max-age 1h")
    assert (done.returncode, asked) == (gate, ["gate reports/verdict.json --allow-known --max-age 1h"])


@pytest.mark.parametrize(("code", "gate", "ends"), [(0, 0, 0), (1, 1, 1), (6, 6, 6), (0, 1, 1), (4, 0, 4)])
def test_the_gitlab_job_ends_as_the_gate_does(bash: Bash, code: int, gate: int, ends: int) -> None:
    """Unless nothing was examined."""
    environment = {"LAYER_CONFORMANCE_SOURCE": ".", "LAYER_CONFORMANCE_GATE": "--allow-known"}
    done, asked = bash(SCRIPT, code=code, gate=gate, **environment)
    assert done.returncode == ends
    assert asked[0] == "run --reports reports"
    assert asked[1:] == ([] if code == 4 else ["gate reports/verdict.json --allow-known"])


def test_the_gitlab_job_installs_nothing_that_was_not_named(bash: Bash) -> None:
    """A name alone could be anybody's."""
    done, asked = bash(SCRIPT, code=0, LAYER_CONFORMANCE_SOURCE="")
    assert (done.returncode != 0, asked) == (True, [])
    assert "should be what pip installs" in done.stderr
