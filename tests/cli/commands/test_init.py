"""`layer-conformance init` writes a target file that loads once its blanks are filled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from conformance.catalogue import load_catalogue
from conformance.cli.commands.init import TEMPLATES
from conformance.keys import published_key
from conformance.suite import suite_folder
from conformance.targets import TargetFileError, load_target
from conformance.targets.schema import form_schema
from conformance.targets.server_file import ServerFile

Command = Callable[..., Result]


@pytest.fixture
def written(command: Command, tmp_path: Path) -> Path:
    """Return the file that `init` has written."""
    assert command("init", tmp_path / "target.toml").exit_code == 0
    return tmp_path / "target.toml"


def filled(text: str) -> str:
    """Return the file with every blank filled, each id another."""
    numbers = iter(range(100))
    text = re.sub(r"<UUID[^>]*>", lambda _: f"e49e50aa-ffda-453f-adc8-{next(numbers):012}", text)
    return re.sub(r"<([^<>]+)>", r"\1", text)


def with_every_option(text: str) -> str:
    """Return the file with every line that is switched off switched on."""
    return re.sub(r"^#(?=[a-z\[])", "", text, flags=re.MULTILINE)


def test_with_the_blanks_filled_it_loads(written: Path) -> None:
    """Only what stands in <...> has to be filled in."""
    (written.parent / "private.pem").write_bytes(published_key("application").private_pem)
    written.write_text(filled(written.read_text(encoding="utf-8")), encoding="utf-8")
    target = load_target(written)
    assert (target.name, target.url) == ("Acme Layer, staging", "https://layer.example.com")
    assert target.declared == frozenset()


def test_with_every_option_switched_on_it_loads(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The examples behind "#" are right too (but for the client certificate, a file of its own)."""
    for name in ("private", "disabled", "deleted", "other"):
        (written.parent / f"{name}.pem").write_bytes(published_key("application").private_pem)
    monkeypatch.setenv("ACME_TOKEN", "token")
    text = re.sub("^#client_.*\n", "", written.read_text(encoding="utf-8"), flags=re.MULTILINE)
    known = next(iter(load_catalogue()))
    text = with_every_option(filled(text)).replace("ERROR-URL-1", known)
    written.write_text(text, encoding="utf-8")
    target = load_target(written)
    assert target.declared >= {"disabled_key", "deleted_key", "unbound_provider", "suspended_user"}
    assert target.known[0].requirement == known


def test_it_has_every_key(written: Path) -> None:
    """No key of the model is left out."""
    text = with_every_option(written.read_text(encoding="utf-8"))
    schema = form_schema(ServerFile)
    forms = [schema, *schema["$defs"].values()]
    keys = {key for form in forms if form["title"] != "From the environment" for key in form["properties"]}
    assert {key for key in keys if not re.search(rf"\b{key}\b\]* *(=|\n)|\.{key}\]", text)} == set()


def test_unfilled_it_is_refused_in_a_sentence(written: Path) -> None:
    """A blank that was left is named."""
    with pytest.raises(TargetFileError, match=r"target\.url should begin with"):
        load_target(written)


def test_a_file_that_exists_is_kept(command: Command, tmp_path: Path) -> None:
    """Without --force nothing is overwritten."""
    (tmp_path / "target.toml").write_text("mine")
    result = command("init", tmp_path / "target.toml")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "--force" in result.stderr
    assert (tmp_path / "target.toml").read_text() == "mine"


def test_a_link_to_nowhere_is_kept(command: Command, tmp_path: Path) -> None:
    """A symbolic link counts as a file that exists."""
    (tmp_path / "target.toml").symlink_to("nowhere")
    assert command("init", tmp_path / "target.toml").exit_code == 4
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("actor", ["server", "provider", "client"])
def test_an_editor_finds_the_schema(command: Command, tmp_path: Path, actor: str) -> None:
    """By the first line; the schema lies beside the file, and is what `schema` prints."""
    assert command("init", "--actor", actor, tmp_path / "a.toml").exit_code == 0
    first = (tmp_path / "a.toml").read_text("utf-8").splitlines()[0]
    assert first == "#:schema ./target.schema.json"
    assert (tmp_path / "target.schema.json").read_text("utf-8") == command("schema").stdout


def test_somebody_elses_schema_is_kept(command: Command, tmp_path: Path) -> None:
    """It only has the same name."""
    (tmp_path / "target.schema.json").write_text("{}")
    assert command("init", tmp_path / "target.toml").exit_code == 0
    assert (tmp_path / "target.schema.json").read_text() == "{}"


def test_the_pages_that_a_file_refers_to_are_in_the_wheel(command: Command) -> None:
    """And a command prints them."""
    brought = tomllib.loads((suite_folder() / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]
    texts = " ".join(template.read_text("utf-8") for template in TEMPLATES.values())
    named = set(re.findall(r"`(?:layer-conformance )?docs ([a-z-]+)`", texts))
    assert named == {"target-file", "adopting", "clients"}
    for name in named:
        assert f"docs/{name}.md" in brought["wheel"]["force-include"]
        assert command("docs", name).stdout.startswith("# ")
        assert name in {line.split()[0] for line in command("docs").stdout.splitlines()}
    assert "did you mean target-file?" in command("docs", "target-fiel").stderr


def test_force_overwrites_and_leaves_nothing_else(command: Command, tmp_path: Path) -> None:
    """With --force the file is replaced as a whole."""
    (tmp_path / "target.toml").write_text("mine")
    assert command("init", "--force", tmp_path / "target.toml").exit_code == 0
    assert "[credentials]" in (tmp_path / "target.toml").read_text(encoding="utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {"target.toml", "target.schema.json"}


def test_the_default_is_target_toml(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a name, the file is `target.toml` in the working directory, and the next command is told."""
    monkeypatch.chdir(tmp_path)
    assert "layer-conformance doctor target.toml" in command("init").stdout
    assert (tmp_path / "target.toml").is_file()


@pytest.mark.parametrize(
    ("name", "why"),
    [("", "folder"), ("none/target.toml", "No such"), ("file/target.toml", "Not a"), ("x" * 300, "too long")],
)
def test_where_no_file_can_be_there_is_a_sentence(command: Command, tmp_path: Path, name: str, why: str) -> None:
    """A folder, a folder that is missing, a file in its place, a name that is too long."""
    (tmp_path / "file").write_text("")
    result = command("init", tmp_path / name)
    assert (result.exit_code, result.stderr.count("\n")) == (4, 1)
    assert why in result.stderr
