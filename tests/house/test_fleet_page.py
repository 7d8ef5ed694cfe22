"""docs/fleet.md: what it has for copying is well formed, and names what there is."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
import yaml

from conformance.cli import main

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "fleet.md").read_text(encoding="utf-8")
BLOCKS = [yaml.safe_load(text) for text in re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)]
KUBERNETES, GITHUB, GITLAB = BLOCKS


def test_every_option_of_the_fleet_is_told() -> None:
    """In the table of the page; where the site goes stands above it."""
    fleet = main.get_command(click.Context(main), "fleet")
    assert fleet is not None
    options = {each.opts[0] for each in fleet.params if isinstance(each, click.Option)}
    table = PAGE.partition("## Options")[2].partition("## ")[0]
    assert {option for option in options if f"`{option}" not in table} == {"--reports"}


@pytest.mark.parametrize("name", sorted(set(re.findall(r"layer-conformance (fleet|matrix|gallery)\b", PAGE))))
def test_a_command_of_the_page_exists(name: str) -> None:
    """A recipe that was true once is worse than none."""
    assert main.get_command(click.Context(main), name) is not None


def test_the_job_of_github_uses_inputs_that_exist() -> None:
    """Each target by the action; the page is made of all, whatever they came to."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (ours,) = (step for step in GITHUB["jobs"]["examine"]["steps"] if "/layer-conformance@" in step.get("uses", ""))
    assert ours["with"].keys() <= action["inputs"].keys()
    assert GITHUB["jobs"]["examine"]["strategy"]["fail-fast"] is False
    assert GITHUB["jobs"]["gallery"]["if"] == "always()"


def test_the_job_of_gitlab_uses_variables_that_exist() -> None:
    """A variable of the template stands before one of the whole pipeline: the job itself has to set it."""
    template = yaml.safe_load((ROOT / "ci" / "layer-conformance.gitlab-ci.yml").read_text(encoding="utf-8"))
    job = template[GITLAB["examine"]["extends"]]
    assert GITLAB["include"][0]["file"] == "ci/layer-conformance.gitlab-ci.yml"
    assert GITLAB["examine"]["variables"].keys() <= job["variables"].keys()
    assert GITLAB["examine"]["variables"]["LAYER_CONFORMANCE_SOURCE"]
    assert GITLAB["gallery"]["when"] == "always"


def test_the_cluster_of_kubernetes_speaks_tls() -> None:
    """Scheduler and worker alike; the operator would give the workers an address without it."""
    for part in ("scheduler", "worker"):
        (container,) = KUBERNETES["spec"][part]["spec"]["containers"]
        assert container["args"][container["args"].index("--protocol") + 1] == "tls"
        variables = {each["name"]: each["value"] for each in container["env"]}
        name, port = KUBERNETES["metadata"]["name"], KUBERNETES["spec"]["scheduler"]["service"]["ports"][0]["port"]
        assert variables["DASK_SCHEDULER_ADDRESS"] == f"tls://{name}-scheduler:{port}"
        assert variables["DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION"] == "true"
