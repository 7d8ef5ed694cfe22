"""Header, claims and life of identity tokens: each fault is refused, and by one check alone."""

from __future__ import annotations

import pytest

from conformance.protocol.errors import ErrorId

UNKNOWN = "layer:///keys/00000000-f2e4-11e5-99fe-eecb000000b0"
NOBODY = "layer:///providers/00000000-d9ab-11e5-b6a9-c01d00006542"
REQUIRED = ("iss", "prn", "nce", "iat", "exp")

WRONG_HEADERS = [
    *(
        (f"TOKEN-{name.upper()}-2", {name: value})
        for name in ("typ", "alg", "cty", "kid")
        for value in (7, None, ["JWT"])
    ),
    ("TOKEN-TYP-3", {"typ": "jwt"}),
    ("TOKEN-TYP-3", {"typ": ""}),
    ("TOKEN-TYP-4", {"typ": "JWS"}),
    *(("TOKEN-ALG-3", {"alg": alg}) for alg in ("RS384", "RS512", "PS256", "ES256", "rs256", "")),
    *(("TOKEN-ALG-4", {"alg": alg}) for alg in ("none", "None", "NONE", "nOnE")),
    *(("TOKEN-ALG-5", {"alg": alg}) for alg in ("HS256", "HS384", "HS512")),
    ("TOKEN-CTY-3", {"cty": "layer-eit;v=2"}),
    ("TOKEN-CTY-3", {"cty": "layer-eit; v=1"}),
    ("crit", {"crit": ["exp"]}),
    ("crit", {"crit": []}),
]

WRONG_CLAIMS = [
    *((f"CLAIM-{name.upper()}-1", {name: None}) for name in REQUIRED),
    *(
        (f"CLAIM-{name.upper()}-2", {name: value})
        for name in ("prn", "iss", "nce")
        for value in (7, 0, True, False, [], {}, 1.5)
    ),
    *(
        (f"CLAIM-{name.upper()}-2", {name: value})
        for name in ("iat", "exp")
        for value in ("1893456000", "", True, False, [], {})
    ),
    ("CLAIM-IAT-3", {"iat": 1893456000.0}),
    ("CLAIM-EXP-3", {"exp": 1893459600.5}),
    ("CLAIM-ISS-3", {"iss": NOBODY}),
    ("CLAIM-ISS-3", {"iss": ""}),
    ("CLAIM-ISS-3", {"iss": "layer:///keys/cf0eb712-d9ab-11e5-b6a9-c01d00006542"}),
    ("TOKEN-EXP-1", {"exp": 1893455999}),
    ("TOKEN-EXP-1", {"exp": 0}),
    ("TOKEN-EXP-1", {"exp": -1}),
    ("TOKEN-IAT-1", {"iat": 1893456011}),
    ("TOKEN-IAT-1", {"iat": 1893456000000}),
    ("NONCE-ISSUED-1", {"nce": "b7a5fba5ad402d072013c1949481c1080860ff32"}),
]


def refused(app, expect_refusal, token):
    expect_refusal(app.open(token), ErrorId.INVALID_PROPERTY, property="identity_token")


def ids(cases):
    return [f"{check} {fault}"[:60] for check, fault in cases]


@pytest.mark.parametrize(("check", "fault"), WRONG_HEADERS, ids=ids(WRONG_HEADERS))
class TestHeader:
    def test_a_wrong_parameter_is_refused(self, app, expect_refusal, check, fault):
        """422, invalid_property, 105, data.property identity_token."""
        refused(app, expect_refusal, app.token(header=app.header(**fault)))

    def test_a_wrong_parameter_is_refused_by_one_check_alone(self, app, check, fault):
        """A server that lacks that check, and knows every key, accepts the token."""
        lax = app.server.without(check).replacing("TOKEN-KEY-1", own_key)
        assert app.of(lax).open(app.of(lax).token(header=app.header(**fault))).status == 201


@pytest.mark.parametrize("name", ["typ", "alg", "cty", "kid"])
def test_a_missing_parameter_is_refused_by_one_check_alone(app, expect_refusal, missing, name):
    """TOKEN-TYP-1, TOKEN-ALG-1, TOKEN-CTY-1, TOKEN-KID-1."""
    header = app.header(**{name: missing})
    refused(app, expect_refusal, app.token(header=header))
    lax = app.of(app.server.without(f"TOKEN-{name.upper()}-1").replacing("TOKEN-KEY-1", own_key))
    assert lax.open(lax.token(header=header)).status == 201


@pytest.mark.parametrize(
    ("check", "kid"),
    [
        ("TOKEN-KID-3", UNKNOWN),
        ("TOKEN-KID-4", "nonsense"),
        ("TOKEN-KID-4", ""),
        ("TOKEN-KID-4", UNKNOWN + "0"),
        ("TOKEN-KID-4", UNKNOWN.replace("keys", "providers")),
    ],
)
def test_a_kid_that_names_no_key_is_refused(app, expect_refusal, check, kid):
    """TOKEN-KID-3, TOKEN-KID-4, even where the signature would fit the app's key."""
    refused(app, expect_refusal, app.token(header=app.header(kid=kid)))
    lax = app.of(app.server.without(check).replacing("TOKEN-KEY-1", own_key))
    assert lax.open(lax.token(header=app.header(kid=kid))).status == 201


def own_key(visit, _):
    """Fall back to the app's own key, whatever kid says."""
    return next(iter(visit.server.directory.keys.values()))


@pytest.mark.parametrize("form", ["{}", "layer:///keys/{}"])
def test_kid_is_accepted_with_and_without_its_prefix(app, form):
    """TOKEN-KID-5 (observed)."""
    uuid = app.server.credentials.key.key_id.rsplit("/", 1)[1]
    assert app.open(app.token(header=app.header(kid=form.format(uuid)))).status == 201
    assert app.open(app.token(header=app.header(kid=form.format(uuid.upper())))).status == 201


@pytest.mark.parametrize("state", ["disabled", "deleted"])
def test_a_key_out_of_service_signs_nothing(app, expect_refusal, state):
    """KEY-DISABLED-1, KEY-DELETED-1."""
    key = getattr(app.server.credentials, f"{state}_key")
    header = app.header(kid=key.key_id)
    refused(app, expect_refusal, app.token(header=header, key=key.signing_key))
    lax = app.of(app.server.without(f"KEY-{state.upper()}-1"))
    assert lax.open(lax.token(header=header, key=key.signing_key)).status == 201


def test_an_unbound_provider_signs_nobody_in(app, expect_refusal):
    """PROVIDER-BOUND-1."""
    known = app.server.credentials
    parts = {"header": app.header(kid=known.unbound_key.key_id), "key": known.unbound_key.signing_key}
    refused(app, expect_refusal, app.token(app.claims(iss=known.unbound_provider_id), **parts))
    lax = app.of(app.server.without("PROVIDER-BOUND-1"))
    assert lax.open(lax.token(lax.claims(iss=known.unbound_provider_id), **parts)).status == 201


def test_a_provider_speaks_with_its_own_keys_only(app, expect_refusal):
    """The key of another provider does not vouch for the app's own one, nor the other way round."""
    known = app.server.credentials
    foreign = {"header": app.header(kid=known.unbound_key.key_id), "key": known.unbound_key.signing_key}
    refused(app, expect_refusal, app.token(**foreign))
    refused(app, expect_refusal, app.token(app.claims(iss=known.unbound_provider_id)))
    lax = app.of(app.server.without("key-of-provider"))
    assert lax.open(lax.token(**foreign)).status == 201


@pytest.mark.parametrize(("check", "fault"), WRONG_CLAIMS, ids=ids(WRONG_CLAIMS))
class TestClaims:
    def test_a_wrong_claim_is_refused(self, app, expect_refusal, check, fault):
        """422, invalid_property, 105, data.property identity_token."""
        refused(app, expect_refusal, app.token(app.claims(**fault)))

    def test_a_wrong_claim_is_refused_by_one_check_alone(self, app, check, fault):
        """A server that lacks that check accepts the token."""
        lax = app.of(app.server.without(check))
        assert lax.open(lax.token(lax.claims(**fault))).status == 201


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_claim_is_refused_by_one_check_alone(app, expect_refusal, missing, name):
    """CLAIM-ISS-1, CLAIM-PRN-1, CLAIM-NCE-1, CLAIM-IAT-1, CLAIM-EXP-1."""
    refused(app, expect_refusal, app.token(app.claims(**{name: missing})))
    lax = app.of(app.server.without(f"CLAIM-{name.upper()}-1"))
    assert lax.open(lax.token(lax.claims(**{name: missing}))).status == 201


@pytest.mark.parametrize(
    "extra",
    [
        {
            "first_name": "A",
            "last_name": "B",
            "display_name": "A B",
            "avatar_url": "https://example.com/a.png",
        },
        {"first_name": None, "sub": "x", "metadata": {"a": [1]}, "nbf": 9999999999, "aud": "somebody"},
        {"display_name": 7, "avatar_url": []},
        {"prn": "zoë 王 🦊"},
        {"prn": "x" * 100_000},
        {"prn": "+49 30 1234", "iss": "layer:///providers/CF0EB712-D9AB-11E5-B6A9-C01D00006542"},
        {"iss": "cf0eb712-d9ab-11e5-b6a9-c01d00006542"},
        {"prn": ""},
        {"exp": 10**30},
        {"iat": 0},
        {"prn": "\ud800"},
    ],
)
def test_what_the_documents_allow_or_leave_open_is_accepted(app, extra):
    """CLAIM-OPTIONAL-1, CLAIM-UNKNOWN-1, CLAIM-PRN-3, CLAIM-PRN-4, CLAIM-ISS-4, TOKEN-EXP-3."""
    assert app.open(app.token(app.claims(**extra))).status == 201
    assert not app.server.failures


def test_a_suspended_user_is_refused(app, expect_refusal):
    """USER-SUSPENDED-1: 403, user_suspended, 6."""
    expect_refusal(app.open(app.token(app.claims(prn="mallory"))), ErrorId.USER_SUSPENDED)
    lax = app.of(app.server.without("USER-SUSPENDED-1"))
    assert lax.open(lax.token(lax.claims(prn="mallory"))).status == 201


class TestLifetime:
    @pytest.mark.parametrize(("wait", "status"), [(0, 201), (29.999, 201), (30, 201), (30.001, 422), (31, 422)])
    def test_a_token_lives_until_the_very_second_of_its_exp(self, app, clock, wait, status):
        """TOKEN-EXP-1, TOKEN-EXP-2: "after this expiration time, authentication will fail"."""
        token = app.token(app.claims(exp=int(clock.now()) + 30))
        clock.advance(wait)
        assert app.open(token).status == status

    @pytest.mark.parametrize(("ahead", "status"), [(0, 201), (10, 201), (11, 422), (3600, 422)])
    def test_an_iat_may_be_ten_seconds_ahead(self, app, clock, ahead, status):
        """TOKEN-IAT-1: a little skew is no future."""
        assert app.open(app.token(app.claims(iat=int(clock.now()) + ahead))).status == status

    def test_the_leeways_are_settings(self, app):
        """An hour of leeway on exp is one word."""
        lax = app.of(app.server.with_settings(exp_leeway=3600))
        now = int(lax.clock.now())
        assert lax.open(lax.token(lax.claims(exp=now - 3600))).status == 201
        assert lax.open(lax.token(lax.claims(exp=now - 3601))).status == 422
