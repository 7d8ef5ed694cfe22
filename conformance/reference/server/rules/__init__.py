"""The server's half of the protocol, one module a chapter of the catalogue.

Every requirement that a server can break is kept by one small function, registered under its id, with the
duty in its docstring. A check refuses its own fault and nothing else: what it cannot judge it lets pass,
because another check has refused it already. That is what makes a server without one check an honest mutant.
"""

from __future__ import annotations

from conformance.reference.rulebook import RuleRegistry

#: Registers a rule of the server under its requirement's id.
rule = RuleRegistry()
