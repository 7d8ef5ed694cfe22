"""Sending: no redirect is followed, and what fails for a moment is tried again, a few times, with pauses."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

import requests

#: Statuses that ask for another try, as network failures do (docs/protocol.md#client-failures).
LATER = (503, 504)
#: Pauses before the second try and the third, in seconds; a real app takes longer ones. There is no fourth.
PAUSES = (0.05, 0.1)
#: The longest Retry-After that is waited for, in seconds; for a longer one, the attempt has failed.
LONGEST_WAIT = 30.0
TIMEOUT = 10.0


class NoAnswerError(Exception):
    """Nobody has answered, however often it was tried."""


class Sender:
    """Sends requests over kept connections and has no cookies, proxies or credentials of its own."""

    #: Waits for a number of seconds; where the app is examined in the suite's own process, only its time passes.
    pause: Callable[[float], None] = staticmethod(time.sleep)

    def __init__(self) -> None:
        self._session = requests.Session()
        self._session.trust_env = False

    def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: object = None,
        pauses: tuple[float, ...] = PAUSES,
    ) -> requests.Response:
        """Send a request, with `content` as its JSON, and return the answer; raises NoAnswerError for none.

        It is tried again after each of the `pauses` while the answer is "later", or none.
        """
        body = None if content is None else json.dumps(content).encode("ascii")
        for pause in (*pauses, None):
            answer = self._once(method, url, headers, body)
            wait = pause if answer is None or answer.status_code in LATER else _retry_after(answer)
            if wait is None or pause is None:
                break
            self.pause(wait)
        if answer is None:
            raise NoAnswerError(f"{method} {url} was not answered")
        return answer

    def rest(self, seconds: float) -> None:
        """Pause between two attempts."""
        self.pause(seconds)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _once(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> requests.Response | None:
        try:
            return self._session.request(
                method, url, headers=dict(headers), data=body, timeout=TIMEOUT, allow_redirects=False
            )
        except requests.RequestException:
            return None


def _retry_after(answer: requests.Response) -> float | None:
    """CLIENT-WAIT-1: after a 429 nothing is sent before Retry-After has passed."""
    if answer.status_code != 429:
        return None
    try:
        wait = float(answer.headers.get("Retry-After", ""))
    except ValueError:
        return None
    return wait if 0 <= wait <= LONGEST_WAIT else None


def json_of(answer: requests.Response) -> Mapping[str, Any]:
    """Return the JSON object of an answer, or an empty one where there is none."""
    try:
        content = json.loads(answer.content)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def text_in(content: Mapping[str, Any], name: str) -> str | None:
    """Return a member that is a text and not empty, exactly as it stands there, or None."""
    value = content.get(name)
    return value if isinstance(value, str) and value else None
