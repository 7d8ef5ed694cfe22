"""The variations of the reference server."""

from conformance.reference.variations.server import (  # noqa: F401  each adds its own by being imported
    clocks,
    errors,
    leniency,
    links,
    opaque_strings,
    order,
    transport,
)
