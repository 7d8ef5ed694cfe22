"""Every token that is tried in families: right ones in other spellings, and forgeries just beside the right one.

docs/forgeries.md says what each family is, at which level it is judged, and what is left out.
"""

from __future__ import annotations

from collections.abc import Mapping

from conformance.minting.drafts import Alteration
from conformance.minting.form_forgeries import FORM_FORGERIES
from conformance.minting.hmac_forgeries import HMAC_FORGERIES
from conformance.minting.identifiers import ALTERED_IDENTIFIERS
from conformance.minting.json_forgeries import JSON_FORGERIES
from conformance.minting.key_forgeries import KEY_FORGERIES
from conformance.minting.odd_values import ODD_VALUES
from conformance.minting.signature_forgeries import SIGNATURE_FORGERIES
from conformance.minting.spellings import SPELLED_TOKENS
from conformance.minting.unsigned_forgeries import UNSIGNED_FORGERIES

#: Every forgery and every other spelling, by the words of the features.
FORGERIES: Mapping[str, Alteration] = {
    **SPELLED_TOKENS,
    **HMAC_FORGERIES,
    **UNSIGNED_FORGERIES,
    **SIGNATURE_FORGERIES,
    **KEY_FORGERIES,
    **FORM_FORGERIES,
    **JSON_FORGERIES,
    **ODD_VALUES,
    **ALTERED_IDENTIFIERS,
}
