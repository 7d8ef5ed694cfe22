"""Exchanges as plain JSON."""

import base64
import json
import os
from dataclasses import replace

import pytest

from conformance.evidence.deserialize import UnreadableEvidenceError, parse_exchange
from conformance.evidence.evidence_budget import LITTLE, EvidenceBudget
from conformance.evidence.exchange import TransportError, TransportErrorKind
from conformance.evidence.redaction import Redactor
from conformance.evidence.secret_forms import fingerprint
from conformance.evidence.serialize import BODY_LIMIT, LINE_LIMIT, serialize


def test_an_exchange_is_shown_whole_and_without_its_secrets(serialized, exchange):
    """Request, answer and times, as plain JSON."""
    seen = serialized(exchange(headers=[("Accept", "a/b")], answer=(201, b'{"nonce": "n0nce-of-the-run"}')))
    assert json.loads(json.dumps(seen)) == {
        "request": {
            "method": "POST",
            "url": "http://layer.example/nonces",
            "headers": [{"name": "Accept", "value": "a/b"}],
            "body": None,
        },
        "response": {
            "status": 201,
            "reason": "Reason",
            "headers": [{"name": "Content-Type", "value": "application/json"}],
            "body": {
                "encoding": "utf8",
                "size": 29,
                "truncated": False,
                "value": '{"nonce": "[nonce ee2b6884]"}',
            },
        },
        "fault": None,
        "started": "2023-11-14T22:13:20.000Z",
        "duration_s": 0.25,
    }


def test_a_fault_stands_in_the_place_of_the_answer(serialized, exchange):
    """What came back is null, and why is a sentence."""
    seen = serialized(exchange(answer=None))
    assert seen["response"] is None
    assert seen["fault"] == "refused the connection (port 80)"


def test_an_identity_token_is_shown_decoded(serialized, exchange, jws):
    """Its header and claims stay readable; its nonce has the mark that it has elsewhere."""
    token = jws({"prn": "alice", "iat": 1, "nce": "n0nce-of-the-run"})
    seen = serialized(exchange(body=json.dumps({"identity_token": token}).encode()))
    assert seen["request"]["identity_token"] == {
        "header": {"typ": "JWT", "alg": "RS256", "kid": "layer:///keys/1"},
        "claims": {"prn": "alice", "iat": 1, "nce": "[nonce ee2b6884]"},
    }
    assert token not in json.dumps(seen)


@pytest.mark.parametrize("token", ["", "one", "a1.b2", "!!.??.##", "W10.W10.W10", "bnVsbA.MQ.x"])
def test_a_malformed_identity_token_is_shown_as_far_as_it_can_be_read(serialized, exchange, token):
    """No token makes the report fail."""
    seen = serialized(exchange(body=json.dumps({"identity_token": token}).encode()))
    assert set(seen["request"]["identity_token"]) == {"header", "claims"}


@pytest.mark.parametrize(
    "payload",
    [b"[" * 900 + b"]" * 900, b'{"a":' * 900 + b"1" + b"}" * 900, b'{"iat": NaN}', b"1e999", b"9" * 5000],
)
def test_a_hostile_payload_can_be_written_as_json(serialized, exchange, payload):
    """Deep nesting and numbers that JSON lacks are shown as text."""
    token = f"e30.{base64.urlsafe_b64encode(payload).decode().rstrip('=')}.x"
    seen = serialized(exchange(body=json.dumps({"identity_token": token}).encode()))
    json.dumps(seen, allow_nan=False)


def test_half_of_a_surrogate_pair_is_written_out(serialized, exchange, jws):
    """Many readers of JSON refuse a file that has one, even as an escape."""
    body = json.dumps({"identity_token": jws({"prn": "\ud83d 🦊", "\udd8a": 1})}).encode()
    claims = serialized(exchange(body=body))["request"]["identity_token"]["claims"]
    assert claims == {"prn": r"\ud83d 🦊", r"\udd8a": 1}


def test_a_nonce_that_is_a_claims_number_leaves_the_claims_readable(serialized, exchange, jws):
    """What is no JSON any more is shown as text."""
    body = json.dumps({"identity_token": jws({"iat": 1461023314, "nce": "1461023314"})}).encode()
    assert "1461023314" not in json.dumps(serialized(exchange(body=body)))


def test_a_long_body_is_cut_and_says_so(serialized, exchange):
    """The size is that of the whole."""
    body = serialized(exchange(answer=(200, b"x" * 100_000)))["response"]["body"]
    assert (len(body["value"]), body["size"], body["truncated"]) == (BODY_LIMIT, 100_000, True)
    assert body["note"] == "only the first 8192 characters of 100000 bytes are shown"


def test_a_body_that_is_no_text_is_shown_as_base64(serialized, exchange):
    """And its secrets are redacted before."""
    content = b'\xff\x00{"nonce": "n0nce-of-the-run"}'
    body = serialized(exchange(answer=(200, content)))["response"]["body"]
    assert body["encoding"] == "base64"
    assert base64.b64decode(body["value"]) == b'\xff\x00{"nonce": "[nonce ee2b6884]"}'


def test_bytes_after_the_message_are_shown(serialized, exchange):
    """A body after a 204 is evidence."""
    recorded = exchange(answer=(204, b""))
    received = replace(recorded.received, surplus=b"ok")
    assert serialized(replace(recorded, received=received))["response"]["surplus"]["value"] == "ok"


def test_cookies_are_withheld_and_configured_headers_redacted(exchange):
    """Whoever they belong to."""
    redactor = Redactor()
    redactor.learn("header", "s3cret header")
    sent = [("X-Env", "s3cret header"), ("Cookie", "a=b"), ("X-Folded", "one\ntwo")]
    values = [header["value"] for header in serialize(exchange(headers=sent), redactor)["request"]["headers"]]
    assert values[0].startswith("[header ")
    assert values[1].startswith("[header ")
    assert values[2] == "one\ntwo"


def test_a_secret_of_a_later_exchange_is_redacted_in_an_earlier_one(learnt, exchange):
    """All exchanges of a scenario are read before one is shown."""
    early = exchange(url="http://layer.example/?echo=guessed-token-1")
    late = exchange(answer=(201, b'{"session_token": "guessed-token-1"}'))
    assert "guessed-token-1" not in json.dumps(serialize(early, learnt(early, late)))


def test_headers_beyond_their_room_are_left_out_and_it_says_so(serialized, exchange):
    """Eighty of two kilobytes are no evidence of anything."""
    recorded = exchange()
    headers = [(f"X-{number}", "a" * 2000) for number in range(80)]
    record = serialized(replace(recorded, received=replace(recorded.received, headers=headers)))
    assert [header["name"] for header in record["response"]["headers"]] == ["X-0", "X-1", "X-2", "X-3"]
    assert record["note"] == "76 of 80 headers of the answer are not recorded"
    with pytest.raises(UnreadableEvidenceError, match="not recorded whole"):
        parse_exchange(record)


def test_a_line_is_cut_where_its_room_ends(serialized, exchange):
    """A header's value of that length is whole."""
    recorded = exchange()
    headers = [("X-A", "a" * LINE_LIMIT), ("X-B", "b" * (LINE_LIMIT + 1))]
    record = serialized(replace(recorded, received=replace(recorded.received, headers=headers)))
    assert [len(header["value"]) for header in record["response"]["headers"]] == [LINE_LIMIT] * 2
    assert LINE_LIMIT == 2048


class TestBudget:
    def test_exchanges_beyond_it_have_little_room(self, exchange):
        """They say so, and still show what was asked and how it was answered."""
        budget, redactor = EvidenceBudget(most=1000), Redactor()
        recorded = exchange(answer=(200, b"x" * 1000))
        whole, cut = (budget.serialize(recorded, redactor) for _ in range(2))
        assert "note" not in whole
        assert len(whole["response"]["body"]["value"]) == 1000
        assert cut["note"] == "cut: the run has recorded more than 9 MiB of exchanges"
        assert cut["response"]["body"]["note"] == "only the first 256 characters of 1000 bytes are shown"
        assert (cut["request"]["url"], cut["response"]["status"]) == (whole["request"]["url"], 200)

    def test_it_is_one_for_all_forked_processes(self, exchange):
        """What a child has recorded, its parent has no room for."""
        budget, redactor = EvidenceBudget(most=1000), Redactor()
        recorded = exchange(answer=(200, b"x" * 1000))
        pid = os.fork()
        if pid == 0:
            budget.serialize(recorded, redactor)
            os._exit(0)
        os.waitpid(pid, 0)
        assert "note" in budget.serialize(recorded, redactor)


WORDS = {
    TransportErrorKind.REFUSED: "refused the connection",
    TransportErrorKind.UNRESOLVED: "has a name that does not resolve",
    TransportErrorKind.TIMED_OUT: "did not answer in time",
    TransportErrorKind.CLOSED: "closed the connection before it had answered",
    TransportErrorKind.NOT_HTTP: "answered something that is not HTTP",
    TransportErrorKind.TLS: "could not be trusted over TLS",
    TransportErrorKind.TOO_LONG: "answered without end",
    TransportErrorKind.OTHER: "could not be spoken to",
}


@pytest.mark.parametrize("kind", TransportErrorKind)
def test_each_way_not_to_answer_has_its_words(kind):
    """They go on after "the target", and records of older runs are read by them."""
    assert str(TransportError(kind, "")) == WORDS[kind]
    assert str(TransportError(kind, "more")) == f"{WORDS[kind]} (more)"


@pytest.mark.parametrize("brackets", ["[]", "{}"])
@pytest.mark.parametrize(("count", "is_text"), [(200, False), (201, True)])
def test_a_part_with_very_many_arrays_is_shown_as_text(serialized, exchange, brackets, count, is_text):
    """Two hundred are readable."""
    part = "[" + ",".join([brackets] * (count - 1)) + "]"
    token = f"e30.{base64.urlsafe_b64encode(part.encode()).decode().rstrip('=')}.x"
    request = serialized(exchange(body=json.dumps({"identity_token": token}).encode()))["request"]
    claims = request["identity_token"]["claims"]
    assert claims == (f"{part.replace(',', ', ')} (as text, whole)" if is_text else json.loads(part))


def test_a_part_that_is_very_long_is_shown_as_text_and_cut(serialized, exchange, jws):
    """And says so."""
    body = json.dumps({"identity_token": jws({"long": "x" * 9000})}).encode()
    claims = serialized(exchange(body=body))["request"]["identity_token"]["claims"]
    assert claims.endswith("x (as text, cut)")
    assert len(claims) == BODY_LIMIT + len(" (as text, cut)")


def test_notes_of_a_body_are_words(serialized, exchange):
    """One behind the other."""
    body = serialized(exchange(answer=(200, b"\xff" * 9000)))["response"]["body"]
    assert body["note"] == (
        "the body is not UTF-8: its bytes in base64; only the first 8192 characters of 9000 bytes are shown"
    )


def test_a_received_header_is_found_in_any_case(exchange):
    """The first, or each of them; and an answer without a body is no JSON."""
    received = replace(exchange().received, headers=[("A", "1"), ("a", "2"), ("B", "3")], body=b"")
    assert (received.header("a"), received.header("c")) == ("1", None)
    assert received.header_values("A") == ["1", "2"]
    assert (received.json(), received.json_object()) == (None, {})
    assert replace(received, body=b'{"a": 1}').json_object() == {"a": 1}
    assert replace(received, body=b"[" * 100_000).json() is None
    assert replace(received, body=b"[1]").json_object() == {}


def test_the_path_of_a_request_has_its_query(exchange):
    """And nothing before it."""
    assert exchange(url="http://a.example/b/c?d=e").sent.path == "/b/c?d=e"
    assert exchange(url="http://a.example/b/c").sent.path == "/b/c"


def test_a_body_in_utf8_is_shown_as_text(serialized, exchange):
    """Whatever language it is in."""
    body = serialized(exchange(answer=(200, "größer".encode())))["response"]["body"]
    assert (body["encoding"], body["value"], body["size"]) == ("utf8", "größer", 8)


@pytest.mark.parametrize("name", ["Cookie", "Set-Cookie", "Proxy-Authorization", "proxy-authorization"])
def test_what_logs_somebody_in_is_withheld(serialized, exchange, name):
    """Known or not."""
    record = serialized(exchange(headers=[(name, "Basic abc")]))
    assert record["request"]["headers"] == [{"name": name, "value": fingerprint("header", "Basic abc")}]


def test_little_room_is_for_a_short_line_and_a_few_headers():
    """As docs/reports.md says."""
    assert (LITTLE.body, LITTLE.line, LITTLE.headers) == (256, 128, 512)


@pytest.mark.parametrize(
    "trace", ["364af5c9-3b7e-4e76-8e9c-2794cb2c67c1", "00-a449180b0fb948e4a3d287dbbf29c2bb-8e9c2794cb2c67c1-01"]
)
def test_what_names_a_request_is_shown_unless_a_target_makes_a_secret_of_it(serialized, exchange, trace):
    """It is drawn at random for each; a target may take it for its nonce."""
    headers = [("X-Request-Id", trace)]
    assert serialized(exchange(headers=headers))["request"]["headers"][0]["value"] == trace
    seen = serialized(exchange(headers=headers, answer=(201, json.dumps({"nonce": trace}).encode())))
    assert seen["request"]["headers"][0]["value"] == fingerprint("nonce", trace)
