"""Watching a client that no driver reaches: a person does what a page says, and the suite judges what comes in.

Layer, the identity server and the page stand at fixed addresses for the whole run. `WatchedExamination` is what
`examination.client.ClientExamination` is for a driver; what one session has shown is judged by every scenario of it.
"""

from conformance.watching.addresses import Addresses, AddressesError
from conformance.watching.board import Board
from conformance.watching.page import Page
from conformance.watching.script import Script
from conformance.watching.watched import WatchedExamination

__all__ = ["Addresses", "AddressesError", "Board", "Page", "Script", "WatchedExamination"]
