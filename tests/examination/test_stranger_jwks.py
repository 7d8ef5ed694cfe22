"""The stranger's keys can be fetched by a server that follows `jku`."""

from __future__ import annotations

import requests

from conformance.examination.stranger_jwks import key_set_url
from conformance.minting import stranger_key_set


def test_the_key_set_is_served_on_loopback():
    """On any path, as what it is, at one address for the whole process."""
    url = key_set_url()
    assert url == key_set_url()
    assert url.startswith("http://127.0.0.1:")
    for path in (url, url.replace("jwks.json", "other")):
        answer = requests.get(path, timeout=30)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/jwk-set+json")
        assert answer.json() == stranger_key_set()
