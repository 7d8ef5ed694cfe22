"""The catalogue: one row for each requirement of the documents."""

from conformance.catalogue.requirements import ACTORS, Basis, Catalogue, Level, Requirement, load_catalogue

__all__ = ["ACTORS", "Basis", "Catalogue", "Level", "Requirement", "load_catalogue"]
