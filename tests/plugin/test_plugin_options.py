"""What a run is about, by the option and the target file together."""

from __future__ import annotations

import runpy
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from scenario_items import config_of

from conformance.catalogue import ACTORS
from conformance.embedded.targets import EMBEDDED_NAME, embedded_targets
from conformance.plugin import old_reports, options
from conformance.plugin.state import RunState
from conformance.run_options import RUN_OPTIONS
from conformance.suite import suite_folder
from conformance.targets import EmbeddedTarget, Faketime, Targets, WallTime

SERVER = replace(embedded_targets().server, url="http://layer.example")


class TestOptions:
    def test_each_is_tried_in_a_bare_environment(self):
        """By a script of CI, in both of its forms; the script is no module, and lies beside no other."""
        script = str(suite_folder() / ".ci" / "options")
        groups = runpy.run_path(script)["GROUPS"]
        assert {name for group in groups for name in group} == {name for option in RUN_OPTIONS for name in option.names}


class TestOldReports:
    @pytest.fixture
    def set_aside(self, tmp_path):
        """Return what begins a run with these arguments, and says whether the old verdict is gone."""

        def begin(arguments, paths=(), **pytests):
            verdict = tmp_path / "out" / "verdict.json"
            verdict.parent.mkdir(exist_ok=True)
            verdict.write_text("{}")
            config = config_of()
            config.invocation_params = SimpleNamespace(dir=tmp_path)
            config.known_args_namespace = Namespace(file_or_dir=list(paths), **pytests)
            old_reports.set_aside_early(config, ["--reports=out", *arguments])
            return not verdict.exists()

        return begin

    def test_they_go_before_pytest_can_refuse_an_argument(self, set_aside):
        """A gate would take them for today's."""
        assert set_aside(["--no-such-option"])
        assert set_aside(["--actor=nobody"], [str(suite_folder() / "features" / "server")])

    @pytest.mark.parametrize(
        ("arguments", "paths", "pytests"),
        [([], [], {"help": True}), (["--rejudge=x.json"], [], {}), ([], [str(suite_folder() / "tests")], {})],
    )
    def test_they_stay_where_no_target_is_examined(self, set_aside, arguments, paths, pytests):
        """Nothing takes their place."""
        assert not set_aside(arguments, paths, **pytests)


class TestPatience:
    def test_that_of_the_file_counts(self):
        """In seconds; without any, five seconds are waited for, which is the profile core."""
        patient = replace(SERVER, clock=WallTime(patience=660))
        assert options._read_patience(Targets.of(patient), None) == 660
        assert options._read_patience(Targets.of(SERVER), None) == 5
        assert options._read_patience(embedded_targets(), None) == 0

    @pytest.mark.parametrize(("text", "seconds"), [("0s", 0), ("2 days", 172800)])
    def test_the_option_goes_before_it(self, text, seconds):
        """Also where it is less."""
        patient = replace(SERVER, clock=WallTime(patience=660))
        assert options._read_patience(Targets.of(patient), text) == seconds

    def test_where_the_clock_is_set_nothing_is_waited_for(self, tmp_path):
        """Whatever was asked for."""
        movable = replace(SERVER, clock=Faketime(tmp_path / "time"))
        assert options._read_patience(Targets.of(movable), "11m") == 0

    @pytest.mark.parametrize("text", ["11", "11 months", "11x", "", "-3m", "eleven minutes", "1.5h"])
    def test_what_is_no_time_is_refused(self, text):
        """In a sentence that names the option and what would be right."""
        with pytest.raises(pytest.UsageError) as refused:
            options._read_patience(Targets.of(SERVER), text)
        assert str(refused.value).startswith(f"--patience {text} should be a whole number and one of the units")


class TestProfile:
    @pytest.mark.parametrize(
        ("max_wait", "of_file", "option", "profile"),
        [
            (0, None, None, "core"),
            (5, None, None, "core"),
            (659, None, None, "core"),
            (660, None, None, "timed"),
            (5, "timed", None, "timed"),
            (660, "core", None, "core"),
            (5, "timed", "full", "full"),
        ],
    )
    def test_the_claim_of_a_run(self, max_wait, of_file, option, profile):
        """The option's, the file's, or the widest that the run can decide."""
        config = config_of(profile=option)
        config.getoption = lambda _name: option
        state = RunState(targets=Targets.of(replace(SERVER, profile=of_file)), max_wait=max_wait)
        assert options._read_profile(config, state).value == profile

    def test_where_the_suite_moves_the_clock_it_is_full(self):
        """Everything can be decided there."""
        config = config_of(profile=None)
        config.getoption = lambda _name: None
        assert options._read_profile(config, RunState(targets=embedded_targets())).value == "full"


class TestPace:
    @pytest.mark.parametrize(
        ("of_file", "of_options", "pace"),
        [
            ((None, None), (None, None), (None, None)),
            ((6, 5.0), (None, None), (6, 5.0)),
            ((6, 5.0), (16, 9.0), (16, 5.0)),
            ((6, 5.0), (1, 2.0), (1, 2.0)),
        ],
    )
    def test_the_options_decide_how_many_and_slow_it_down(self, of_file, of_options, pace):
        """How many processes, and how many requests in a second: no option goes faster than the file."""
        parallel, most = of_options
        config = config_of(jobs=parallel)
        config.getoption = {"--max-rate": most}.get
        http = replace(SERVER.http, parallel=of_file[0], max_rate=of_file[1])
        limited = options._limit_pace(replace(SERVER, http=http), config).http
        assert (limited.parallel, limited.max_rate) == pace


class TestTargets:
    def test_without_a_name_the_reference_is_examined(self, monkeypatch):
        """Every actor of it."""
        monkeypatch.delenv("LAYER_CONFORMANCE_TARGET", raising=False)
        targets = options._read_targets(RunState(), None)
        assert {name: target.name for name, target in targets.items()} == dict.fromkeys(ACTORS, EMBEDDED_NAME)

    @pytest.mark.parametrize("name", ["mutant:never_spends_nonces", "mutant:gives_null_as_a_token"])
    def test_a_mutant_is_examined_alone(self, name):
        """Under the name that it was asked for."""
        state = RunState()
        (target,) = options._read_targets(state, name).values()
        assert target.name == name
        assert (state.make_server is not None) is (target.actor == "server")


@pytest.mark.parametrize("actor", ["server", "provider", "client"])
def test_an_embedded_actor_of_a_file_needs_no_driver(actor):
    """It has the file's name, and is reached as without a file."""
    target = EmbeddedTarget(name="Garnet", actor=actor, url="", embedded="reference", source=Path("garnet.toml"))
    (read,) = options._read_embedded(SimpleNamespace(make_provider=None), target).values()
    assert (read.name, getattr(read, "has_driver", True)) == ("Garnet", True)
