"""Identity tokens: right ones, and ones that depart from a right one in a single named way."""

from conformance.minting.alterations import alteration_named, margin_of
from conformance.minting.drafts import Alteration, Draft, Mint, new_user
from conformance.minting.header_faults import stranger_key_set
from conformance.minting.identifiers import CHANGES
from conformance.minting.spellings import SPELLINGS

__all__ = [
    "CHANGES",
    "SPELLINGS",
    "Alteration",
    "Draft",
    "Mint",
    "alteration_named",
    "margin_of",
    "new_user",
    "stranger_key_set",
]
