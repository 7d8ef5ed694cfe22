"""What a target file claims with ids that the target has never heard of is shown by nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conformance.reference.server import CREDENTIALS

FEATURES = ("features/server/token_claims.feature", "features/server/token_header.feature")
RULES = ("KEY-PROVIDER-1", "PROVIDER-BOUND-1", "KEY-DISABLED-1", "KEY-DELETED-1")
INVENTED = "99999999-0000-4000-8000-000000000009"


@pytest.fixture
def invented(serve):
    """Return the target file of a lawful server in which what the capabilities name does not exist."""
    known = CREDENTIALS
    real = (known.disabled_key.key_id, known.deleted_key.key_id, known.unbound_key.key_id)

    def write(*, names_app: bool = True) -> Path:
        file = serve()
        text = file.read_text("utf-8")
        for number, each in enumerate((*real, known.unbound_provider_id, known.other_app_id)):
            text = text.replace(each, f"{each.rpartition('/')[0]}/{INVENTED[:-1]}{number}")
        if not names_app:
            text = re.sub(r"(\[capabilities.unbound_provider\]\nprovider_id = .*\n)app_id = .*\n", r"\1", text)
        file.write_text(text, "utf-8")
        return file

    return write


@pytest.mark.parametrize("names_app", [True, False])
def test_invented_capabilities_show_nothing(run, invented, names_app):
    """A key that does not exist is refused too: the rules with a control say so, the others rest on the file's word."""
    seen = run("--target", invented(names_app=names_app), *FEATURES, "-k", " or ".join(RULES))
    assert {rule: seen.of(rule) for rule in RULES} == {
        "KEY-PROVIDER-1": {"INCONCLUSIVE"},
        "PROVIDER-BOUND-1": {"INCONCLUSIVE"},
        "KEY-DISABLED-1": {"CONFORMS"},
        "KEY-DELETED-1": {"CONFORMS"},
    }
    on_word = {each["requirement"] for each in seen.verdict["findings"] if each["rests_on_word"]}
    assert on_word == {"KEY-DISABLED-1", "KEY-DELETED-1"}
    assert "on the target file's word" in seen.output
    assert "capabilities.unbound_provider" in seen.output
