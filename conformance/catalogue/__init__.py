"""The catalogue: one row for each requirement of the documents."""

from conformance.catalogue.requirements import Basis, Catalogue, Level, Requirement, load_catalogue

__all__ = ["Basis", "Catalogue", "Level", "Requirement", "load_catalogue"]
