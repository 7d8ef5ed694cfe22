"""`init`, `doctor` and `serve` for a provider."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result

from conformance.cli.serve.target_files import as_comment, name_beside, provider_file, server_file
from conformance.clock import VirtualClock, WallClock
from conformance.keys import published_key
from conformance.reference.provider import ReferenceProvider, beside
from conformance.reference.server import running
from conformance.targets import ProviderTarget, TargetFileError, load_target
from conformance.targets.provider_file import ProviderFile
from conformance.targets.schema import form_schema

Command = Callable[..., Result]


@pytest.fixture
def written(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file that `init --actor provider` has written, with what it refers to in place."""
    assert command("init", "--actor", "provider", tmp_path / "target.toml").exit_code == 0
    (tmp_path / "public.pem").write_bytes(published_key("application").public_pem)
    for name in ("ACME_ALICE", "ACME_BOB", "ACME_TOKEN"):
        monkeypatch.setenv(name, f"secret of {name}")
    return tmp_path / "target.toml"


def filled(text: str) -> str:
    """Return the file with every blank filled."""
    text = re.sub(r"<UUID>", "e49e50aa-ffda-453f-adc8-404f68de84ae", text)
    return re.sub(r"<([^<>]+)>", r"\1", text)


def with_every_option(text: str) -> str:
    """Return the file with every line that is switched off switched on, but for the client certificate."""
    return re.sub(r"^#(?=[a-z\[])", "", re.sub("^#client_.*\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE)


class TestInit:
    def test_with_the_blanks_filled_it_loads(self, written):
        """Only what stands in <...> has to be filled in."""
        written.write_text(filled(written.read_text(encoding="utf-8")), encoding="utf-8")
        assert load_target(written).declared == {"password", "wrong_login"}

    def test_with_every_option_switched_on_it_loads(self, written):
        """The examples behind "#" are right too."""
        written.write_text(filled(with_every_option(written.read_text(encoding="utf-8"))), encoding="utf-8")
        assert load_target(written).declared == {"password", "wrong_login", "second_user", "claims", "sample"}

    def test_it_has_every_key(self, written):
        """No key of the model is left out."""
        text = with_every_option(written.read_text(encoding="utf-8"))
        schema = form_schema(ProviderFile)
        forms = [schema, *schema["$defs"].values()]
        keys = {key for form in forms if form["title"] != "From the environment" for key in form["properties"]}
        keys -= {"client_cert", "client_key"}
        assert {key for key in keys if not re.search(rf"\b{key}\b\]* *(=|\n)", text)} == set()

    def test_unfilled_it_is_refused_in_a_sentence(self, written):
        """A blank that was left is named."""
        with pytest.raises(TargetFileError, match=r"target\.url should begin with"):
            load_target(written)

    def test_an_actor_that_there_is_none_of_is_refused(self, command, tmp_path):
        """In one sentence, exit code 4."""
        result = command("init", "--actor", "proxy", tmp_path / "target.toml")
        assert (result.exit_code, result.stderr.count("\n")) == (4, 1)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Return what runs a provider and writes the target file of another, by default of the same."""
    with ExitStack() as stack:

        def serve(actual: ReferenceProvider | None = None, told: ReferenceProvider | None = None) -> Path:
            actual = actual or ReferenceProvider(WallClock())
            url = stack.enter_context(running(beside(actual)))
            (tmp_path / "public.pem").write_bytes(actual.credentials.key.signing_key.public_pem)
            text = provider_file(told or actual, url, "public.pem")
            (tmp_path / "target.toml").write_text(text, encoding="utf-8")
            return tmp_path / "target.toml"

        yield serve


def lines(result: Result) -> dict[str, str]:
    """Return what is said of each check, the outcome in front."""
    found = {}
    for line in result.stdout.splitlines():
        outcome, rest = line[:7].strip(), line[8:]
        found[rest[:16].strip()] = f"{outcome}: {rest[17:]}"
    return found


class TestDoctor:
    def test_all_is_well_at_the_reference(self, command, served):
        """Every check has its line, and the exit code is 0."""
        result = command("doctor", served())
        assert result.exit_code == 0, result.stdout
        report = lines(result)
        assert list(report) == [
            "file", "keys", "resolves", "connects", "clock", "identity token", "what it says", "wrong login",
            "second user", "forecast", "beyond: timed", "beyond: full", "duration",
        ]  # fmt: skip
        assert report["keys"] == "ok: public_key: RSA, 2048 bits"
        assert report["identity token"] == "ok: given to alice"

    def test_no_secret_is_shown(self, command, served):
        """Neither passwords nor the token."""
        provider = ReferenceProvider(WallClock())
        output = command("doctor", served()).stdout
        assert "eyJ" not in output
        assert not [account for account in provider.accounts if account.password in output]

    def test_a_token_that_is_wrong_is_told_and_the_rest_goes_on(self, command, served):
        """What the run examines rule by rule is listed at once."""
        faulty = ReferenceProvider(WallClock()).without("ISSUE-CTY-1").without("ISSUE-TYP-1")
        result = command("doctor", served(faulty))
        assert result.exit_code == 1
        assert lines(result)["what it says"].startswith("failed: typ is missing")
        assert "cty is missing" in lines(result)["what it says"]
        assert lines(result)["wrong login"] == "ok: refused"

    @pytest.mark.parametrize(
        ("told", "hint"),
        [({"token": "data.jwt"}, "response.token"), ({"encoding": "form"}, "request.encoding")],
        ids=["another place", "another encoding"],
    )
    def test_a_file_that_asks_wrongly_is_told_which_key_to_mend(self, command, served, told, hint):
        """The hint is by the status of the answer."""
        right = ReferenceProvider(WallClock())
        result = command("doctor", served(right, right.with_interface(**told)))
        assert result.exit_code == 1
        assert hint in lines(result)["identity token"]

    def test_a_login_that_is_refused_ends_it(self, command, served):
        """[[users]] is what to mend."""
        right = ReferenceProvider(WallClock())
        told = right.with_accounts(*(replace(account, password="other") for account in right.accounts))
        report = lines(command("doctor", served(right, told)))
        assert report["identity token"].startswith("failed: ")
        assert "[[users]]" in report["identity token"]
        assert "what it says" not in report

    def test_a_wrong_login_that_gets_a_token_is_told(self, command, served):
        """It may be the file's fault or the provider's."""
        report = lines(command("doctor", served(ReferenceProvider(WallClock()).without("REFUSE-LOGIN-1"))))
        assert report["wrong login"].startswith("failed: expected a 4xx, observed 200 with an identity token")

    def test_a_clock_that_is_years_off_is_told_and_the_rest_goes_by_it(self, command, served):
        """Layer would refuse such tokens."""
        report = lines(command("doctor", served(ReferenceProvider(VirtualClock()))))
        assert "the provider's clock should be set" in report["clock"]
        assert report["what it says"].startswith("ok: ")


class TestServedFiles:
    def test_both_files_load(self, tmp_path):
        """Printed together they are the server's file, with the provider's behind number signs."""
        provider = ReferenceProvider(WallClock())
        site, name_of = beside(provider), name_beside("t")
        printed = server_file(site, "http://127.0.0.1:1", name_of) + as_comment(
            provider_file(provider, "http://127.0.0.1:1", name_of(None))
        )
        assert tomllib.loads(printed)["target"]["actor"] == "server"
        (tmp_path / "t.public.pem").write_bytes(published_key("application").public_pem)
        hidden = re.findall(r"^# ?(.*)$", printed.partition("# #")[2].partition("\n")[2], flags=re.MULTILINE)
        (tmp_path / "p.toml").write_text("\n".join(hidden), encoding="utf-8")
        target = load_target(tmp_path / "p.toml")
        assert isinstance(target, ProviderTarget)
        assert target.url == "http://127.0.0.1:1/identity_tokens"
        assert target.declared == {"password", "wrong_login", "second_user", "claims", "sample"}
