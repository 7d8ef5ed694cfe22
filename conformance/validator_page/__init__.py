"""The token validator as a page: HTML, CSS and script without any dependency, and what answers its requests.

It knows no transport: `respond` takes a request and returns an answer, both plain values. Tokens and keys are read
from a request's body, judged by `conformance.validation`, and forgotten: nothing is kept or logged.
"""

from conformance.validator_page.messages import PageRequest, PageResponse
from conformance.validator_page.page import HOME, PATHS, respond

__all__ = ["HOME", "PATHS", "PageRequest", "PageResponse", "respond"]
