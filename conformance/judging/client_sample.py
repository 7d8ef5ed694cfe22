"""How the documents' sample service is asked (Android, Authenticate)."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

from conformance.evidence.excerpts import beginning
from conformance.evidence.exchange import Exchange
from conformance.evidence.scene import Scene
from conformance.judging.client_words import require_answers, require_met
from conformance.judging.outcomes import Inconclusive, Violation

#: The media type, alone or among others, and no longer one.
_JSON_LABEL = re.compile(r"(?<![\w/.+-])application/json(?![\w.+-])", re.ASCII | re.IGNORECASE)


def expect_sample_asked(scene: Scene) -> None:
    """Hold that the sample service is asked with POST at its address, for app_id, user_id and nonce, in JSON."""
    expected = "POST identity_url with app_id, user_id and nonce in JSON"
    for asking in scene.asked:
        sent = asking.exchange.sent
        if sent.method != "POST" or urlsplit(sent.url).path != urlsplit(scene.identity_url).path:
            raise Violation(expected, f"{sent.method} {urlsplit(sent.url).path[:100]}", asking.exchange)
        body = _json(asking.exchange)
        if body is None:
            raise Violation(expected, "a body that is no JSON object", asking.exchange)
        user = scene.told[scene.told_at(asking.number)].user if scene.told_at(asking.number) < len(scene.told) else ""
        right = {"app_id": scene.app_id, **({"user_id": user} if user else {})}
        wrong = [name for name, value in right.items() if body.get(name) != value]
        wrong += [] if isinstance(body.get("nonce"), str) and body["nonce"] else ["nonce"]
        if wrong:
            raise Violation(expected, f"{wrong[0]} missing, or of another value", asking.exchange)
    _require_asked(scene)


def expect_sample_labels(scene: Scene) -> None:
    """Hold that the sample service is asked with the labels of the documents' own request."""
    for asking in scene.asked:
        for name in ("Content-Type", "Accept"):
            value = asking.exchange.sent.header(name) or ""
            if not _JSON_LABEL.search(value):
                raise Violation(
                    f"{name}: application/json",
                    f"{name}: {beginning(value, 100)}" if value else f"no {name}",
                    asking.exchange,
                )
    _require_asked(scene)


def expect_sample_left_alone(scene: Scene) -> None:
    """Hold that the sample service is asked nothing for an application in production."""
    for asking in scene.asked:
        raise Violation("no request for an application in production", "one", asking.exchange)
    require_answers(scene)
    require_met(scene)
    if any(told.signed_in for told in scene.told):
        raise Violation("a sign-in that fails", "sign_in answered with signed_in true", None)


def _require_asked(scene: Scene) -> None:
    require_answers(scene)
    require_met(scene)
    if not scene.asked:
        raise Inconclusive("the client did not ask the identity server")


def _json(exchange: Exchange) -> dict[str, object] | None:
    try:
        content = json.loads((exchange.sent.body or b"").decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None
