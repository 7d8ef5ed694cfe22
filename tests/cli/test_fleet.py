"""`layer-conformance fleet`: what it takes, what it answers, and one fleet from its beginning to its site."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import Result
from example_runs import example_run

from conformance.fleet import cluster
from conformance.fleet import command as fleet_command
from conformance.fleet.listing import list_targets
from conformance.fleet.schedule import Outcome
from conformance.fleet.site import Site
from conformance.fleet.task import PAGES, RunResult
from conformance.reporting.compare.gallery import summarize
from conformance.reporting.verdict.read import read_run
from conformance.reporting.verdict.write import as_text

Command = Callable[..., Result]

ROOT = Path(__file__).parents[2]
TARGET = '[target]\nname = "{name}"\nactor = "provider"\nembedded = "reference"\nprofile = "core"\n'


class Engine:
    """Stands for a cluster."""

    dashboard_link = "http://127.0.0.1:1/status"


@pytest.fixture
def targets(tmp_path: Path) -> Callable[..., Path]:
    """Return what writes a target file for each name, and gives their folder."""

    def write(*names: str) -> Path:
        folder = tmp_path / "targets"
        folder.mkdir(exist_ok=True)
        for name in names:
            (folder / f"{name}.toml").write_text(TARGET.format(name=name))
        return folder

    return write


@pytest.fixture
def fleet(
    command: Command, targets: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """Return what calls the command where every target comes to what its name begins with; an engine is not asked."""

    @contextmanager
    def open_client(*_: object):
        yield Engine()

    def examine_all(_client, to_examine, _options, _on_start):
        for each in to_examine:
            kind = each.slug.partition("-")[0]
            if kind == "interrupt":
                raise KeyboardInterrupt
            if kind not in ("clean", "failing"):
                yield Outcome(each, fault="tried twice: it was lost")
                continue
            files = dict.fromkeys(PAGES, b"a page") | {"verdict.json": as_text(example_run(kind)).encode()}
            yield Outcome(each, RunResult(each.slug, files, summarize(example_run(kind))))

    monkeypatch.setattr(cluster, "open_client", open_client)
    monkeypatch.setattr(fleet_command, "examine_all", examine_all)

    def call(*names: str, options: tuple[object, ...] = ()) -> Result:
        return command("fleet", targets(*names), "--reports", tmp_path / "site", *options)

    return call


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["clean-a", "clean-b"], 0),
        (["clean-a", "lost-b"], 6),
        (["clean-a", "failing-b"], 1),
        (["lost-a", "failing-b", "clean-c"], 1),
    ],
    ids=["all conform", "one could not be examined", "one is not conformant", "both"],
)
def test_the_exit_code_is_the_worst(fleet, tmp_path, names, code) -> None:
    """And the last line names the page and how many targets are on it."""
    called = fleet(*names)
    assert called.exit_code == code
    assert called.stdout.splitlines()[-1] == f"{tmp_path}/site/index.html: {len(names)} of {len(names)} targets"


def test_a_log_has_a_line_for_each_target_that_ends(fleet) -> None:
    """Where there is no terminal: CI keeps it."""
    lines = fleet("clean-a", "lost-b").stdout.splitlines()
    assert lines[0] == "2 targets; dashboard http://127.0.0.1:1/status"
    assert [line.partition(":")[0] for line in lines[1:3]] == ["clean-a", "lost-b"]
    assert "; 2 of 2 done" in lines[2]


def test_a_gate_judges_each_target(fleet, tmp_path) -> None:
    """What conforms, and does not pass the policy, is the exit code of the fleet."""
    policy = tmp_path / "policy.toml"
    policy.write_text('max_age = "1s"\n')
    assert fleet("clean-a").exit_code == 0
    assert fleet("clean-a", options=("--gate", policy)).exit_code == 1


def test_resume_leaves_out_what_has_a_verdict(fleet, tmp_path) -> None:
    """Only what is new, or older than --max-age, is examined; all of it is on the page."""
    fleet("clean-a")
    again = fleet("clean-a", "lost-b", options=("--resume",))
    assert again.stdout.startswith("1 targets; ")
    assert [row["target"] for row in json.loads((tmp_path / "site" / "fleet.json").read_text())["targets"]] == [
        "clean-a",
        "lost-b",
    ]
    assert fleet("clean-a", options=("--resume", "--max-age", "1s")).stdout.startswith("2 targets; ")


def test_an_interrupt_leaves_the_site_of_what_is_done(fleet, tmp_path) -> None:
    """With the exit code that Ctrl-C has everywhere."""
    ended = fleet("clean-a", "interrupt-b")
    assert ended.exit_code == 130
    assert ended.stdout.endswith("index.html: 1 of 2 targets, 1 not examined\n")
    assert (tmp_path / "site" / "targets" / "clean-a" / "index.html").exists()


def test_a_second_fleet_into_one_folder_is_refused(fleet, tmp_path) -> None:
    """In a sentence, with exit code 4."""
    with Site(tmp_path / "site").lock():
        refused = fleet("clean-a")
    assert (refused.exit_code, refused.stdout) == (4, "")
    assert refused.stderr.startswith("layer-conformance: another fleet writes into ")


def test_a_site_that_cannot_be_written_is_one_sentence(fleet, tmp_path, monkeypatch) -> None:
    """It names the folder, and the way on."""

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("conformance.fleet.site.replace_files", fail)
    full = fleet("clean-a")
    assert full.exit_code == 4
    assert full.stderr == (
        f"layer-conformance: {tmp_path}/site cannot be written: No space left on device; "
        "what is there is whole, and --resume goes on\n"
    )


@pytest.mark.parametrize("missing", ["distributed", "locket"])
def test_without_the_extra_the_command_says_how_to_get_it(command, targets, monkeypatch, missing) -> None:
    """A traceback would name a module that nobody has asked for."""
    for name in [name for name in sys.modules if name.startswith("conformance.fleet.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    refused = command("fleet", targets("a"))
    assert refused.exit_code == 4
    assert refused.stderr == (
        f"layer-conformance: fleet needs {missing}, and the extra [fleet] brings it: "
        "pip install 'layer-conformance[fleet]'\n"
    )


WRONG = {
    "no such folder": (["typo/"], "typo/ names no target file"),
    "an age without a unit": (["{targets}", "--max-age", "24"], "24"),
    "a scheduler in the open": (["{targets}", "--scheduler", "tcp://10.0.0.7:8786"], "tls:// would be right"),
}


@pytest.mark.parametrize(("arguments", "named"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_used_is_one_sentence(command, targets, tmp_path, arguments, named) -> None:
    """With exit code 4, before anything is examined."""
    filled = [each.format(targets=targets("a")) for each in arguments]
    refused = command("fleet", *filled, "--reports", tmp_path / "site")
    assert (refused.exit_code, refused.stderr.count("\n")) == (4, 1)
    assert named in refused.stderr


def test_the_examples_are_ten_targets_that_can_be_used() -> None:
    """Of every actor, faulty ones among them; `.ci/nightly` runs them."""
    found = list_targets([str(ROOT / "examples" / "fleet")])
    assert [each.fault for each in found] == [""] * 10
    assert {each.actor for each in found} == {"server", "provider", "client"}
    assert any("mutant:" in each.file.read_text() for each in found)


def test_a_fleet_is_examined_by_workers_of_its_own(command, targets, tmp_path) -> None:
    """From the command to the page of a target, with nothing in the place of anything: the one test that does it."""
    ended = command("fleet", targets("acme"), "--reports", tmp_path / "site", "--workers", 1)
    assert ended.exit_code == 0, ended.output
    assert read_run(tmp_path / "site" / "targets" / "acme" / "verdict.json").verdict.word == "CONFORMANT"
