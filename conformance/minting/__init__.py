"""Identity tokens: right ones, and ones that depart from a right one in a single named way."""

from conformance.minting.alterations import alteration_named, margin_of
from conformance.minting.drafts import USER, Alteration, Draft, Mint
from conformance.minting.header_faults import stranger_key_set
from conformance.minting.spellings import SPELLINGS

__all__ = ["SPELLINGS", "USER", "Alteration", "Draft", "Mint", "alteration_named", "margin_of", "stranger_key_set"]
