"""The forms that examiner and reference share, held against the text of the documents themselves."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from conformance.protocol.accept import accept_for, version_asked_for
from conformance.protocol.authorization import authorization_for, session_token_in
from conformance.protocol.errors import (
    ACCEPT_REFUSED,
    APP_ID_REFUSED,
    CHALLENGE,
    IDENTITY_TOKEN_REFUSED,
    ErrorId,
)
from conformance.protocol.identity_token import ALG, CLAIM_TYPES, CTY, HEADER_PARAMETERS, OPTIONAL_CLAIMS, TYP
from conformance.protocol.layer_id import AppId, bare

FOLDER = Path(__file__).parents[2] / "docs"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in (FOLDER / "protocol").glob("*.md")}
ONE, TWO = (TEXTS[f"client-api-{version}-authentication"] for version in ("1.0", "2.0"))


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_every_accept_header_of_the_documents(version):
    """All examples ask for the version of their document."""
    headers = re.findall(r"['\"]Accept: ([^'\"]+)['\"]", TEXTS[f"client-api-{version}-authentication"])
    assert set(headers) == {accept_for(version)}
    assert version_asked_for(headers[0]) == version


def test_the_authorization_header_of_the_documents():
    """Client API 1.0, 4. Using the Session Token."""
    header = re.search(r"^Authorization: (.+)$", ONE, re.MULTILINE)[1]
    assert session_token_in(header) == "c3ba507fc4fc3c8e0618c4bee3250132e86bd7e9"
    assert authorization_for("c3ba507fc4fc3c8e0618c4bee3250132e86bd7e9") == header


def errors(text):
    """Return the error objects that a document shows, by id."""
    blocks = re.findall(r"```(?:json)?\n(\{\s*\"id\".*?\})\s*```", text, re.DOTALL)
    return {error["id"]: error for error in map(json.loads, blocks)}


def test_the_errors_of_the_documents():
    """Id, code and the named member of data are those of the examples, in both versions."""
    bad_token = {"code": 105, "data": {"property": "identity_token"}}
    for example in (errors(ONE)["invalid_property"], errors(TWO)["invalid_property"]):
        assert bad_token.items() <= example.items()
    assert IDENTITY_TOKEN_REFUSED.names == ("property", "identity_token")
    documented = {**errors(ONE), **errors(TWO)}
    assert documented.keys() == {"authentication_required", "invalid_app_id", "invalid_property"}
    known = {error.id: error.code for error in ErrorId}
    assert {name: error["code"] for name, error in documented.items()}.items() <= known.items()
    assert "nonce" in documented[CHALLENGE.error.id]["data"]
    assert "data" not in documented[APP_ID_REFUSED.error.id]


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (ONE, ("422 (Unprocessable Entity)", IDENTITY_TOKEN_REFUSED)),
        (ONE, ("401 (Unauthorized)", CHALLENGE)),
        (TWO, ("403 (Forbidden)", APP_ID_REFUSED)),
        (TWO, ("422 (undefined)", IDENTITY_TOKEN_REFUSED)),
    ],
)
def test_the_statuses_of_the_documents(text, refusal):
    """Each error has the status of the heading above it."""
    heading, known = refusal
    after = text.partition(heading)[2]
    assert re.search(r'"id" ?: ?"(\w+)"', after)[1] == known.error.id
    assert heading.startswith(str(known.error.status))


def test_the_catalogue_of_the_weighing():
    """Code, id and status of every error stand in docs/protocol.md#error-catalogue."""
    page = (FOLDER / "protocol.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| (\w+) \| (\d+) \|", page, re.MULTILINE)
    known = {(str(error.code), error.id, str(error.status)) for error in ErrorId}
    assert known - set(rows) == set()
    assert str(ACCEPT_REFUSED) == "406 invalid_header (code 107), data.header Accept"


def test_the_members_of_an_identity_token():
    """Client API 2.0, Identity token: names, values and types."""
    block = re.search(r"// JOSE Header\n(.*?)```", TWO, re.DOTALL)[1]
    header, claims = block.split("// JWT Claims Set")
    values = dict(re.findall(r'^  "(\w+)" ?: "?([^",]+)', header, re.MULTILINE))
    assert tuple(values) == HEADER_PARAMETERS
    assert (values["typ"], values["alg"], values["cty"]) == (TYP, ALG, CTY)
    types = dict(re.findall(r'^  "(\w+)" ?: .*?// ((?:Optional )?\w+):', claims, re.MULTILINE))
    words = {str: "String", int: "Integer"}
    assert types == {
        **{name: words[kind] for name, kind in CLAIM_TYPES.items()},
        **dict.fromkeys(OPTIONAL_CLAIMS, "Optional String"),
    }


def test_the_ids_of_the_documents():
    """Both forms of the app id name one app; key and provider ids have a bare half."""
    uuid = "e49e50aa-ffda-453f-adc8-404f68de84ae"
    app_ids = {match for text in (ONE, TWO) for match in re.findall(r"layer:///?apps/[\w/-]+", text)}
    assert app_ids == {f"layer://apps/production/{uuid}", f"layer:///apps/production/{uuid}"}
    assert {AppId.parse(text) for text in app_ids} == {AppId(uuid, "production")}
    for kind in ("keys", "providers"):
        identifier = re.search(rf"layer:///{kind}/[\w-]+", TWO)[0]
        assert bare(identifier) == identifier.rpartition("/")[2]
