"""Targets that nothing has to be read for."""

from __future__ import annotations

from pathlib import Path

from conformance.fleet.listing import FleetTarget
from conformance.fleet.package import Package


def a_target(slug: str, host: str = "", **package: object) -> FleetTarget:
    """Return a target with a package that nothing has to be read for."""
    own = Package(slug, f"{slug}.toml", **package)
    return FleetTarget(slug, Path(f"{slug}.toml"), slug, "server", host, package=own)
