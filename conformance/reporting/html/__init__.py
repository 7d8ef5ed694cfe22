"""The partner's page: `reports/index.html`."""

from conformance.reporting.html.rendering import page_of

__all__ = ["page_of"]
