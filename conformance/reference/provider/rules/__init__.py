"""The provider's half of the protocol, one module a chapter of the catalogue."""

from __future__ import annotations

from conformance.reference.rulebook import RuleRegistry

#: Registers a rule of the provider under its requirement's id.
rule = RuleRegistry()
