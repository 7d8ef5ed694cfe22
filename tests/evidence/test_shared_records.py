"""What one process of a run learns, the others know."""

from __future__ import annotations

import os

from conformance.evidence.redaction import Redactor
from conformance.evidence.secret_forms import fingerprint
from conformance.evidence.shared_records import SharedRecords


def in_child(work) -> None:
    """Run `work` in a forked process, to its end."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(0)
    os.waitpid(pid, 0)


def test_records_of_a_child_are_read_by_its_parent():
    """Each once, in order, with its own."""
    records = SharedRecords()
    records.append(b"first")
    in_child(lambda: records.append(b"of the child"))
    records.append(b"")
    assert list(records.read()) == [b"first", b"of the child", b""]
    assert list(records.read()) == []


def test_what_has_no_room_is_dropped():
    """And what comes later may still have some."""
    records = SharedRecords(64)
    for record in (b"a" * 30, b"b" * 30, b"c" * 10):
        records.append(record)
    assert list(records.read()) == [b"a" * 30, b"c" * 10]


def test_a_secret_of_another_process_is_replaced_after_a_refresh():
    """As a debug page would show it that lists all live sessions; a declared kind stays."""
    redactor = Redactor([("password", "declared-pass-1")], SharedRecords())

    def child():
        redactor.learn("session token", "of-the-other\nprocess-\ud800")
        redactor.learn("identity token", "part-one-1.part-two-2")

    in_child(child)
    text = "of-the-other\nprocess-\ud800 part-two-2 declared-pass-1"
    assert "of-the-other" in redactor.redact(text)
    redactor.refresh()
    assert redactor.redact(text) == " ".join(
        [
            fingerprint("session token", "of-the-other\nprocess-\ud800"),
            fingerprint("identity token payload", "part-two-2"),
            fingerprint("password", "declared-pass-1"),
        ]
    )


def test_without_records_a_refresh_does_nothing():
    """A process of its own shares with nobody."""
    redactor = Redactor()
    redactor.learn("nonce", "a-nonce-1234")
    redactor.refresh()
    assert redactor.redact("a-nonce-1234").startswith("[nonce ")
