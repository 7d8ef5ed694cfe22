"""Each kind of lenient verifier that was seen in the field has a mutant of ours, which a rule of its own kills."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conformance.reference.mutants import all_mutants

KILLED = json.loads((Path(__file__).parents[2] / "docs" / "kill-matrix.json").read_text("utf-8"))["mutants"]
#: What a verifier does, its mutant, and the rule that has to notice.
WEAKNESSES = {
    "an HMAC keyed with the public key in DER": ("verifies_hs256_with_der", "FORGE-HMAC-1"),
    "an HMAC of SHA-512 keyed with the public key in PEM": ("verifies_hs512_with_pem", "FORGE-HMAC-1"),
    "an HMAC keyed with the public key in PKCS#1": ("verifies_hs256_with_pkcs1_der", "FORGE-HMAC-1"),
    "a kid that is a path to an empty file": ("opens_the_file_of_a_kid", "FORGE-KID-1"),
    "a kid that goes into a query as it is": ("asks_a_database_with_the_kid", "FORGE-KID-2"),
    "a certificate at the token's own address": ("trusts_the_x5u_of_a_token", "FORGE-KEY-1"),
    "a digest that the signature names": ("lets_the_signature_name_its_digest", "FORGE-DIGEST-1"),
    "a digest anywhere in the block": ("looks_for_the_digest_anywhere", "FORGE-PADDING-1"),
    "zeros before the signature": ("skips_zeros_before_a_signature", "FORGE-LENGTH-1"),
    "a signature modulo the modulus": ("reduces_signatures", "FORGE-LENGTH-1"),
    "an exp that is no number": ("lets_nan_never_expire", "FORGE-NAN-1"),
    "a payload that is not encoded": ("reads_payloads_that_are_not_encoded", "FORGE-FORM-4"),
    "an exp beyond 64 bits": ("falls_over_an_exp_beyond_64_bits", "ODD-1"),
    "a zero byte in a kid": ("falls_over_a_zero_byte_in_a_kid", "FORGE-KID-3"),
    "a quote in a kid": ("falls_over_a_quote_in_a_kid", "FORGE-KID-3"),
    "one spelling of JSON": ("compares_cty_as_it_is_spelled", "SPELL-1"),
    "JSON encoded anew": ("verifies_what_it_has_encoded_anew", "SPELL-1"),
    "JSON without blanks": ("wants_nothing_between_members", "SPELL-2"),
}


@pytest.mark.parametrize(("name", "rule"), WEAKNESSES.values(), ids=WEAKNESSES)
def test_a_weakness_of_the_field_is_a_mutant_that_its_rule_kills(name, rule):
    """By the matrix, which is made by running every mutant."""
    mutant = next(each for each in all_mutants() if each.name == name)
    assert mutant.requirement == rule
    assert rule in KILLED[name]["caught_by"]
