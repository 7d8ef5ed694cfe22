"""The Cucumber project's own packages take `messages.ndjson`: its reader, and the formatter that makes a page."""

import json
import subprocess

import cucumber_messages
import pytest
from cucumber_messages.json_converter import JsonDataclassConverter
from npm_packages import npm_modules
from playwright.sync_api import expect

from conformance.reporting.formats import FORMATS

VERSION = "24.2.0"
#: A program that makes a page of the messages of standard input.
FORMAT = """
import { CucumberHtmlStream } from "@cucumber/html-formatter";
import { readFileSync } from "node:fs";
const page = new CucumberHtmlStream();
page.pipe(process.stdout);
for (const line of readFileSync(0, "utf8").trimEnd().split("\\n")) page.write(JSON.parse(line));
page.end();
"""


def test_the_official_reader_loses_nothing(verdict):
    """What it has read it writes as it was: no member is one that it does not know."""
    converter = JsonDataclassConverter(module_scope=cucumber_messages)
    envelopes = [json.loads(line) for line in FORMATS["messages.ndjson"](verdict).splitlines()]
    read = [converter.from_dict(each, cucumber_messages.Envelope) for each in envelopes]
    assert [converter.to_dict(each) for each in read] == envelopes
    strange = converter.from_dict({"meta": envelopes[0]["meta"] | {"stranger": 1}}, cucumber_messages.Envelope)
    assert "stranger" not in converter.to_dict(strange)["meta"]


@pytest.fixture
def page(tmp_path, browser):
    """Return what opens the formatter's page of a run."""
    npm_modules(tmp_path, f"@cucumber/html-formatter@{VERSION}")
    (tmp_path / "format.mjs").write_text(FORMAT)

    def show(run):
        told = FORMATS["messages.ndjson"](run).encode()
        done = subprocess.run(["node", "format.mjs"], cwd=tmp_path, input=told, capture_output=True, check=True)
        (tmp_path / "page.html").write_bytes(done.stdout)
        window = browser.new_page()
        window.goto((tmp_path / "page.html").as_uri())
        return window

    return show


def test_the_official_page_shows_the_feature_as_it_stands(page, report, result):
    """With its rule and its rows, the verdict at the step, and the exchanges that decide it."""
    name = "a new identity token for a nonce that has opened a session"
    window = page(report(result("NONCE-3", "VIOLATES", scenario=name, expected="401", observed="201")))
    for text in ("Rule: A nonce opens at most one session", "that has opened a session", "expected 401, observed 201"):
        expect(window.locator("body")).to_contain_text(text)
    expect(window.get_by_text("POST http://layer.example/nonces: 201")).to_have_count(1)
    window.close()
