"""The reference client, its driver, and the mutants and variations of it."""

from __future__ import annotations

import io
import json

import pytest

from conformance.catalogue import Basis, load_catalogue
from conformance.reference.client import Answering, ReferenceClient, changed, serve
from conformance.reference.client.kept import KEPT
from conformance.reference.mutants import all_mutants
from conformance.reference.variations import all_variations
from conformance.stage import open_stage
from conformance.targets import ClientTarget

TARGET = ClientTarget(name="a", actor="client", url="a", sample=True)
ALICE = TARGET.users[0]


def begin(stage):
    """Return what the suite tells a client first."""
    scene = stage.scene
    return {"id": 1, "do": "begin", "layer_url": scene.layer_url, "identity_url": scene.identity_url,
            "app_id": scene.app_id, "version": scene.version}  # fmt: skip


def signs_in(client, stage):
    """Whether a client signs alice in."""
    answering = Answering(client)
    answering.answer(begin(stage))
    told = {"id": 2, "do": "sign_in", "user": ALICE.id, "password": ALICE.password}
    return answering.answer(told)["signed_in"]


def test_every_judged_requirement_is_kept_somewhere():
    """The table names each, and the method that keeps it says so in its docstring."""
    judged = {row.id for row in load_catalogue().of("client") if row.basis is not Basis.OBSERVED}
    assert set(KEPT) == judged
    undocumented = {
        name for name, method in KEPT.items() if name not in (getattr(ReferenceClient, method).__doc__ or "")
    }
    assert undocumented - {"CLIENT-CHALLENGE-6"} == set()


def test_it_answers_a_line_for_a_line():
    """What the suite tells it, and what nobody knows."""
    with open_stage(TARGET, "2.0") as stage:
        lines = [begin(stage), {"id": 2, "do": "sign_in", "user": ALICE.id, "password": ALICE.password},
                 {"id": 3, "do": "use"}, {"id": 4, "do": "restart"}, {"id": 5, "do": "sign_out"},
                 {"id": 6, "do": "dance"}]  # fmt: skip
        sink = io.StringIO()
        serve(io.StringIO("".join(json.dumps(line) + "\n" for line in lines)), sink)
    answers = [json.loads(line) for line in sink.getvalue().splitlines()]
    assert [answer["id"] for answer in answers] == [1, 2, 3, 4, 5, 6]
    assert [answer.get("signed_in") for answer in answers] == [None, True, True, True, False, None]
    assert answers[-1] == {"id": 6, "ok": False, "unsupported": True}


@pytest.mark.parametrize("variation", all_variations("client"), ids=lambda each: each.name)
def test_a_variation_signs_its_user_in(variation):
    """It is lawful."""
    with open_stage(TARGET, "2.0") as stage:
        assert signs_in(variation.apply(ReferenceClient), stage)


def test_a_mutant_leaves_the_correct_client_alone():
    """What is changed is a copy."""
    mutants = [mutant.apply(ReferenceClient) for mutant in all_mutants("client")]
    assert all(issubclass(mutant, ReferenceClient) and mutant is not ReferenceClient for mutant in mutants)
    with open_stage(TARGET, "2.0") as stage:
        assert signs_in(ReferenceClient, stage)


def test_a_changed_client_does_one_thing_in_another_way():
    """And nothing else."""
    client = changed(ReferenceClient, nonce_in=lambda self, content: None)
    with open_stage(TARGET, "2.0") as stage:
        assert not signs_in(client, stage)
        assert [exchange.sent.path for exchange in stage.scene.transcript.exchanges] == ["/nonces"]
