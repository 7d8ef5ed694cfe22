"""What the page says of a run, and in which order."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from conformance.reporting.html import page_of
from conformance.reporting.run import Run

ORDER = ["violated", "short", "inconclusive", "error", "known", "untested", "conforms", "inapplicable", "observed"]


def kinds(window):
    """Return the sections that are there, in order."""
    return window.page.evaluate("[...document.querySelectorAll('.kind')].map(each => each.id)")


def words(locator):
    """Return the text of an element, those parts included that are only read out, with single blanks."""
    return " ".join(locator.inner_text().split())


@pytest.mark.parametrize(("count", "reason", "summaries"), [(11, "", 1), (11, ", on port {}", 0), (10, "", 0)])
def test_what_many_have_in_common_is_told_once(report, result, count, reason, summaries):
    """A target that is not there leaves all undecided for one reason: two hundred entries tell nothing more."""
    reasons = ["the target refused the connection" + reason.format(number) for number in range(count)]
    page = page_of(
        report(
            *(
                result(verdict="INCONCLUSIVE", version=f"{number}.0", observed=f"{number}", reason=each)
                for number, each in enumerate(reasons)
            )
        )
    )
    folded = '<details class="fold"><summary>All 11 entries: the target refused the connection</summary>'
    assert page.count(folded) == page.count('<details class="fold">') == summaries


class TestHead:
    @pytest.mark.parametrize(
        ("seen", "told"),
        [
            (("CONFORMS", 0), ("Acme, staging conforms.", "conforms")),
            (("FALLS_SHORT", 0), ("Acme, staging conforms, with warnings.", "short")),
            (("VIOLATES", 0), ("Acme, staging does not conform.", "violated")),
            (("INCONCLUSIVE", 0), ("This run cannot say whether Acme, staging conforms.", "inconclusive")),
            (("CONFORMS", 1), ("Nothing wrong was seen at Acme, staging, but not everything was tested.", "untested")),
        ],
    )
    def test_one_sentence_says_the_verdict(self, opened, verdict, result, seen, told):
        """In words, with a mark, the suite's own word and its reason; only CONFORMANT is green."""
        content = verdict(result(verdict=seen[0]), missing=seen[1])
        page, (sentence, tone) = opened(content).page, told
        expect(page.locator("h1")).to_contain_text(sentence)
        expect(page.locator(".top")).to_have_class(f"top {tone}")
        expect(page.locator(".reason .word")).to_have_text(f"{content['verdict']} to full (1.0, 2.0)")
        expect(page.locator(".reason")).to_contain_text(content["reason"][1:])

    def test_what_was_tested_is_said(self, opened, verdict, result):
        """Target, address without credentials, versions, suite, date, clock, extent, configuration."""
        content = verdict(result(), missing=3)
        content["target"]["configuration"] = {"headers sent": "X-Env"}
        facts = opened(content).page.locator("main .facts").inner_text()
        for text in (
            "Acme, staging (server)",
            "http://layer.example",
            "1.0, 2.0",
            "layer-conformance 0.1.0",
            "14 November 2023, 22:13 UTC",
            "2 s ahead, give or take 1 s",
            "1 requirement in 1 scenario, of 4 scenarios; 17 requests in 3.2 s",
            "X-Env",
        ):
            assert text in facts
        assert "bob" not in facts

    def test_the_numbers_are_those_of_requirements(self, opened, of_each_kind):
        """Each leads to its section."""
        page = opened(of_each_kind).page
        tiles = page.locator(".tiles li")
        assert [re.sub(r"\s+", " ", text) for text in tiles.all_inner_texts()] == [
            "✗ 1 Violated",
            "! 1 Falls short",
            "? 1 Inconclusive",
            "◆ 1 Known issue",
            "\N{EN DASH} 2 Not tested",
            "✓ 1 Conforms",
            "○ 1 Observed",
        ]
        page.locator(".tiles").get_by_role("link", name="Known issue").click()
        expect(page.locator("#known-title")).to_be_in_viewport()

    def test_what_the_run_has_left_behind_is_said(self, opened, verdict, result):
        """So that somebody can end it."""
        page = opened({**verdict(result()), "left_open": ["a session of NONCE-1", "another"]}).page
        page.get_by_text("Left open at the target: 2 sessions").click()
        expect(page.get_by_text("a session of NONCE-1")).to_be_visible()


class TestOrder:
    def test_what_needs_somebody_comes_first(self, opened, of_each_kind):
        """Failures, warnings, what is inconclusive, known, not tested; then what conforms, then what was observed."""
        assert kinds(opened(of_each_kind)) == [each for each in ORDER if each not in ("error", "inapplicable")]

    def test_the_suites_own_errors_stand_by_themselves(self, opened, verdict, result):
        """They say nothing of the target."""
        content = verdict(result(), result("NONCE-2", "ERROR", reason="the suite itself failed: KeyError"))
        window = opened(content)
        assert kinds(window) == ["error", "untested", "conforms"]
        expect(window.entry("NONCE-2")).to_contain_text("the suite itself failed: KeyError")


class TestEntry:
    @pytest.fixture
    def broken(self, verdict, result):
        """A requirement that is violated in the same way in two versions."""
        texts = {"expected": "422 invalid_property", "observed": "201 with session_token", "scenario": "a spent nonce"}
        return verdict(
            *(result(verdict="VIOLATES", version=version, **texts) for version in ("1.0", "2.0")),
            result(version="2.0", scenario="a new nonce"),
        )

    def test_the_same_in_two_versions_is_said_once(self, opened, broken):
        """With a permanent link for each."""
        entry = opened(broken).entry("NONCE-1")
        assert entry.count() == 1
        links = entry.locator("a.chip")
        assert [link.get_attribute("id") for link in links.all()] == ["NONCE-1-1.0", "NONCE-1-2.0"]
        assert [link.get_attribute("href") for link in links.all()] == ["#NONCE-1-1.0", "#NONCE-1-2.0"]

    def test_two_different_things_are_said_twice(self, opened, verdict, result):
        """A version that conforms is not hidden by one that does not."""
        window = opened(verdict(result(version="1.0"), result(verdict="VIOLATES", version="2.0", observed="500")))
        assert [window.entry("NONCE-1", kind).count() for kind in ("violated", "conforms")] == [1, 1]

    def test_all_that_a_stranger_needs_is_there(self, opened, broken):
        """The documents' words and place, why, expected beside observed, hint, scenario."""
        entry = opened(broken).entry("NONCE-1")
        expect(entry.locator("h3")).to_have_text("NONCE-1 The title of NONCE-1")
        expect(entry.locator(".expected")).to_contain_text("422 invalid_property")
        expect(entry.locator(".observed-text")).to_contain_text("201 with session_token")
        for text in (
            "A sentence of the documents.",
            "The documents: Client API 2.0, a section",
            "Because of an attacker.",
            "Do it in one step.",
            "a spent nonce",
            "MUST",
        ):
            expect(entry).to_contain_text(text)
        left, right = (entry.locator(part).bounding_box() for part in (".expected", ".observed-text"))
        assert left["y"] == right["y"]
        assert left["x"] + left["width"] <= right["x"]

    def test_the_exchange_is_shown_with_headers_and_body(self, opened, broken):
        """Indented, with its fingerprints, and with a fault where there was no answer."""
        entry = opened(broken).entry("NONCE-1")
        summary = entry.get_by_text("The exchange in version 2.0: POST /nonces → 201, POST /nonces → no answer")
        summary.click()
        exchanges = summary.locator("..")
        expect(exchanges).to_contain_text("POST http://layer.example/nonces → 201 Created")
        expect(exchanges).to_contain_text("Accept: a/b")
        expect(exchanges.locator("pre", has_text='"nonce"')).to_have_text(
            re.compile(r'^{\n  "nonce": "\[nonce \w{8}\]"\n}$')
        )
        expect(exchanges).to_contain_text("The target did not answer")

    def test_the_command_that_repeats_it_is_there(self, opened, broken):
        """One a version."""
        entry = opened(broken).entry("NONCE-1")
        entry.get_by_text("Repeat it with curl in version 1.0").click()
        expect(entry.locator("pre.copied").first).to_have_text(
            re.compile("^curl -i -X POST http://layer.example/nonces")
        )

    def test_every_scenario_is_listed_with_its_verdict(self, opened, broken):
        """In a word as well, for those who are read to."""
        entry = opened(broken).entry("NONCE-1")
        entry.get_by_text("Its 3 scenarios").click()
        seen = [words(each) for each in entry.locator(".scenarios li").all()]
        assert seen == [
            "✗ a spent nonce [1.0] Violated",
            "✗ a spent nonce [2.0] Violated",
            "✓ a new nonce [2.0] Conforms",
        ]

    def test_a_doubt_stands_beside_what_conforms(self, opened, verdict, result):
        """Where the target may have changed meanwhile, green alone would say too much."""
        entry = opened(verdict(result(reason="suspect: the target was restarted"))).entry("NONCE-1")
        expect(entry).to_contain_text("But suspect: the target was restarted")


class TestRest:
    def test_the_matrix_is_as_good_as_the_worst_in_each_cell(self, opened, of_each_kind):
        """Chapters by versions, and each cell leads to the first of what is worst in it."""
        page = opened(of_each_kind).page
        rows = page.locator("section[aria-labelledby=matrix] tbody tr")
        cells = [[words(cell) for cell in row.locator("td").all()] for row in rows.all()]
        assert cells == [
            ["✗1 violated ?1 inconclusive", "!1 falls short ✓1 conforms", "\N{EN DASH}1 not tested"],
            ["\N{EN DASH}1 not tested", "◆1 known issue", "nothing"],
        ]
        cell = rows.first.locator("td").first
        expect(cell).to_have_class("violated")
        cell.get_by_role("link").click()
        expect(page.locator('[id="NONCE-1-1.0"]')).to_be_in_viewport()

    def test_known_issues_have_their_expiry(self, opened, verdict, result, known_issue):
        """Those that excuse nothing any more, too."""
        issues = [known_issue("SESSION-1", date(2026, 12, 31)), known_issue("NONCE-1", date(2023, 1, 1))]
        page = opened(verdict(result(), result("SESSION-1", "KNOWN", reason="known until then"), known=issues)).page
        table = page.locator("#known table")
        expect(table).to_contain_text(re.compile(r"SESSION-1\s*2026-12-31\s*violated, and excused"))
        expect(table).to_contain_text(re.compile(r"NONCE-1\s*2023-01-01\s*expired before this run"))

    def test_what_was_not_tested_is_said_with_the_reason(self, opened, of_each_kind):
        """What is not claimed, what was not run, and which actors nobody has looked at."""
        section = opened(of_each_kind).page.locator("#untested")
        expect(section).to_contain_text("the target file does not declare disabled_key")
        expect(section).to_contain_text("no scenario of it was run")
        expect(section).to_contain_text("Not examined in this run: provider, client.")

    def test_a_requirement_of_which_a_part_was_run_is_there_too(self, opened, verdict, result):
        """Beside what the part has shown."""
        window = opened(verdict(result("NONCE-3", "CONFORMS", None), missing=3))
        expect(window.entry("NONCE-3", "untested")).to_contain_text("only some of its scenarios were run: 1 of 3")
        assert window.entry("NONCE-3", "conforms").count() == 1

    def test_an_early_end_is_said(self, opened, verdict, result):
        """Where somebody looks for what is missing."""
        page = opened(verdict(result(), cut_short=True)).page
        expect(page.locator("#untested")).to_contain_text("The run was cut short")

    def test_what_was_observed_is_told_and_not_judged(self, opened, of_each_kind):
        """With what was seen, case by case."""
        section = opened(of_each_kind).page.locator("#observed")
        expect(section).to_contain_text("counts neither for nor against the target")
        expect(section.locator(".seen")).to_have_text(re.compile("A nonce is issued: 204"))

    def test_nothing_but_what_conforms_is_green(self, opened, of_each_kind):
        """Neither in its section, nor in the numbers, nor in the matrix."""
        page = opened(of_each_kind).page
        green = page.evaluate("getComputedStyle(document.querySelector('.entry.conforms')).borderLeftColor")
        script = "[...document.querySelectorAll('.entry')].filter(e => getComputedStyle(e).borderLeftColor === %r)"
        marked = page.evaluate(f"{script % green}.map(e => e.dataset.kind)")
        assert set(marked) == {"conforms"}


def test_the_page_is_the_same_for_the_same_verdict(of_each_kind):
    """Made again, it can be compared."""
    first, second = (page_of(Run.from_json(of_each_kind)) for _ in range(2))
    assert first == second


def test_a_verdict_of_an_earlier_run_has_a_page(opened, verdict, result):
    """One in which the documents' words do not stand yet."""
    content = verdict(result(verdict="VIOLATES", observed="500"))
    for name in ("chapter", "sentence", "source", "why", "hint"):
        del content["findings"][0][name]
    for name in ("versions", "clock", "configuration"):
        del content["target"][name]
    expect(opened(content).entry("NONCE-1")).to_contain_text("500")
