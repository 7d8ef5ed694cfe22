"""A run in one zip that can be trusted (docs/bundles.md): made, signed, checked, read back."""

from conformance.reporting.bundle.archive import BundleError
from conformance.reporting.bundle.contents import Bundle, bundle_of
from conformance.reporting.bundle.signing import Signer, Verifier
from conformance.reporting.bundle.verifying import opened

__all__ = ["Bundle", "BundleError", "Signer", "Verifier", "bundle_of", "opened"]
