"""layer-conformance: a conformance suite for Layer's federated authentication."""

__version__ = "0.1.0"

#: Where the project is to be found; every report that links to it uses this address.
HOME = "https://github.com/layer-conformance/layer-conformance"
