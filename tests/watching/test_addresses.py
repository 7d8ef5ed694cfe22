"""The fixed addresses of a watch."""

from __future__ import annotations

import pytest
import requests
from diligent import TARGET
from free_ports import free_ports

from conformance.evidence.transcript import Transcript
from conformance.watching import AddressesError, Board, Page
from conformance.watching.addresses import open_addresses

ACCEPT = {"Accept": "application/vnd.layer+json; version=2.0"}


def test_layer_stays_where_it_is_from_scene_to_scene(listen):
    """Over one connection, too; each scene keeps what came in while it was seen, and nothing else."""
    addresses = listen()
    app = requests.Session()
    seen = []
    for _ in range(2):
        transcript = Transcript()
        with addresses.open_stage(TARGET, "2.0", transcript) as stage:
            assert stage.scene.layer_url == addresses.urls[0]
            with addresses.resting():
                assert app.post(f"{addresses.urls[0]}/nonces", headers=ACCEPT, timeout=10).status_code == 201
            stage.depart("Layer", "an empty nonce")
            assert app.post(f"{addresses.urls[0]}/nonces", headers=ACCEPT, timeout=10).json() == {"nonce": ""}
        assert app.post(f"{addresses.urls[0]}/nonces", headers=ACCEPT, timeout=10).json()["nonce"]
        seen.append(len(transcript.exchanges))
    assert seen == [1, 1]


def test_a_scene_is_not_seen_before_the_app_has_begun(listen):
    """What an app still sends of its last life is nobody's fault."""
    addresses, transcript = listen(), Transcript()
    with addresses.open_stage(TARGET, "2.0", transcript):
        requests.post(f"{addresses.urls[0]}/nonces", headers=ACCEPT, timeout=10)
    assert transcript.exchanges == []


def test_a_certificate_makes_it_https(listen, certificate):
    """At every address, with its own name in the answers."""
    addresses = listen(certificate=certificate.file)
    assert all(url.startswith("https://127.0.0.1:") for url in addresses.urls)
    answer = requests.post(f"{addresses.urls[0]}/nonces", headers=ACCEPT, timeout=10, verify=certificate.file)
    assert answer.status_code == 201


@pytest.mark.parametrize(
    ("host", "port", "certificate", "sentence"),
    [
        ("0.0.0.0", 0, None, "0.0.0.0 is no address that an app can be told"),  # noqa: S104 - it is refused
        ("::", 0, None, ":: is no address"),
        ("no such host", 0, None, "cannot listen on no such host, port 0"),
        ("127.0.0.1", 70_000, None, "cannot listen on 127.0.0.1, port 70000: there is no such port"),
        ("127.0.0.1", 0, "missing.pem", "--certificate missing.pem should hold a certificate"),
        ("127.0.0.1", 0, __file__, "should hold a certificate and its key without a password"),
    ],
)
def test_addresses_that_cannot_be_had_are_refused_in_a_sentence(host, port, certificate, sentence):
    """Before anything is asked of anybody."""
    with (
        pytest.raises(AddressesError) as refused,
        open_addresses(TARGET, Page(Board()), host, port, certificate),
    ):
        pass
    assert sentence in str(refused.value)


def test_a_port_that_is_taken_gives_the_others_back(listen):
    """Whoever tries again finds them free."""
    taken = listen().listeners[0].server_address[1]
    for _ in range(2):
        with (
            pytest.raises(AddressesError, match=f"port {taken}: Address already in use"),
            open_addresses(TARGET, Page(Board()), "127.0.0.1", taken, None),
        ):
            pass
    assert free_ports()
