"""The variations of the reference provider."""

from conformance.reference.variations.provider import (  # noqa: F401  each adds its own by being imported
    answers,
    asking,
    refusals,
    spellings,
    tokens,
)
