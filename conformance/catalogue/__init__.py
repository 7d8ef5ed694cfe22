"""The catalogue: one row for each requirement of the documents."""

from conformance.catalogue.known_issues import KnownIssue
from conformance.catalogue.profiles import Profile
from conformance.catalogue.requirements import ACTORS, Basis, Catalogue, Level, Requirement, load_catalogue

__all__ = ["ACTORS", "Basis", "Catalogue", "KnownIssue", "Level", "Profile", "Requirement", "load_catalogue"]
