"""The mutants of the reference client, one module a chapter."""

from conformance.reference.mutants.client import (  # noqa: F401  each adds its mutants by being imported
    asking,
    challenges,
    identity_tokens,
    links,
    nonces,
    refusals,
    sessions,
    signing_out,
)
