"""Which target a run examines, and what is said of one that cannot be."""

from __future__ import annotations

ONE_RULE = ("features/server/nonces.feature", "-k", "NONCE-TYPE-1")


def refusal_of(seen):
    """Return the sentence of a run that pytest has refused."""
    assert (seen.code, seen.last_line) == (4, ""), seen.output
    assert "Traceback" not in seen.output
    assert not (seen.reports / "verdict.json").exists()
    [line] = [line for line in seen.output.splitlines() if line.strip()]
    return line.removeprefix("ERROR: ")


def test_a_file_after_the_option(run, serve):
    """Anywhere, also with a blank in its name, and without an equals sign between (docs/decisions/0005)."""
    file = serve()
    seen = run("--target", file, "-k", "NONCE-TYPE-1")
    assert (seen.code, seen.word) == (0, "PARTIAL"), seen.output
    assert seen.verdict["target"]["name"] == "the reference server"
    assert seen.verdict["target"]["url"] in file.read_text()
    assert seen.of("NONCE-TYPE-1") == {"CONFORMS"}


def test_a_file_in_the_environment(run, serve):
    """Where the option is absent; its clock is the target's own, and its skew is shown."""
    seen = run(*ONE_RULE, LAYER_CONFORMANCE_TARGET=str(serve()))
    assert (seen.code, seen.word) == (0, "PARTIAL"), seen.output
    assert seen.verdict["target"]["url"].startswith("http://127.0.0.1:")
    assert "give or take" in seen.output


def test_an_unknown_key(run, serve):
    """One sentence names the file, the key, and what would be right."""
    file = serve(more="[http]\ntimeuot = 1\n")
    sentence = refusal_of(run(*ONE_RULE, f"--target={file}"))
    assert str(file) in sentence
    assert "http.timeuot" in sentence
    assert "timeout" in sentence


def test_a_file_that_is_not_there(run, tmp_path):
    """In the environment as on the command line."""
    missing = str(tmp_path / "none.toml")
    assert refusal_of(run(*ONE_RULE, LAYER_CONFORMANCE_TARGET=missing)).startswith(f"{missing} does not exist; ")


def test_an_unknown_mutant(run):
    """The nearest are named."""
    assert "answers_a_nonce_with_200" in refusal_of(run(*ONE_RULE, "--target", "mutant:answers_a_nonce_with_20"))


def test_a_folder_that_cannot_be_written_to(run, tmp_path):
    """The examination is not lost: its verdict is printed, and how to keep it."""
    (tmp_path / "file").write_text("")
    seen = run(*ONE_RULE, "--reports", tmp_path / "file" / "reports")
    assert seen.code == 4
    assert "Traceback" not in seen.output
    assert "PARTIAL to " in seen.last_line
    assert f"the reports could not be written to {tmp_path / 'file' / 'reports'}: " in seen.output
    assert "--reports names another" in seen.output


def test_a_client_without_a_driver(run, tmp_path):
    """The sentence says what would reach it."""
    (tmp_path / "phone.toml").write_text('[target]\nname = "a phone"\nactor = "client"\n')
    sentence = refusal_of(run("--target", tmp_path / "phone.toml", "features/client/links.feature"))
    assert "phone.toml: client.command is missing, the driver; without one, `layer-conformance watch`" in sentence


def test_an_actor_that_is_not_there(run, serve):
    """The sentence says which are."""
    seen = run(*ONE_RULE, "--target", serve(), "--actor", "client")
    assert refusal_of(seen) == "--actor client: the target is a server"
