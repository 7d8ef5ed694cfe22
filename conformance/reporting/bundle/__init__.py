"""A run in one zip that can be trusted (docs/bundles.md): made, signed, checked, read back."""

from conformance.reporting.bundle.archive import NoBundle
from conformance.reporting.bundle.contents import Bundle, bundle_of
from conformance.reporting.bundle.signing import Signer, UnfitKey, Verifier
from conformance.reporting.bundle.verifying import opened

__all__ = ["Bundle", "NoBundle", "Signer", "UnfitKey", "Verifier", "bundle_of", "opened"]
