"""Who has run the suite, in the form of Allure's `executor.json`."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.reporting.run import Run
from conformance.reporting.run.build import without_credentials

#: By the variable that tells a CI system: its name for Allure, and the variables of a job's number and address.
_SYSTEMS = {
    "GITHUB_ACTIONS": ("GitHub Actions", "github", "GITHUB_RUN_NUMBER", ""),
    "GITLAB_CI": ("GitLab CI", "gitlab", "CI_PIPELINE_IID", "CI_JOB_URL"),
    "JENKINS_URL": ("Jenkins", "jenkins", "BUILD_NUMBER", "BUILD_URL"),
}


def executor_of(run: Run, environ: Mapping[str, str]) -> dict[str, str | int]:
    """Return the CI system, its job and the job's address; at a desk, the suite itself."""
    executor: dict[str, str | int] = {
        "name": "layer-conformance",
        "type": "local",
        "buildName": f"layer-conformance {run.suite.version}",
        "reportName": f"{run.target.name}: {run.claim}",
    }
    for variable, (name, kind, number, address) in _SYSTEMS.items():
        if environ.get(variable):
            order = environ.get(number, "")
            url = without_credentials(environ.get(address, "") or _github(environ))
            executor |= {"name": name, "type": kind, "buildName": f"{name} {order}".strip()}
            executor |= {"buildOrder": int(order)} if order.isdecimal() else {}
            executor |= {"url": url, "buildUrl": url} if url else {}
            break
    return executor


def _github(environ: Mapping[str, str]) -> str:
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID")
    server, repository, number = (environ.get(name, "") for name in names)
    return f"{server}/{repository}/actions/runs/{number}" if server and repository and number else ""
