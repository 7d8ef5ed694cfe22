"""Allure's page is packed, and unpacked by the browser."""

import base64

from conformance.reporting.allure.single_file import pack

#: As the tested version of Allure builds it: the program writes down what it is handed.
PROGRAM = "document.title = atob(window.allureReportData['a/b.json']).length + ' ' + window.allureReportDataReady;"


def _coded(text):
    return base64.b64encode(text.encode()).decode()


def _page(value):
    handed = f'd("a/b.json","{_coded(value)}")'
    data = f"<script defer>\n      Promise.allSettled([{handed}]).then()</script>"
    program = f'<script   src="data:text/javascript;base64,{_coded(PROGRAM)}"></script>'
    return f"<!doctype html><html><body>{program}<p>between</p>{data}</body></html>"


def test_the_program_finds_its_data(browser, tmp_path):
    """Unchanged, letters beyond ASCII among them, and a page that is much smaller."""
    page = _page("ä" * 100_000)
    small = pack(page)
    assert len(small) * 20 < len(page)
    file = tmp_path / "page.html"
    file.write_text(small, encoding="utf-8")
    window = browser.new_page()
    window.goto(file.as_uri())
    window.wait_for_function("document.title !== ''")
    assert window.title() == "200000 true"
    assert pack(page) == small


def test_a_page_of_another_make_stays_as_it_is():
    """Another version of Allure is shown as it is, and not broken."""
    assert pack("<html>another</html>") == "<html>another</html>"
