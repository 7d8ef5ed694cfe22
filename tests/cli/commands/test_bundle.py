"""`layer-conformance bundle` and `verify`: from a folder of reports to one zip, and back to a word on it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from bundles import key_files, reports
from click.testing import Result
from google.protobuf import json_format
from in_toto_attestation.predicates.test_result.v0.test_result_pb2 import TestResult as Predicate
from in_toto_attestation.v1.statement import Statement
from in_toto_attestation.v1.statement_pb2 import Statement as StatementMessage

Command = Callable[..., Result]


@pytest.fixture
def bundle(command: Command, tmp_path: Path) -> Path:
    """A bundle that is signed with the key `own`."""
    file = tmp_path / "bundle.zip"
    done = command("bundle", reports(tmp_path / "reports"), "-o", file, "--key", key_files(tmp_path)[0])
    assert (done.exit_code, done.stderr) == (0, "")
    return file


def refused(done: Result, code: int) -> str:
    """Return the one sentence with which a command was refused."""
    text = done.stdout if code == 1 else done.stderr
    assert (done.exit_code, text.count("\n"), done.output) == (code, 1, text)
    assert "PRIVATE KEY" not in text
    return text


def test_a_bundle_is_verified_by_the_public_key(command: Command, bundle: Path, tmp_path: Path) -> None:
    """In two lines: what the verdict is, and whose."""
    done = command("verify", bundle, "--key", key_files(tmp_path)[1])
    assert (done.exit_code, done.stderr) == (0, "")
    first, second = done.stdout.splitlines()
    claim = "CONFORMANT to full (2.0): every MUST and SHOULD of the profile full conforms"
    assert first == f"verified: Acme, staging is {claim}"
    assert second.startswith("signed by the key ")


def test_the_reports_of_the_working_directory_are_meant(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no folder is named; and a bundle without a key says that nobody has signed it."""
    monkeypatch.chdir(tmp_path)
    reports(tmp_path / "reports")
    done = command("bundle")
    assert "not signed" in done.stdout
    assert refused(command("verify", "bundle.zip", "--key", key_files(tmp_path)[1]), 1) == (
        "refused: bundle.zip is not signed by anybody\n"
    )


def test_a_bundle_of_somebody_else_is_refused(command: Command, bundle: Path, tmp_path: Path) -> None:
    """Whatever it holds."""
    stranger = key_files(tmp_path, "stranger")[1]
    assert "is not signed by that key" in refused(command("verify", bundle, "--key", stranger), 1)


def test_a_bundle_that_was_changed_is_refused(command: Command, bundle: Path, tmp_path: Path) -> None:
    """In one sentence, with exit code 1; so is any other file."""
    content = bundle.read_bytes()
    public = key_files(tmp_path)[1]
    for changed in (content[:-1], content + b" ", content[:99] + b"?" + content[100:], b"", b"words"):
        bundle.write_bytes(changed)
        assert refused(command("verify", bundle, "--key", public), 1).startswith(f"refused: {bundle} ")


def test_a_private_key_is_refused_and_not_shown(command: Command, bundle: Path, tmp_path: Path) -> None:
    """Whoever checks has no use for it."""
    text = refused(command("verify", bundle, "--key", key_files(tmp_path)[0]), 4)
    assert "is a private key" in text


def test_what_cannot_be_used_is_told_in_a_sentence(command: Command, bundle: Path, tmp_path: Path) -> None:
    """Files that are not there, keys that are none, folders without a run; nothing is written then."""
    private, public = key_files(tmp_path)
    folder, out = tmp_path / "reports", tmp_path / "out.zip"
    for wrong in (
        ("verify", tmp_path / "none.zip", "--key", public),
        ("verify", tmp_path, "--key", public),
        ("verify", bundle, "--key", tmp_path / "none.pem"),
        ("verify", bundle, "--key", bundle),
        ("verify", bundle),
        ("bundle", folder, "-o", out, "--key", public),
        ("bundle", folder, "-o", out, "--key", tmp_path / "none.pem"),
        ("bundle", tmp_path / "none", "-o", out),
        ("bundle", folder, "-o", tmp_path / "none" / "out.zip"),
        ("bundle", folder, "-o", private, "--key", private),
        ("bundle", folder, "-o", folder / "verdict.json"),
    ):
        refused(command(*wrong), 4)
    assert not out.exists()
    (folder / "transcripts.ndjson").unlink()
    assert "is not there; a run writes it" in refused(command("bundle", folder, "-o", out), 4)


def test_a_full_disk_leaves_the_older_bundle(
    command: Command, bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing half written beside it."""
    before, names = bundle.read_bytes(), sorted(tmp_path.iterdir())

    def full(_path: Path, _content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    text = refused(command("bundle", tmp_path / "reports", "-o", bundle), 4)
    assert text == f"layer-conformance: {bundle} cannot be written: No space left on device\n"
    assert (bundle.read_bytes(), sorted(tmp_path.iterdir())) == (before, names)


def test_a_bundle_larger_than_any_is_not_read(
    command: Command, bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No further than a bundle can be long."""
    monkeypatch.setattr("conformance.cli.inputs.LARGEST_BUNDLE", 100)
    assert "larger than any bundle" in refused(command("verify", bundle, "--key", key_files(tmp_path)[1]), 4)


def test_a_statement_of_the_result_lies_beside_a_bundle(command: Command, bundle: Path) -> None:
    """As in-toto's own library reads it: of just this zip, with what was seen."""
    text = bundle.with_name("bundle.zip.intoto.json").read_text(encoding="utf-8")
    statement = Statement.copy_from_pb(json_format.Parse(text, StatementMessage()))
    statement.validate()
    digest = hashlib.sha256(bundle.read_bytes()).hexdigest()
    assert (statement.pb.subject[0].name, dict(statement.pb.subject[0].digest)) == ("bundle.zip", {"sha256": digest})
    predicate = json_format.ParseDict(json.loads(text)["predicate"], Predicate())
    assert (predicate.result, predicate.failed_tests) == ("PASSED", [])
    assert predicate.passed_tests
