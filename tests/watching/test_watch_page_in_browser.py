"""The page of a watch in a real browser."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from conformance.watching import Addresses, Board
from conformance.watching.person import Person


@dataclass
class Window:
    """The page of a watch that asks for a sign-in and a use, and all that it complains about and asks for."""

    page: Page
    addresses: Addresses
    address: str
    run: threading.Thread
    answers: list[object]
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(self) -> None:
        """Open it, and keep all that it does."""
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(self.address)


@pytest.fixture
def window(browser, listen):
    board = Board()
    addresses = listen(board)
    person, answers = Person(board, addresses.resting), []

    def lead() -> None:
        answers.append(person.ask("begin", {"layer_url": addresses.urls[0], "app_id": "app"}, lambda: ""))
        answers.append(person.ask("sign_in", {"user": "alice", "password": "<b>rabbit</b>"}, lambda: ""))
        board.tell("CONFORMS CLIENT-ASK-1: <i>how</i> a sign-in begins")
        answers.append(person.ask("use", {}, lambda: ""))
        board.finish()

    run = threading.Thread(target=lead, daemon=True)
    run.start()
    context = browser.new_context()
    address = f"{addresses.page_url}/{addresses.listeners[3].reference.key}/"
    window = Window(context.new_page(), addresses, address, run, answers)
    window.open()
    yield window
    context.close()


def test_a_person_is_led_through_a_sign_in(window):
    """By what the page says, on its buttons, without anything from elsewhere; what is judged appears, and the end."""
    page, status = window.page, window.page.get_by_role("status")
    expect(status).to_contain_text("as just installed")
    expect(page.get_by_text(window.addresses.urls[0], exact=True)).to_be_visible()
    page.get_by_role("button", name="Done").click()
    expect(status).to_have_text("Sign in as alice, and wait until that has worked or has failed.")
    expect(page.get_by_text("<b>rabbit</b>")).to_be_visible()
    page.get_by_role("button", name="Done: the app shows its user as signed in").focus()
    page.keyboard.press("Enter")
    expect(status).to_have_text("Now open a conversation, and wait until it is there or the app gives up.")
    expect(page.get_by_role("listitem")).to_have_text("CONFORMS CLIENT-ASK-1: <i>how</i> a sign-in begins")
    page.get_by_role("button", name="The app has no such thing").click()
    expect(status).to_have_text("The watch has ended: the reports are written.")
    expect(page.get_by_role("button")).to_have_count(0)
    window.run.join(10)
    assert window.answers == [
        {"ok": True, "signed_in": False},
        {"ok": True, "signed_in": True},
        {"ok": False, "unsupported": True},
    ]
    assert window.complaints == []
    assert all(url.startswith(window.address) for url in window.asked)
