"""The page in a real browser: by keyboard alone, and without any network but its own server."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect


class TestByKeyboard:
    def test_a_token_is_pasted_and_checked(self, window, known):
        """Nothing but the keyboard: paste, tab, paste, tab to the box and to the button."""
        window.paste(known.draft().signed())
        for text in (known.public_pem, known.provider_id, known.key_id, known.nonce, known.user):
            window.press("Tab")
            window.paste(text)
        window.press("Tab", "Space", "Tab", "Enter")
        expect(window.summary).to_have_text("✓ all 20 checks ok")
        expect(window.page.get_by_label("Claims", exact=True)).to_contain_text('"prn": "alice"')
        assert window.complaints == []

    def test_control_and_enter_check_from_any_field(self, window, known):
        """Enter alone is a line break."""
        window.paste(known.draft().with_header(typ="JWS").signed())
        window.press("Control+Enter")
        expect(window.summary).to_contain_text("failed: typ; not checked: signature, times")

    def test_what_has_the_focus_is_seen(self, window):
        """Every stop has a frame, and they come in the order of the form."""
        stops = []
        for _ in range(9):
            stops.append(window.page.evaluate("document.activeElement.id || document.activeElement.type"))
            # Its style sheet may come later than the page.
            window.page.wait_for_function("getComputedStyle(document.activeElement).outlineStyle === 'solid'")
            window.press("Tab")
        fields = ["token", "public_key", "provider_id", "key_id", "nonce", "user", "times"]
        assert stops == [*fields, "submit", "reset"]

    def test_clear_leaves_nothing(self, window, known):
        """Neither in the form nor in the result; the focus is where a new token goes."""
        window.check(known.draft().signed())
        expect(window.page.locator("#checks li")).to_have_count(20)
        window.page.get_by_role("button", name="Clear").press("Enter")
        expect(window.summary).to_have_text("No token has been checked yet.")
        expect(window.page.get_by_label("Identity token")).to_be_focused()
        assert window.page.get_by_label("Identity token").input_value() == ""
        assert known.nonce not in window.page.content()


class TestResult:
    def test_the_parts_are_coloured_and_decoded(self, window, known):
        """Three colours; header and claims as they read."""
        token = known.draft().signed()
        window.check(token)
        expect(window.page.locator("#parts")).to_have_text(token)
        parts = window.page.locator("#parts span")
        assert parts.all_inner_texts() == token.split(".")
        assert len({part.evaluate("part => getComputedStyle(part).color") for part in parts.all()}) == 3
        expect(window.page.get_by_label("Header", exact=True)).to_contain_text('"cty": "layer-eit;v=1"')

    def test_a_failed_check_has_its_reason_and_its_cause(self, window, known):
        """In words, not in colour alone."""
        window.check(known.draft().with_claims(iat=1461023254000).signed(), known.public_pem)
        text = "failed: iat is in milliseconds: 1461023254000; the documents say seconds"
        expect(window.item("iat")).to_contain_text(text)
        expect(window.item("iat").locator("code")).to_have_text("eit_not_before")
        expect(window.item("signature")).to_contain_text("verified with the public key")

    def test_the_answer_of_a_server_can_be_pasted(self, window, known):
        """The note says what was checked."""
        window.check(f'{{"identity_token": "{known.draft().signed()}"}}')
        expect(window.page.get_by_text("The token was taken out of JSON, identity_token.")).to_be_visible()

    def test_markup_in_a_token_is_text(self, window, known):
        """A claim with a script in it does not run, nor does one in the header, in a part or in a reason."""
        evil = "<img src=x onerror=alert(1)><script>alert(2)</script>"
        draft = known.draft().with_claims(first_name=evil, prn=evil, **{evil: evil}).with_header(typ=evil, **{evil: 1})
        window.check(draft.signed())
        expect(window.page.get_by_label("Claims", exact=True)).to_contain_text("<script>alert(2)</script>")
        expect(window.item("typ")).to_contain_text("<img src=x onerror=alert(1)>")
        window.check(f"{evil}.{evil}.{evil}")
        expect(window.summary).to_contain_text("failed: base64url")
        assert window.page.locator("#details img, #details script").count() == 0
        assert window.complaints == []

    def test_the_summary_is_green_only_where_the_signature_was_checked(self, window, known):
        """Without a key, nothing is known about the signer."""
        window.check(known.draft().signed())
        expect(window.summary).to_have_class("not-checked")
        window.check(known.draft().signed(), known.public_pem)
        expect(window.summary).to_have_class("ok")

    def test_the_summary_is_read_out(self, window):
        """A live region: whoever does not see the page hears how it went."""
        expect(window.summary).to_have_attribute("aria-live", "polite")


class TestProblems:
    @pytest.mark.parametrize("label", ["Identity token", "Public key", "Nonce"])
    def test_a_private_key_never_leaves_its_field(self, window, known, label):
        """It is cleared as soon as it is pasted, and nothing of it is sent."""
        window.page.get_by_label(label).focus()
        window.paste(known.private_pem)
        expect(window.alert("That was a private key. It was not sent")).to_be_visible()
        assert window.page.get_by_label(label).input_value() == ""
        window.press("Control+Enter")
        expect(window.summary).to_have_text("The token was not checked: see the form.")
        assert not any("PRIVATE" in sent for sent in window.sent)

    def test_a_private_key_that_was_not_typed_is_held_back_too(self, window, known):
        """Such as one that the browser has filled in."""
        window.page.evaluate("text => { document.getElementById('public_key').value = text }", known.private_pem)
        window.page.get_by_role("button", name="Check the token").press("Enter")
        expect(window.alert("That was a private key")).to_be_visible()
        assert not any(window.sent)

    def test_a_problem_stands_at_its_field(self, window, known):
        """The field is marked, has the focus, and is described by the sentence."""
        window.check(known.draft().signed(), "no key")
        field = window.page.get_by_label("Public key")
        expect(window.alert("This is no key in PEM")).to_be_visible()
        expect(field).to_be_focused()
        assert field.get_attribute("aria-invalid") is not None
        assert "public_key-problem" in field.get_attribute("aria-describedby")
        expect(window.page.locator("#details")).to_be_hidden()

    def test_a_server_that_has_ended_is_told(self, window, known):
        """In a sentence that helps."""
        window.page.route("**/validator/check", lambda route: route.abort())
        window.check(known.draft().signed())
        expect(window.summary).to_contain_text("is layer-conformance serve still running?")

    @pytest.mark.parametrize(
        ("length", "sentence"), [(300_000, "longer than 256 KiB"), (5_000_000, "body is too long")]
    )
    def test_an_enormous_token_is_refused_in_a_sentence(self, window, length, sentence):
        """Whichever limit it meets: the page's or the server's."""
        window.page.evaluate("length => { document.getElementById('token').value = 'x'.repeat(length) }", length)
        window.page.get_by_role("button", name="Check the token").press("Enter")
        expect(window.summary).to_contain_text(sentence)


def test_another_page_in_the_same_browser_cannot_drive_it(browser, url):
    """Neither by asking for a check nor by showing the page in a frame."""
    page = browser.new_page()
    page.route("http://evil.example/", lambda route: route.fulfill(body="<p>evil", content_type="text/html"))
    page.goto("http://evil.example/")
    ask = """async ([url, type]) => {
      try {
        const form = {method: "POST", headers: {"Content-Type": type}, body: '{"token":"e30.e30.e30"}'};
        return (await fetch(url, form)).status;
      } catch { return "refused"; }
    }"""
    assert page.evaluate(ask, [f"{url}/validator/check", "application/json"]) == "refused"
    assert page.evaluate(ask, [f"{url}/validator/check", "text/plain"]) == "refused"
    show = "url => { document.body.append(Object.assign(document.createElement('iframe'), {src: url})) }"
    page.evaluate(show, f"{url}/validator")
    page.wait_for_timeout(500)
    assert all("Identity token validator" not in frame.content() for frame in page.frames)
    page.close()
