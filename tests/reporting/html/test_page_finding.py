"""How people find something in the page, with a pointer, with a keyboard, and without scripts."""

import pytest
from playwright.sync_api import expect

ALL = ["NONCE-1", "NONCE-2", "NONCE-2", "SESSION-1", "SESSION-1", "NONCE-3", "NONCE-1", "SESSION-9"]


@pytest.fixture
def window(opened, of_each_kind):
    return opened(of_each_kind)


class TestFilters:
    @pytest.mark.parametrize(
        ("choices", "visible"),
        [
            ({"kind": "violated"}, ["NONCE-1"]),
            ({"kind": "untested"}, ["SESSION-1", "NONCE-3"]),
            ({"level": "SHOULD"}, ["NONCE-2", "NONCE-2"]),
            ({"chapter": "sessions"}, ["SESSION-1", "SESSION-1", "SESSION-9"]),
            ({"version": "1.0"}, ["NONCE-1", "NONCE-2", "SESSION-1"]),
            ({"version": "2.0", "level": "MUST"}, ["SESSION-1", "NONCE-1"]),
            ({"kind": "observed", "level": "MUST"}, []),
        ],
    )
    def test_they_show_what_was_chosen(self, window, choices, visible):
        """Verdict, level, chapter and version, together where several are chosen; how many is said."""
        window.choose(**choices)
        assert window.visible() == visible
        expect(window.page.get_by_role("status")).to_have_text(f"{len(visible)} of {len(ALL)} entries match.")

    def test_a_section_without_a_match_goes(self, window):
        """So that nobody scrolls through headings."""
        window.choose(kind="short")
        assert [each.is_visible() for each in window.page.locator(".kind").all()].count(True) == 1

    def test_all_of_it_comes_back(self, window):
        """By one button."""
        window.choose(kind="short")
        window.page.get_by_role("button", name="Show all").click()
        expect(window.page.get_by_role("status")).to_have_text(f"All {len(ALL)} entries are shown.")
        assert window.visible() == ALL


class TestSearch:
    @pytest.mark.parametrize(
        ("words", "visible"),
        [
            ("nonce-1", ["NONCE-1", "NONCE-1"]),
            ("session DISABLED_KEY", ["SESSION-1"]),
            ("no such thing", []),
            ("  ", ALL),
        ],
    )
    def test_it_finds_every_word_in_any_case(self, window, words, visible):
        """In all that an entry says, folded parts included."""
        window.page.get_by_role("searchbox").fill(words)
        assert window.visible() == visible

    def test_it_looks_into_exchanges(self, window):
        """A header's value is found."""
        window.page.get_by_role("searchbox").fill("application/json created")
        assert "NONCE-1" in window.visible()

    def test_a_key_leads_to_it(self, window):
        """The one that other pages have; in the field itself it is a sign as any other."""
        window.page.keyboard.press("/")
        expect(window.page.get_by_role("searchbox")).to_be_focused()
        window.page.keyboard.type("a/b")
        expect(window.page.get_by_role("searchbox")).to_have_value("a/b")
        window.page.keyboard.press("Enter")
        assert "NONCE-1" in window.visible()


class TestLinks:
    def test_a_link_leads_to_its_entry(self, opened, of_each_kind):
        """In a page that somebody has been sent."""
        window = opened(of_each_kind, "#SESSION-1-1.0")
        expect(window.page.locator('[id="SESSION-1-1.0"]')).to_be_in_viewport()
        expect(window.page.locator(".named")).to_have_attribute("data-kind", "untested")

    @pytest.mark.parametrize("scripts", [True, False])
    def test_it_does_so_in_a_long_page(self, opened, verdict, result, scripts):
        """Where most of what is above has never been laid out."""
        content = verdict(result(verdict="VIOLATES", observed="500 " * 100))
        (one,) = content["findings"]
        content["findings"] = [one | {"requirement": f"NONCE-{number}"} for number in range(300)]
        page = opened(content, "#NONCE-150-2.0", java_script_enabled=scripts).page
        expect(page.locator('[id="NONCE-150-2.0"]')).to_be_in_viewport()
        page.wait_for_timeout(500)
        expect(page.locator('[id="NONCE-150-2.0"]')).to_be_in_viewport()

    def test_the_id_alone_is_enough(self, opened, of_each_kind):
        """The first entry of the requirement is meant."""
        window = opened(of_each_kind, "#NONCE-2")
        expect(window.page.locator(".named")).to_have_attribute("data-kind", "short")
        expect(window.page.locator(".named")).to_be_in_viewport()

    def test_no_filter_hides_where_it_leads(self, window):
        """What was chosen before is taken back."""
        window.choose(kind="violated")
        window.page.evaluate("location.hash = '#SESSION-9-2.0'")
        expect(window.page.locator('[id="SESSION-9-2.0"]')).to_be_in_viewport()
        assert window.visible() == ALL

    @pytest.mark.parametrize("fragment", ["#nothing", "#%", "#%22%3E", "#"])
    def test_a_link_to_nothing_does_nothing(self, opened, of_each_kind, fragment):
        """Nor is it a complaint."""
        window = opened(of_each_kind, fragment)
        assert window.visible() == ALL
        assert window.complaints == []

    def test_no_two_things_have_one_name(self, window):
        """A link would lead to the wrong one."""
        ids = window.page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
        assert len(ids) == len(set(ids))

    def test_every_link_leads_somewhere(self, window):
        """Within the page, and nowhere else."""
        script = "[...document.links].map(each => each.getAttribute('href'))"
        links = window.page.evaluate(script)
        found = "link => link[0] === '#' && !!document.getElementById(decodeURIComponent(link.slice(1)))"
        assert [link for link in links if not window.page.evaluate(found, link)] == []


class TestFolding:
    def test_all_can_be_unfolded_and_folded(self, window):
        """By one button."""
        state = "[...document.querySelectorAll('.entry details')].map(each => each.open)"
        assert not any(window.page.evaluate(state))
        window.page.get_by_role("button", name="Unfold all").click()
        assert all(window.page.evaluate(state))
        window.page.get_by_role("button", name="Fold all").click()
        assert not any(window.page.evaluate(state))

    def test_a_command_is_copied(self, window):
        """To where it can be pasted."""
        window.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        entry = window.entry("NONCE-1", "violated")
        entry.get_by_text("Repeat it with curl").click()
        entry.get_by_role("button", name="Copy").click()
        expect(entry.get_by_role("button", name="Copied")).to_be_visible()
        assert window.page.evaluate("navigator.clipboard.readText()").startswith("curl -i -X POST")

    def test_the_keyboard_is_enough(self, window):
        """The first stop leads past the head; every link, field and fold can be reached."""
        page = window.page
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the findings")).to_be_focused()
        page.keyboard.press("Enter")
        reached = set()
        for _ in range(30):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.tagName"))
        assert {"INPUT", "SELECT", "BUTTON", "A", "SUMMARY"} <= reached


class TestWithoutScripts:
    def test_everything_is_there(self, opened, of_each_kind):
        """And nothing that would need one."""
        window = opened(of_each_kind, java_script_enabled=False)
        for number in range(len(ALL)):
            expect(window.page.locator(".entry").nth(number)).to_be_visible()
        expect(window.page.locator("#filters")).to_be_hidden()

    def test_links_and_folds_work(self, opened, of_each_kind):
        """They are the browser's own."""
        window = opened(of_each_kind, "#SESSION-9-2.0", java_script_enabled=False)
        expect(window.page.locator('[id="SESSION-9-2.0"]')).to_be_in_viewport()
        entry = window.entry("NONCE-1", "violated")
        entry.locator("summary").first.click()
        expect(entry.locator(".scenarios")).to_be_visible()
