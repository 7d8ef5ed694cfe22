"""Microsoft's own validator takes `results.sarif`, with the rules of GitHub's and of Azure's services."""

import json
import subprocess

import pytest
from npm_packages import npm_modules

from conformance.reporting.formats import FORMATS

PACKAGE = "@microsoft/sarif-multitool-linux"
VERSION = "5.7.0"


@pytest.fixture(scope="module")
def multitool(tmp_path_factory):
    """Return the program."""
    program = npm_modules(tmp_path_factory.mktemp("multitool"), f"{PACKAGE}@{VERSION}") / PACKAGE / "Sarif.Multitool"
    program.chmod(0o755)
    return program


def test_there_is_neither_an_error_nor_a_warning(multitool, verdict, report, tmp_path):
    """In a run with every verdict and hostile texts, and in one without findings."""
    inside = verdict.target.model_copy(update={"file": "target.toml", "lines": {"target.url": 7}})
    for name, run in (("all", verdict.model_copy(update={"target": inside})), ("empty", report())):
        file = tmp_path / f"{name}.sarif"
        file.write_text(FORMATS["results.sarif"](run), encoding="utf-8")
        command = [multitool, "validate", file, "--rule-kind", "Sarif;Ghas;Ado", "-o", tmp_path / "found.sarif"]
        subprocess.run(command, capture_output=True, check=False, env={"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"})
        (found,) = json.loads((tmp_path / "found.sarif").read_text(encoding="utf-8-sig"))["runs"]
        (tmp_path / "found.sarif").unlink()
        levels = [(each["ruleId"], each.get("level", "warning"), each["message"]) for each in found.get("results", [])]
        assert [each for each in levels if each[1] not in ("note", "none")] == []
        assert found["invocations"][0]["executionSuccessful"]
