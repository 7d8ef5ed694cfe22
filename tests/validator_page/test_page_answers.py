"""What the page's paths answer, and to whom."""

from __future__ import annotations

import json
import re

import pytest

from conformance.validator_page import PATHS, PageRequest, respond

HOST = "127.0.0.1:8080"
CHECK = "/validator/check"
OWN = {"Host": HOST, "Origin": f"http://{HOST}", "Content-Type": "application/json"}
ASSETS = sorted(set(PATHS) - {CHECK})


def ask(method, path, body=b"", peer="127.0.0.1", **headers):
    """Ask as the page's own browser would; a header is replaced by name, or left out where it is empty."""
    sent = {**OWN, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return respond(PageRequest(method, path, lambda name: sent.get(name) or None, body, peer), lambda: 1461023254.0)


def check(known, **headers):
    """Send a form; `form` replaces its fields."""
    form = {"token": known.draft().signed(), "public_key": known.public_pem, **headers.pop("form", {})}
    return ask("POST", CHECK, json.dumps(form).encode(), **headers)


def header(answered, name):
    return dict(answered.headers).get(name)


class TestAssets:
    @pytest.mark.parametrize("path", ASSETS)
    def test_they_are_sent_with_a_policy_that_allows_nothing_else(self, path):
        """No script but the page's own, no connection but to its own server, no page around it, nothing kept."""
        answered = ask("GET", f"{path}?from=bookmark")
        policy = header(answered, "Content-Security-Policy")
        assert answered.status == 200
        assert answered.body
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert header(answered, "Cache-Control") == "no-store"
        assert header(answered, "X-Content-Type-Options") == "nosniff"

    @pytest.mark.parametrize("path", ASSETS)
    def test_head_has_the_headers_alone(self, path):
        """With the length of what GET would send."""
        head = ask("HEAD", path)
        assert (head.status, head.body) == (200, b"")
        assert header(head, "Content-Length") == str(len(ask("GET", path).body))

    @pytest.mark.parametrize("path", ASSETS)
    def test_nothing_in_them_leads_elsewhere(self, path):
        """They work without network access: no address but those of namespaces and of the page itself."""
        text = ask("GET", path).body.decode()
        assert not re.search(r"(?:https?|wss?|data):(?!//www\.w3\.org/2000/svg)", text)
        assert not re.search(r'(?:src|href|action)="(?!/validator/)', text)
        assert "@import" not in text

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
    def test_they_are_only_read(self, method):
        """405, with the methods that there are."""
        answered = ask(method, "/validator")
        assert (answered.status, header(answered, "Allow")) == (405, "GET, HEAD")


class TestCheck:
    def test_a_right_token_is_ok(self, known):
        """The parts, header and claims to be shown, and every check with its reason."""
        whole = json.loads(check(known).body)
        assert whole["ok"] is True
        assert whole["summary"] == "not checked: times; 16 checks ok"
        assert len(whole["parts"]) == 3
        assert whole["header"].startswith('{\n  "typ": "JWT"')
        assert [entry["id"] for entry in whole["checks"]][:2] == ["parts", "base64url"]

    def test_the_optional_fields_are_compared(self, known):
        """Ids without the blanks around them; a user and a nonce as they are."""
        right = {
            "provider_id": f" {known.provider_id}\n",
            "key_id": known.key_id,
            "nonce": known.nonce,
            "user": "alice",
        }
        assert json.loads(check(known, form=right).body)["summary"] == "not checked: times; 16 checks ok"
        wrong = {"nonce": "other", "user": "bob"}
        assert json.loads(check(known, form=wrong).body)["summary"].startswith("failed: prn, nce;")

    def test_times_are_judged_when_asked_for(self, known):
        """By the clock that is passed in."""
        whole = json.loads(check(known, form={"times": True}).body)
        assert "failed: time: iat" in whole["summary"]

    def test_a_form_with_the_token_alone_is_checked(self, known):
        """Everything else is optional."""
        answered = ask("POST", CHECK, json.dumps({"token": known.draft().signed()}).encode())
        assert json.loads(answered.body)["summary"] == "not checked: signature, times; 15 checks ok"

    @pytest.mark.parametrize(
        ("field", "text", "sentence"),
        [
            ("token", "", "This is empty"),
            ("token", "https://id.acme.example", "This is a URL"),
            ("public_key", "secret-word", "This is no key in PEM"),
            ("key_id", "secret-word", "This should be layer:///keys/UUID or a UUID."),
            ("provider_id", "layer:///keys/x", "This should be layer:///providers/UUID or a UUID."),
        ],
    )
    def test_what_cannot_be_checked_names_its_field(self, known, field, text, sentence):
        """And does not repeat it."""
        answered = check(known, form={field: text})
        whole = json.loads(answered.body)
        assert (answered.status, whole["field"]) == (422, field)
        assert sentence in whole["problem"]
        assert b"secret-word" not in answered.body

    @pytest.mark.parametrize("field", ["token", "public_key", "provider_id", "key_id", "nonce", "user"])
    def test_a_private_key_is_refused_wherever_it_stands(self, known, field):
        """Without an echo: the browser should not have sent it."""
        answered = check(known, form={field: known.private_pem})
        assert answered.status == 422
        assert json.loads(answered.body)["problem"].startswith("This is a private key")
        assert known.private_pem.splitlines()[1].encode() not in answered.body

    def test_whatever_a_token_holds_the_answer_is_ascii_json(self, known):
        """Broken characters and markup are data."""
        draft = known.draft().with_claims(first_name="<script>alert(1)</script>", last_name="\u202e")
        answered = check(known, form={"token": draft.signed()})
        assert answered.body.isascii()
        assert header(answered, "Content-Type") == "application/json"
        assert "<script>" in json.loads(answered.body)["claims"]


BROKEN = {
    "no JSON": b"token=x",
    "an array": b"[]",
    "a number as token": b'{"token":1}',
    "null as key": b'{"token":"x","public_key":null}',
    "nesting": b"[" * 100_000,
    "bytes that are no text": b"\xff\xfe",
}


class TestRefusals:
    @pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
    def test_what_the_page_does_not_send_is_refused(self, body):
        """400, in one sentence."""
        answered = ask("POST", CHECK, body)
        assert (answered.status, json.loads(answered.body)["problem"]) == (400, "This is not what the page sends.")

    def test_a_body_has_its_limit(self):
        """413, whatever it holds."""
        assert ask("POST", CHECK, b"x" * (256 * 1024 + 1)).status == 413

    @pytest.mark.parametrize(
        "origin", ["", "null", "http://evil.example", "https://127.0.0.1:8080", "http://127.0.0.1:9"]
    )
    def test_another_page_is_refused(self, known, origin):
        """Whoever else is open in the browser can not drive the validator."""
        assert check(known, Origin=origin).status == 403

    def test_a_browser_that_says_cross_site_is_believed(self, known):
        """Sec-Fetch-Site is beyond the reach of a page."""
        assert check(known, Sec_Fetch_Site="cross-site").status == 403
        assert check(known, Sec_Fetch_Site="same-origin").status == 200

    @pytest.mark.parametrize("label", ["", "text/plain", "application/x-www-form-urlencoded"])
    def test_a_form_of_html_is_refused(self, known, label):
        """Those can be sent across origins without asking."""
        assert check(known, Content_Type=label).status == 415

    @pytest.mark.parametrize(
        "host", ["evil.example", "evil.example:8080", "", "127.0.0.1.evil.example", "[::", "192.168.1.2"]
    )
    @pytest.mark.parametrize("path", ["/validator", CHECK])
    def test_a_name_that_anybody_can_point_here_is_refused(self, host, path):
        """DNS rebinding: the browser would take another page's address for the validator's."""
        assert ask("GET", path, Host=host).status == 403

    @pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", "127.8.8.8:80", "[::1]:8080", "LOCALHOST"])
    def test_every_name_of_this_machine_will_do(self, host):
        """On any port."""
        assert ask("GET", "/validator", Host=host).status == 200

    @pytest.mark.parametrize("peer", ["192.168.1.2", "2001:db8::1", "", "::ffff:192.168.1.2"])
    def test_another_machine_is_refused(self, known, peer):
        """Nothing leaves the machine, whatever address the server listens on."""
        assert ask("GET", "/validator", peer=peer).status == 403
        assert check(known, peer=peer).status == 403

    @pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
    def test_this_machine_is_served(self, known, peer):
        """By either version of IP."""
        assert check(known, peer=peer).status == 200

    @pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "OPTIONS"])
    def test_a_check_is_posted(self, method):
        """A preflight of another origin gets no leave."""
        answered = ask(method, CHECK)
        assert (answered.status, header(answered, "Allow")) == (405, "POST")
        assert header(answered, "Access-Control-Allow-Origin") is None

    def test_a_fault_of_ours_is_not_told(self, known, monkeypatch):
        """It could hold a token."""

        def falls_over(*_):
            raise RuntimeError(known.nonce)

        monkeypatch.setattr("conformance.validator_page.page.check_form", falls_over)
        answered = check(known)
        assert answered.status == 500
        assert known.nonce.encode() not in answered.body

    def test_a_request_does_not_show_its_body(self, known):
        """Neither in a traceback nor in a log."""
        assert "token" not in repr(PageRequest("POST", CHECK, lambda name: None, b'{"token":"x"}', "::1"))
