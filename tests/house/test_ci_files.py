"""The files for CI systems are well formed, and every command in them exists."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from conformance.cli import main

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
GITLAB = yaml.safe_load((ROOT / "ci" / "layer-conformance.gitlab-ci.yml").read_text(encoding="utf-8"))
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
JOB = GITLAB[".layer-conformance"]

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def _texts() -> Iterator[str]:
    """Yield every script and every block of the page that may hold a command."""
    yield from (step["run"] for step in ACTION["runs"]["steps"] if "run" in step)
    yield "\n".join(JOB["script"])
    yield HOOK["entry"]
    yield from (text for language, text in _BLOCK.findall(DOCS) if language == "sh")
    yield from re.findall(r"`(layer-conformance [^`]+)`", DOCS)


def _commands() -> list[list[str]]:
    """Return the words of each command line of ours, what the shell fills in left out."""
    found = []
    for text in _texts():
        for line in re.findall(r"(?:^|[\s/])layer-conformance ((?:run|gate|validate|report)\b[^#|\n]*)", text):
            words = shlex.split(re.sub(r"\s(\|\||&&).*", "", line))
            found.append([word for word in words if "$" not in word])
    return found


@pytest.mark.parametrize("words", _commands(), ids=" ".join)
def test_a_command_exists_with_its_options(words: list[str]) -> None:
    """A recipe that was true once is worse than none."""
    command = main.get_command(click.Context(main), words[0])
    assert command is not None
    known = {name for parameter in command.params for name in parameter.opts}
    assert {word for word in words[1:] if word.startswith("--")} <= known


def test_there_are_commands_to_look_at() -> None:
    """A search that finds nothing proves nothing."""
    assert {words[0] for words in _commands()} == {"run", "gate", "validate"}


def test_every_option_of_the_gate_is_told() -> None:
    """In the table of the page, and as a key of the policy."""
    gate = main.get_command(click.Context(main), "gate")
    assert gate is not None
    for parameter in gate.params:
        if isinstance(parameter, click.Option):
            assert f"| `{parameter.opts[0]}" in DOCS


@pytest.mark.parametrize("text", [text for kind, text in _BLOCK.findall(DOCS) if kind == "yaml"])
def test_the_yaml_of_the_page_is_yaml(text: str) -> None:
    """A block that cannot be pasted helps nobody."""
    assert yaml.safe_load(text)


def test_the_page_uses_inputs_and_variables_that_exist() -> None:
    """Those of the action, and those of the template."""
    blocks = [yaml.safe_load(text) for kind, text in _BLOCK.findall(DOCS) if kind == "yaml"]
    steps = blocks[0]["jobs"]["conformance"]["steps"]
    (ours,) = (step for step in steps if "/layer-conformance@" in step["uses"])
    assert ours["with"].keys() <= ACTION["inputs"].keys()
    (job,) = (block["conformance"] for block in blocks if isinstance(block, dict) and "conformance" in block)
    assert (job["extends"], job["variables"].keys()) == (".layer-conformance", JOB["variables"].keys())


def test_the_action_takes_inputs_as_data() -> None:
    """An input that stands in a script itself would be run as one."""
    assert ACTION["runs"]["using"] == "composite"
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        assert "uses" in step or step["shell"] == "bash"
        assert "GITHUB_PATH" not in step.get("run", "")


def test_the_gitlab_job_keeps_its_reports_whatever_they_say() -> None:
    """A failure without its report is a riddle."""
    assert JOB["artifacts"]["when"] == "always"
    assert JOB["artifacts"]["reports"]["junit"] == "reports/junit.xml"


def test_the_hook_takes_target_files_and_no_others() -> None:
    """By their names."""
    taken = ["target.toml", "ci/target.toml", "acme.target.toml", "acme-target.toml"]
    left = ["pyproject.toml", "targets.toml", "mytarget.toml", "target.toml.bak"]
    assert HOOK["id"] in DOCS
    assert [name for name in taken + left if re.search(HOOK["files"], name)] == taken


def test_the_hook_can_be_called(tmp_path: Path) -> None:
    """Its entry is a command that refuses a wrong file."""
    (tmp_path / "target.toml").write_text("[target]\n")
    entry = [sys.executable, "-m", "conformance.cli", *HOOK["entry"].split()[1:], "target.toml"]
    done = subprocess.run(entry, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.startswith("layer-conformance: target.toml: ")) == (4, True)


def test_the_image_is_pinned_and_not_root() -> None:
    """And starts the command itself."""
    lines = DOCKERFILE.splitlines()
    (pinned,) = (line for line in lines if line.startswith("ARG PYTHON="))
    assert re.fullmatch(r"ARG PYTHON=3\.\d+-slim-\w+@sha256:[0-9a-f]{64}", pinned)
    assert all(line.startswith("FROM python:${PYTHON}") for line in lines if line.startswith("FROM"))
    (user,) = (line for line in lines if line.startswith("USER"))
    assert int(user.split()[1].partition(":")[0]) > 0
    assert "--require-hashes" in DOCKERFILE
    assert 'ENTRYPOINT ["layer-conformance"]' in lines


def test_what_the_image_copies_is_there() -> None:
    """The lock, and what the package is built from; secrets of a working copy stay outside."""
    assert (ROOT / "ci" / "requirements.lock").is_file()
    assert ".git" in (ROOT / ".dockerignore").read_text().splitlines()


@pytest.mark.parametrize(
    ("options", "words"),
    {
        "--allow-known --max-age 24h": ["--allow-known", "--max-age", "24h"],
        "--allow-known\n--target-name 'Acme, staging'\n": ["--allow-known", "--target-name", "Acme, staging"],
        "# why\n--profile timed # as agreed": ["--profile", "timed"],
        "": [],
    }.items(),
)
def test_options_are_lines_and_quotes_are_understood(options: str, words: list[str]) -> None:
    """What stood after the first line was once dropped, which is greener than the policy."""
    command = [sys.executable, ROOT / "ci" / "with_options.py", sys.executable, "-c", "import sys; print(sys.argv[1:])"]
    done = subprocess.run(command, env={"OPTIONS": options}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"{words}\n")
    gitlab = [sys.executable, *shlex.split(JOB["script"][-1])[1:3], sys.executable, *command[-2:]]
    environ = {"LAYER_CONFORMANCE_GATE": options}
    done = subprocess.run(gitlab, env=environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"{words}\n")


def test_half_of_a_policy_is_none() -> None:
    """A quote that nobody has closed ends it, before anything runs."""
    command = [sys.executable, ROOT / "ci" / "with_options.py", sys.executable, "-c", "print('ran')"]
    done = subprocess.run(command, env={"OPTIONS": "--policy 'a"}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (4, "", 1)


def test_every_action_is_pinned_by_its_commit() -> None:
    """A tag can be moved; the version stands beside the commit."""
    files = [ROOT / "action.yml", *(ROOT / ".github" / "workflows").glob("*.yml"), *(ROOT / "docs").glob("*.md")]
    uses = [line for file in files for line in re.findall(r"uses: (\S+@.*)", file.read_text(encoding="utf-8"))]
    ours = [each for each in uses if each.startswith("OWNER/")]
    assert len(uses) - len(ours) > 10
    for each in set(uses) - set(ours):
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*", each), each
