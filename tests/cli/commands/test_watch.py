"""`layer-conformance watch`, from its start to its reports."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys

import pytest
import requests
from free_ports import free_ports

from conformance.reference.client import Answering

WATCHED = '[target]\nname = "a phone"\nactor = "client"\n'


class Phone:
    """An app of ours, whose person reads the page of a watch that runs in a process of its own."""

    def __init__(self, run: subprocess.Popen[str]) -> None:
        self.run = run
        self.said = ""
        self._app = Answering()
        self.wait()
        self.page = re.search(r"http://127\.0\.0\.1:\d+/[\w-]+/", self.said)[0]

    def wait(self) -> None:
        """Read what the terminal shows, up to the last answer that an instruction offers."""
        for line in self.run.stdout:
            self.said += line
            if "End the watch" in line:
                return
        pytest.fail(self.said)

    def do(self, action: str, choice: str) -> dict[str, str]:
        """Do what the page says, answer, and return what the page had to say for it."""
        state = requests.get(f"{self.page}state", timeout=10).json()
        known = dict(state["details"])
        names = {"Layer": "layer_url", "Identity server": "identity_url", "App id": "app_id"}
        told = {names.get(name, name.lower()): value for name, value in known.items()}
        self._app.answer({"do": action, "version": "2.0", **told})
        answer = json.dumps({"number": state["number"], "choice": choice})
        requests.post(f"{self.page}answer", data=answer, timeout=10)
        self.wait()
        return known


@pytest.fixture
def phone(tmp_path):
    """Write a target file without a driver, and return its path."""
    path = tmp_path / "phone.toml"
    path.write_text(WATCHED, encoding="utf-8")
    return path


def test_ctrl_c_leaves_reports_of_what_was_seen(phone, command):
    """One sign-in is judged by every scenario that it shows; what nobody did is untested, and the run is partial."""
    watch = (sys.executable, "-m", "conformance", "watch", "--target", phone.name, "--port", str(free_ports()))
    run = subprocess.Popen(
        watch, cwd=phone.parent, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    app = Phone(run)
    app.do("begin", "done")
    login = app.do("sign_in", "signed-in")
    run.send_signal(signal.SIGINT)
    rest, _ = run.communicate(timeout=60)
    assert run.returncode == 0, rest
    assert login["Password"] not in app.said + rest
    refused = command("gate", phone.parent / "reports" / "verdict.json")
    assert "PARTIAL" in refused.output
    assert refused.exit_code != 0
    verdict = json.loads((phone.parent / "reports" / "verdict.json").read_text("utf-8"))
    assert verdict["verdict"] == "PARTIAL"
    assert "nobody has done what " in verdict["reason"]
    by_rule = {finding["requirement"]: finding["verdict"] for finding in verdict["findings"]}
    assert by_rule["CLIENT-ASK-1"] == by_rule["CLIENT-ASK-3"] == by_rule["CLIENT-SAMPLE-1"] == "CONFORMS"
    assert by_rule["CLIENT-OUT-1"] == by_rule["CLIENT-REFUSED-2"] == "UNTESTED"


def test_a_watch_is_a_run_with_a_person_in_the_driver_s_place(phone, command, monkeypatch):
    """Of the client's features, on a terminal that is the person's."""
    runs = []
    monkeypatch.setattr("conformance.cli.commands.watch.become", runs.append)
    monkeypatch.chdir(phone.parent)
    command("watch", "--target", phone.name, "--host", "10.0.0.7", "--certificate", "box.pem")
    where = json.dumps({"host": "10.0.0.7", "port": 8400, "certificate": "box.pem"})
    assert {f"--target={phone.name}", "-s", f"--watch={where}"} < set(runs[0])
    assert runs[0][-1].endswith("features/client")


def test_ports_beyond_the_last_are_refused(phone, command):
    """Four of them are needed."""
    result = command("watch", "--target", phone, "--port", "65533")
    assert result.exit_code == 4
    assert "65533 is not in the range" in result.output


def test_the_doctor_sends_a_client_without_a_driver_to_the_watch(phone, command):
    """Nothing can be started."""
    result = command("doctor", phone)
    assert result.exit_code == 1
    assert "client.command should name one; without one, `layer-conformance watch`" in result.output
