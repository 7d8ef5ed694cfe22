"""layer-conformance: a conformance suite for Layer's federated authentication."""

__version__ = "0.1.0"
