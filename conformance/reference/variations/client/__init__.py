"""The variations of the reference client."""

from conformance.reference.variations.client import manners  # noqa: F401  it adds its own by being imported
