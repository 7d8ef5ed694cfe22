"""Drivers that reach no client: whatever seems to conform at one of them was not examined.

Each is a command; those in Python answer the protocol, and send nothing to anybody.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

_LOOP = """
import json, sys, time
for line in sys.stdin:
    request = json.loads(line)
    do, number = request["do"], request["id"]
    {body}
    sys.stdout.flush()
"""
_SAY = "print(json.dumps({answer}))"


def _python(body: str) -> tuple[str, ...]:
    return sys.executable, "-S", "-E", "-c", _LOOP.replace("{body}", body)


def _saying(answer: str) -> tuple[str, ...]:
    return _python(_SAY.replace("{answer}", answer))


#: Every null driver, by name.
NULL_DRIVERS: Mapping[str, tuple[str, ...]] = {
    "true": ("true",),
    "false": ("false",),
    "cat": ("cat",),
    "yes": ("yes",),
    "silence": ("sleep", "3600"),
    "a program that is not there": ("/nonexistent/driver",),
    "signed in to everything": _saying('{"id": number, "ok": True, "signed_in": True, "status": 200}'),
    "signed in, then out": _saying('{"id": number, "ok": True, "signed_in": do not in ("begin", "sign_out")}'),
    "signed out of everything": _saying('{"id": number, "ok": True, "signed_in": False}'),
    "ok, and nothing else": _saying('{"id": number, "ok": True}'),
    "failing at everything": _saying('{"id": number, "ok": False, "error": "no display"}'),
    "supporting nothing": _saying('{"id": number, "ok": False, "unsupported": True}'),
    "beginning, then silence": _python(
        'print(json.dumps({"id": number, "ok": True})) if do == "begin" else time.sleep(3600)'
    ),
    "beginning, then a crash": _python(
        'print(json.dumps({"id": number, "ok": True})) if do == "begin" else sys.exit("out of memory")'
    ),
    "other ids": _saying('{"id": 0, "ok": True, "signed_in": True}'),
    "an array": _saying('[number, True, "signed_in"]'),
    "half a line": _python('sys.stdout.write("{\\"id\\": %d, \\"ok\\": tr" % number)'),
    "a line of 2 MiB": _python('print("x" * (2 << 20))'),
    "bytes that are no text": _python('sys.stdout.buffer.write(bytes(range(128, 256)) + b"\\n")'),
    "noise on standard error": _python('sys.stderr.write("x" * (1 << 20)); sys.exit(3)'),
}
