"""The results of a run take little memory while it goes on, and are all there at its end."""

from __future__ import annotations

import json
import tracemalloc

from conformance.judging.findings import ScenarioResult
from conformance.judging.verdicts import Verdict
from conformance.plugin.packed_results import PackedResults

EXCHANGE = {"request": {"headers": [{"name": f"X-{number}", "value": "a" * 40} for number in range(40)]}}
RESULT = ScenarioResult(
    "NONCE-3", "server", "2.0", "a \ud800 scenario", "a.feature::one", Verdict.VIOLATES, transcript=(EXCHANGE,)
)


def test_what_was_kept_comes_back_in_order():
    """Half of a surrogate pair, which a target may send, too."""
    kept = PackedResults()
    for verdict in ("VIOLATES", "CONFORMS"):
        kept.append(json.dumps(RESULT.to_json() | {"verdict": verdict}, ensure_ascii=False))
    assert [(each.verdict.value, each.scenario, each.transcript) for each in kept] == [
        ("VIOLATES", RESULT.scenario, (EXCHANGE,)),
        ("CONFORMS", RESULT.scenario, (EXCHANGE,)),
    ]
    assert len(kept) == 2
    kept.clear()
    assert not kept


def test_evidence_that_is_kept_takes_a_fraction_of_its_text():
    """As values it takes more than its text does, in each of the processes that examine."""
    kept, text = PackedResults(), json.dumps(RESULT.to_json())
    tracemalloc.start()
    try:
        for _ in range(100):
            kept.append(text)
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken < 100 * len(text) / 3
