"""The mutants of the reference provider, one module a chapter."""

from conformance.reference.mutants.provider import (  # noqa: F401  each adds its mutants by being imported
    answers,
    asked_at_once,
    claims,
    header,
    leaks,
    lifetime,
    nonces,
    optional_claims,
    refusals,
    signature,
    structure,
)
