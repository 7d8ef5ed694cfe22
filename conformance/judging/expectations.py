"""What an answer must be. Each expectation returns what it was asked for, or raises Violation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

from conformance.evidence.excerpts import beginning
from conformance.evidence.exchange import Exchange, Received
from conformance.judging.outcomes import Inconclusive, Violation
from conformance.protocol.errors import CHALLENGE, Refusal

#: How many characters a description has at most.
_LONGEST = 200
#: RFC 3986's unreserved characters.
_URL_SAFE = re.compile(r"[A-Za-z0-9._~-]+", re.ASCII)
_HALF_A_PAIR = re.compile("[\ud800-\udfff]")


def expect_answer(exchange: Exchange, expected: str) -> Received:
    """Return the answer; no answer is a Violation, and one that says that the target is busy is Inconclusive."""
    if exchange.received is None:
        raise Violation(expected, f"no answer: the target {exchange.fault}", exchange)
    asks_to_wait = exchange.received.status == 503 and exchange.received.header("Retry-After") is not None
    if exchange.received.status == 429 or asks_to_wait:
        raise Inconclusive(
            f"the target is busy: it answered {describe(exchange.received)}; http.max_rate in the target file asks "
            "more slowly, and http.burst sends fewer at once",
            exchange,
        )
    return exchange.received


def describe(received: Received) -> str:
    """Describe an answer in a few words, without what is secret in it."""
    body = received.json_object()
    words = [str(received.status)]
    if "id" in body or "code" in body:
        words.append(f"{body.get('id')!s} (code {body.get('code')!r})")
        data = body.get("data")
        if isinstance(data, dict):
            words.extend(f"data.{k} {v}" for k, v in data.items() if k in ("property", "header"))
    elif body:
        words.append(f"with {', '.join(sorted(map(str, body)))}")
    elif received.json() == {}:
        words.append("with an empty JSON object")
    elif received.body:
        words.append(f"with a body of {len(received.body)} bytes that is not a JSON object")
    else:
        words.append("without a body")
    return beginning(" ".join(words), _LONGEST)


def is_success(exchange: Exchange) -> bool:
    """Whether the answer is a 2xx."""
    return exchange.received is not None and 200 <= exchange.received.status < 300


def expect_member(exchange: Exchange, status: int, member: str) -> str:
    """Return the non-empty string `member` of an answer with `status`."""
    expected = f"{status} with {member}, a non-empty string"
    received = expect_answer(exchange, expected)
    value = received.json_object().get(member)
    if received.status != status:
        raise Violation(expected, describe(received), exchange)
    if not _is_text(value):
        raise Violation(expected, f"{received.status} with {member} {_kind(value)}", exchange)
    return value


def _is_text(value: object) -> TypeGuard[str]:
    """Say whether it is a non-empty string that can be sent back: half a surrogate pair is not a character."""
    return isinstance(value, str) and value != "" and not _HALF_A_PAIR.search(value)


def _kind(value: object) -> str:
    if value is None:
        return "missing or null"
    if isinstance(value, str) and _HALF_A_PAIR.search(value):
        return "that is no Unicode text"
    return "an empty string" if value == "" else f"of type {type(value).__name__}"


def expect_nonce(exchange: Exchange) -> str:
    """Return the nonce of a 201."""
    return expect_member(exchange, 201, "nonce")


def expect_url_safe(values: Sequence[str], exchange: Exchange) -> None:
    """Hold that each value has only characters which a URL carries as they are."""
    foreign = sorted(set(_URL_SAFE.sub("", "".join(values))))
    if foreign:
        bad = sum(bool(_URL_SAFE.sub("", value)) for value in values)
        observed = f"{' '.join(map(repr, foreign))} in {bad} of {len(values)}"
        raise Violation("letters, digits and - . _ ~ only", observed, exchange)


def expect_session(exchange: Exchange) -> str:
    """Return the session token of a 201."""
    return expect_member(exchange, 201, "session_token")


def expect_deleted(exchange: Exchange) -> None:
    """Hold that a session was deleted: 204."""
    received = expect_answer(exchange, "204")
    if received.status != 204:
        raise Violation("204", describe(received), exchange)


def expect_no_body(exchange: Exchange) -> None:
    """Hold that nothing follows the header of a 204."""
    expected = "204 and not one byte of a body"
    received = expect_answer(exchange, expected)
    if received.status != 204:
        raise Violation(expected, describe(received), exchange)
    length = received.header("Content-Length")
    if received.body or received.surplus:
        count = len(received.body) + len(received.surplus)
        raise Violation(expected, f"204 followed by {count} bytes", exchange)
    if length not in (None, "0"):
        raise Violation(expected, f"204 with Content-Length {length}", exchange)


def expect_refusal(exchange: Exchange, *allowed: Refusal) -> None:
    """Hold that the answer is one of the refusals: status, id, code and the member of data that is named."""
    expected = " or ".join(str(refusal) for refusal in allowed)
    received = expect_answer(exchange, expected)
    if not any(_matches(received, refusal) for refusal in allowed):
        raise Violation(expected, describe(received), exchange)


def _matches(received: Received, refusal: Refusal) -> bool:
    body, error = received.json_object(), refusal.error
    code = body.get("code")
    return (
        received.status == error.status
        and body.get("id") == error.id
        and code == error.code
        and isinstance(code, int)
        and (refusal.names is None or _data(body).get(refusal.names[0]) == refusal.names[1])
    )


def _data(body: Mapping[str, Any]) -> Mapping[str, Any]:
    data = body.get("data")
    return data if isinstance(data, dict) else {}


def expect_challenge(exchange: Exchange) -> str:
    """Return the nonce of an authentication challenge: 401, authentication_required, 4, data.nonce."""
    expected = f"{CHALLENGE}, data.nonce a non-empty string"
    received = expect_answer(exchange, expected)
    nonce = _data(received.json_object()).get("nonce")
    if not _matches(received, CHALLENGE):
        raise Violation(expected, describe(received), exchange)
    if not _is_text(nonce):
        raise Violation(expected, f"{describe(received)}, data.nonce {_kind(nonce)}", exchange)
    return nonce


def expect_accepted_use(exchange: Exchange) -> None:
    """Hold that a session token was accepted: the protected resource was returned, with a 2xx.

    A refusal or a server error is a Violation; any other answer (a protected URL that does not exist) cannot tell
    whether there is a session, and is Inconclusive.
    """
    expected = "a 2xx: the session token is accepted"
    received = expect_answer(exchange, expected)
    if received.status in (401, 403) or received.status >= 500:
        raise Violation(expected, describe(received), exchange)
    if not 200 <= received.status < 300:
        raise Inconclusive(
            f"the protected URL answered {describe(received)} to a session: "
            "capabilities.protected_url in the target file can name one that answers 2xx",
            exchange,
        )


def expect_refused_use(exchange: Exchange) -> None:
    """Hold that nothing protected was returned: a 4xx, whatever its body."""
    expected = "a 4xx: nothing without a session"
    received = expect_answer(exchange, expected)
    if not 400 <= received.status < 500:
        raise Violation(expected, describe(received), exchange)


def expect_client_error(exchange: Exchange) -> None:
    """Hold that the answer is a 4xx in the documented error shape."""
    expected = "a 4xx with id, code, message and url"
    received = expect_answer(exchange, expected)
    missing = [name for name, kind in ERROR_MEMBERS.items() if not has_type(received.json_object(), name, kind)]
    if not 400 <= received.status < 500:
        raise Violation(expected, describe(received), exchange)
    if missing:
        raise Violation(expected, f"{describe(received)}: {', '.join(missing)} missing or of a wrong type", exchange)


#: The members that every error object has, with their types (docs/protocol.md#error-object).
ERROR_MEMBERS: Mapping[str, type] = {"id": str, "code": int, "message": str, "url": str}


def has_type(body: Mapping[str, Any], member: str, kind: type) -> bool:
    """Say whether the member has the type; true and false are not numbers, and id and url are not empty."""
    value = body.get(member)
    if not isinstance(value, kind) or isinstance(value, bool):
        return False
    return not (member in ("id", "url") and value == "")


def expect_error_member(exchange: Exchange, member: str) -> None:
    """Hold that an error has `member` with its documented type."""
    kind = ERROR_MEMBERS[member]
    expected = f"{member} of type {'integer' if kind is int else 'string'}"
    received = expect_answer(exchange, expected)
    body = received.json_object()
    if not has_type(body, member, kind):
        raise Violation(expected, f"{describe(received)} with {member} {_kind(body.get(member))}", exchange)


def expect_data_object(exchange: Exchange) -> None:
    """Hold that `data`, where an error has it, is an object."""
    expected = "data left out, or an object"
    received = expect_answer(exchange, expected)
    body = received.json_object()
    if "data" in body and not isinstance(body["data"], dict):
        kind = "null" if body["data"] is None else _kind(body["data"])
        raise Violation(expected, f"{describe(received)} with data {kind}", exchange)


def expect_json_label(exchange: Exchange) -> None:
    """Hold that a JSON answer says so: its Content-Type begins with application/json."""
    expected = "JSON, and a Content-Type that begins with application/json"
    received = expect_answer(exchange, expected)
    label = (received.header("Content-Type") or "").strip().lower()
    if received.json() is None:
        raise Violation(expected, describe(received), exchange)
    if label.split(";")[0].strip() != "application/json":
        raise Violation(expected, f"Content-Type {label or 'missing'}", exchange)


def expect_not_server_error(exchange: Exchange) -> None:
    """Hold that the target did not crash: it answered, and not with a 5xx."""
    received = expect_answer(exchange, "any answer but a 5xx")
    if received.status >= 500:
        raise Violation("any answer but a 5xx", describe(received), exchange)


def expect_distinct(values: Sequence[str], what: str, exchange: Exchange) -> None:
    """Hold that no value stands twice."""
    repeated = len(values) - len(set(values))
    if repeated:
        raise Violation(f"{len(values)} different {what}", f"{repeated} of them repeated", exchange)
