"""What travels with a target, and what a fleet's sources mean."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from fleet_targets import a_target

from conformance.fleet.listing import FleetListError, interleave_hosts, list_targets, rates
from conformance.fleet.package import read_package
from conformance.targets import TargetFileError, load_target

PEM = Path(__file__).parents[2] / "conformance" / "keys" / "pem" / "application.pem"
SERVER = """
[target]
name = "{name}"
actor = "server"
url = "https://acme.example/layer"

[credentials]
app_id = "layer:///apps/staging/e49e50aa-ffda-453f-adc8-404f68de84ae"
provider_id = "layer:///providers/cf0eb712-d9ab-11e5-b6a9-c01d00006542"
key_id = "layer:///keys/cd8c286e-f2e4-11e5-99fe-eecb000000b0"
private_key = {key}

[http]
max_rate = 10
max_time = "5 minutes"
headers = {{ X-Key = {{ env = "FLEET_KEY" }}, X-Other = {{ env = "FLEET_OTHER", at = "worker" }} }}
"""


@pytest.fixture
def targets(tmp_path, monkeypatch):
    """Write a target file beside its key."""
    monkeypatch.setenv("FLEET_KEY", "a value that travels")
    monkeypatch.delenv("FLEET_OTHER", raising=False)
    (tmp_path / "keys").mkdir()
    shutil.copy(PEM, tmp_path / "keys" / "key.pem")
    (tmp_path / "targets").mkdir()
    (tmp_path / "targets" / "acme.toml").write_text(SERVER.format(name="Acme", key='"../keys/key.pem"'))
    return tmp_path / "targets"


def test_the_files_and_values_that_a_target_file_names_travel(targets, tmp_path, monkeypatch) -> None:
    """What is written on a worker is a target file that can be used there."""
    package, _ = read_package("acme", targets / "acme.toml")
    file = package.write(tmp_path / "elsewhere")
    assert package.variables == {"FLEET_KEY": "a value that travels"}
    assert package.worker_variables == {"FLEET_OTHER"}
    monkeypatch.setenv("FLEET_OTHER", "a value of the worker")
    assert load_target(file).http.headers["X-Other"] == "a value of the worker"
    assert (tmp_path / "elsewhere" / "keys" / "key.pem").stat().st_mode & 0o077 == 0


def test_another_content_of_a_file_that_is_named_is_another_digest(targets) -> None:
    """A verdict holds for the key that it was obtained with."""
    before, _ = read_package("acme", targets / "acme.toml")
    key = targets.parent / "keys" / "key.pem"
    key.write_text(key.read_text() + "\n")
    after, _ = read_package("acme", targets / "acme.toml")
    assert before.digest() != after.digest()
    assert before.digest() != before.digest("--profile=timed")


def test_a_fault_of_the_file_is_found_before_anything_travels(targets) -> None:
    """A variable of the worker excuses nothing else."""
    (targets / "acme.toml").write_text(SERVER.format(name="Acme", key='"../keys/missing.pem"'))
    with pytest.raises(TargetFileError, match="does not exist"):
        read_package("acme", targets / "acme.toml")


def test_a_target_has_host_limit_and_rate_of_its_file(targets) -> None:
    """The fleet goes by them without reading a secret."""
    (target,) = list_targets([str(targets)])
    assert (target.slug, target.host, target.max_time, target.max_rate) == ("acme", "acme.example", 300, 10)
    assert rates([target]) == {"acme.example": 10}


@pytest.mark.parametrize("url", ["https://acme.example", "https://ACME.example:8443/v1", "http://acme.example."])
def test_every_port_of_a_host_is_that_host(targets, url) -> None:
    """Two services of one machine would otherwise be examined side by side."""
    text = (targets / "acme.toml").read_text()
    (targets / "acme.toml").write_text(re.sub(r'(url *= )".*"', rf'\1"{url}"', text))
    (target,) = list_targets([str(targets)])
    assert (target.fault, target.host) == ("", "acme.example")


def test_folders_lists_and_globs_name_the_same_targets(targets) -> None:
    """Each way is as good as another."""
    (targets / "list.txt").write_text("# partners\nacme.toml\n")
    found = [list_targets([source])[0].file for source in (f"{targets}/*.toml", f"{targets}/list.txt", str(targets))]
    assert {path.resolve() for path in found} == {targets / "acme.toml"}


def test_two_targets_of_one_name_are_refused(targets) -> None:
    """Reports could not tell them apart, and one would be lost."""
    shutil.copy(targets / "acme.toml", targets / "other.toml")
    with pytest.raises(FleetListError, match="a name of its own"):
        list_targets([str(targets)])


def test_a_source_without_targets_is_refused(tmp_path) -> None:
    """A typing error is no fleet of nothing that passes."""
    with pytest.raises(FleetListError, match="names no target file"):
        list_targets([str(tmp_path / "typo")])


def test_targets_of_one_host_are_spread() -> None:
    """No row of workers waits for one host while another is free."""
    hosts = [a_target("a", "x"), a_target("b", "x"), a_target("c", "y"), a_target("d", "y")]
    assert [each.slug for each in interleave_hosts(hosts)] == ["a", "c", "b", "d"]
