"""The page of a watch in a real browser."""

from __future__ import annotations

import threading

from playwright.sync_api import expect

from conformance.watching import Board
from conformance.watching.person import Person


def test_a_person_is_led_through_a_sign_in(browser, listen):
    """By what the page says, on its buttons, without anything from elsewhere; what is judged appears, and the end."""
    board = Board()
    addresses = listen(board)
    page_address = f"{addresses.page_url}/{addresses.listeners[3].reference.key}/"
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
    page, complaints, asked = context.new_page(), [], []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page_address)
    said = page.get_by_role("status")
    expect(said).to_contain_text("as just installed")
    expect(page.get_by_text(addresses.urls[0], exact=True)).to_be_visible()
    page.get_by_role("button", name="Done").click()
    expect(said).to_have_text("Sign in as alice, and wait until that has worked or has failed.")
    expect(page.get_by_text("<b>rabbit</b>")).to_be_visible()
    page.get_by_role("button", name="Done: the app shows its user as signed in").focus()
    page.keyboard.press("Enter")
    expect(said).to_have_text("Now open a conversation, and wait until it is there or the app gives up.")
    expect(page.get_by_role("listitem")).to_have_text("CONFORMS CLIENT-ASK-1: <i>how</i> a sign-in begins")
    page.get_by_role("button", name="The app has no such thing").click()
    expect(said).to_have_text("The watch has ended: the reports are written.")
    expect(page.get_by_role("button")).to_have_count(0)
    run.join(10)
    context.close()
    assert answers == [
        {"ok": True, "signed_in": False},
        {"ok": True, "signed_in": True},
        {"ok": False, "unsupported": True},
    ]
    assert complaints == []
    assert all(url.startswith(page_address) for url in asked)
