"""Providers that forget a parameter of the header, or have another idea of it."""

from __future__ import annotations

from conformance.protocol.layer_id import AppId
from conformance.reference.credentials import CREDENTIALS
from conformance.reference.mutants.provider.departures import (
    constantly,
    lacking,
    provider_mutant_of_table,
    saying,
)

for _requirement, _member, _wrong in (
    ("ISSUE-TYP-1", "typ", {
        "jws": ("Says that its tokens are of typ JWS, as the older documents do.", "JWS"),
        "small_jwt": ("Writes typ in small letters.", "jwt"),
        "at_jwt": ("Says that its tokens are access tokens.", "at+jwt"),
        "number": ("Writes typ as a number.", 1),
        "null": ("Writes typ as null.", None),
    }),
    ("ISSUE-ALG-1", "alg", {
        "hs256": ("Says HS256 over a signature that is RS256.", "HS256"),
        "rs512": ("Says RS512 over a signature that is RS256.", "RS512"),
        "none": ("Says that its tokens are unsigned.", "none"),
        "small_rs256": ("Writes alg in small letters.", "rs256"),
        "java_name": ("Calls the algorithm by its name in Java.", "SHA256withRSA"),
    }),
    ("ISSUE-CTY-1", "cty", {
        "blank": ("Writes a blank into cty.", "layer-eit; v=1"),
        "no_version": ("Leaves the version out of cty.", "layer-eit"),
        "version_2": ("Names version 2 in cty.", "layer-eit;v=2"),
        "in_capitals": ("Writes cty in capitals.", "LAYER-EIT;V=1"),
        "jwt": ("Says that there is another token within the token.", "JWT"),
        "with_a_prefix": ("Writes cty as a whole media type.", "application/layer-eit;v=1"),
        "list": ("Writes cty as a list.", ["layer-eit;v=1"]),
    }),
    ("ISSUE-KID-1", "kid", {
        "of_another_key": ("Names another key of the application as kid.", CREDENTIALS.disabled_key.key_id),
        "of_no_key": ("Names a key as kid that there is none of.", "layer:///keys/00000000-0000-4000-8000-000000000000"),
        "of_the_provider": ("Names the provider as kid.", CREDENTIALS.provider_id),
        "fingerprint": ("Names the fingerprint of the key as kid.", "3f:12:9a:77:c0:5e:41:d8"),
        "number": ("Writes kid as a number.", 1),
        "placeholder": ("Has kept the placeholder of the documents as kid.", "%LAYER_KEY_ID%"),
    }),
):  # fmt: skip
    provider_mutant_of_table(
        _requirement, f"leaves_{_member}_out", f"Leaves {_member} out of the header.", lacking(_requirement)
    )
    for _how, (_sentence, _value) in _wrong.items():
        provider_mutant_of_table(
            _requirement, f"writes_{_member}_{_how}", _sentence, constantly(_requirement, _member, _value)
        )

for _requirement, _name, _sentence, _change in (
    ("ISSUE-TYP-1", "writes_typ_as_type", "Writes the type of the token under another name.",
     constantly("ISSUE-TYP-1", "type", "JWT")),
    ("ISSUE-CTY-1", "writes_cty_into_the_claims", "Writes cty into the claims, and not into the header.",
     lambda provider: provider.without("ISSUE-CTY-1").adding(lambda _: {"cty": "layer-eit;v=1"}, to="claims")),
    ("ISSUE-KID-1", "writes_kid_into_the_claims", "Writes kid into the claims, and not into the header.",
     lambda provider: provider.without("ISSUE-KID-1").adding(
         lambda visit: {"kid": visit.provider.credentials.key.key_id}, to="claims")),
    ("ISSUE-KID-1", "writes_the_app_as_kid", "Names the application as kid.",
     saying("ISSUE-KID-1", "kid", lambda visit: visit.provider.credentials.app_id)),
    ("ISSUE-KID-1", "writes_kid_of_the_app_id", "Puts the UUID of the application behind the prefix of keys.",
     saying("ISSUE-KID-1", "kid", lambda visit: f"layer:///keys/{_uuid(visit.provider.credentials.app_id)}")),
    ("ISSUE-KID-2", "writes_kid_without_its_prefix", "Writes the bare UUID of the key as kid.",
     saying("ISSUE-KID-1", "kid", lambda visit: visit.provider.credentials.key.key_id.rpartition("/")[2])),
):  # fmt: skip
    provider_mutant_of_table(_requirement, _name, _sentence, _change)


def _uuid(app_id: str) -> str:
    app = AppId.parse(app_id)
    return str(app.uuid) if app else ""
