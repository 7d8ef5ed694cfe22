"""Session requests that depart from a valid one, by the names under which scenarios share what comes of them."""

from __future__ import annotations

from collections.abc import Mapping

#: How a step begins that makes one such request; what follows is its name.
ONE = "a session is requested "
#: How the name begins of a request whose token is altered.
ALTERED = "with another identity token "
#: The steps that make one for each row of a table, and how the names of those begin.
EACH: Mapping[str, str] = {
    "a session is requested with each of these identity tokens": ALTERED,
    "a session is requested with the app id written in each of these ways": "for the app id written ",
}
#: What only its own scenario tries: it needs a session of its own beside it, or is too large to be kept.
BY_ITSELF = frozenset(
    {
        "with an identity token that has the signature of one that opened a session",
        f"{ALTERED}of one enormous part",
        f"{ALTERED}with an enormous payload",
    }
)
