"""The examination of a client that a person works."""

from __future__ import annotations

import pytest
from diligent import TARGET, Diligent

from conformance.caller.client import App
from conformance.evidence.scene import Scene
from conformance.judging.client_words import expect_signed_in, expect_signed_out
from conformance.judging.outcomes import Inconclusive, Undeclared
from conformance.reference.client import ReferenceClient, changed
from conformance.watching import Script

ALICE, _BOB = TARGET.users
DOINGS = {
    "signs alice in": lambda app: app.sign_in(ALICE),
    "uses the session": App.use,
    "signs out": App.sign_out,
    "is restarted": App.restart,
}


def play(examination, *doings: str, at: str = "") -> Scene:
    """Tell the client these things in a scenario of its own, and return what is seen."""
    examination.turn_to(Script("2.0", (f"at Layer, {at}",) if at else (), doings))
    with examination.open_stage(TARGET, "2.0", examination.new_transcript()) as stage:
        if at:
            stage.depart("Layer", at)
        app = examination.app(stage)
        for doing in doings:
            DOINGS[doing](app)
        examination.count(stage.scene)
        return stage.scene


def test_one_session_is_judged_by_every_scenario_that_begins_like_it(watched):
    """The exchanges, what was read of them and what was said are those of the first; nobody does anything twice."""
    person = Diligent()
    examination = watched(person)
    whole = play(examination, "signs alice in", "uses the session", "signs out")
    asked = list(person.done)
    shorter = play(examination, "signs alice in", "uses the session")
    assert person.done == asked == ["begin", "sign_in", "use", "sign_out"]
    assert shorter.transcript.exchanges == whole.transcript.exchanges[: whole.told[3].start]
    assert (shorter.told, shorter.asked, shorter.met) == (whole.told[:3], whole.asked, whole.met)
    expect_signed_out(whole)
    expect_signed_in(shorter)


def test_another_situation_is_another_session(watched):
    """What was seen in one says nothing of the other."""
    person = Diligent()
    examination = watched(person)
    play(examination, "signs alice in")
    scene = play(examination, "signs alice in", at="500 to requests for a nonce")
    assert person.done.count("begin") == 2
    assert scene.told[-1].signed_in is False


def test_requests_are_counted_once(watched):
    """However many scenarios judge them."""
    examination = watched(Diligent())
    first = play(examination, "signs alice in")
    play(examination, "signs alice in")
    assert examination.connection.requests == len(first.transcript.exchanges) > 0


def test_what_is_skipped_is_asked_no_more_and_what_was_done_before_counts(watched):
    """Neither for this scenario nor for one that it would have shown."""
    person = Diligent(sign_out="skip")
    examination = watched(person)
    for _ in range(2):
        with pytest.raises(Undeclared, match="nobody has done this"):
            play(examination, "signs alice in", "uses the session", "signs out")
    assert person.done == ["begin", "sign_in", "use", "sign_out"]
    expect_signed_in(play(examination, "signs alice in", "uses the session"))
    assert person.done == ["begin", "sign_in", "use", "sign_out"]


def test_what_the_app_cannot_do_is_asked_once_in_a_run(watched):
    """Whatever else a scenario is about."""
    person = Diligent(restart="cannot")
    examination = watched(person)
    for at in ("", "a bare app id"):
        with pytest.raises(Exception, match="does not support restart"):
            play(examination, "signs alice in", "is restarted", at=at)
    assert person.done.count("restart") == 1
    assert person.done.count("begin") == 1


def test_nothing_counts_before_somebody_was_seen_to_sign_in(watched):
    """An app that says so and sends nothing shows nothing; the next session may."""
    idle = changed(ReferenceClient, sign_in=lambda *_: None, is_signed_in=property(lambda _self: True))
    examination = watched(Diligent(idle))
    with pytest.raises(Inconclusive, match="nobody was seen to sign in"):
        examination.require_discrimination("2.0")
    play(examination, "signs alice in")
    with pytest.raises(Inconclusive, match="Layer gave no session"):
        examination.require_discrimination("2.0")


def test_a_sign_in_that_was_seen_lets_everything_count(watched):
    """Nobody is asked for one beside the scenarios, neither first nor last."""
    person = Diligent()
    examination = watched(person)
    assert examination.can_sign_in()
    play(examination, "signs alice in")
    examination.require_discrimination("2.0")
    assert examination.still_signs_in()
    assert examination.reason_to_take_back() is None
    assert person.done == ["begin", "sign_in"]


def test_whether_link_is_followed_is_seen_in_the_scenario_about_it(watched):
    """And the scenario at hand goes on afterwards."""
    person = Diligent()
    examination = watched(person)
    play(examination, "signs alice in", "uses the session", at="a Link to another path")
    asked = len(person.done)
    assert examination.follows_link("2.0")
    assert len(person.done) == asked
