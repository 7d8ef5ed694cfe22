"""The page's few paths, and what each answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files

from conformance.validator_page.form import check_form
from conformance.validator_page.guard import check_host, check_origin
from conformance.validator_page.messages import PageError, PageRequest, PageResponse, not_allowed

#: Where the page is.
HOME = "/validator"
_CHECK = f"{HOME}/check"

#: Files that are sent as they are, by path: the file of `assets` and its media type.
_ASSETS = {
    HOME: ("validator.html", "text/html; charset=utf-8"),
    f"{HOME}/": ("validator.html", "text/html; charset=utf-8"),
    f"{HOME}/validator.css": ("validator.css", "text/css; charset=utf-8"),
    f"{HOME}/validator.js": ("validator.js", "text/javascript; charset=utf-8"),
    f"{HOME}/icon.svg": ("icon.svg", "image/svg+xml"),
}

#: Every path that is the page's.
PATHS = (*_ASSETS, _CHECK)

#: A form is not nearly as long, in bytes: the longest tokens that a server takes have a few KiB.
_LONGEST_FORM = 256 * 1024


def respond(request: PageRequest, now: Callable[[], float]) -> PageResponse:
    """Answer a request to one of PATHS, query or not; `now` is asked for seconds since the epoch."""
    try:
        check_host(request)
        path = request.path.partition("?")[0]
        return _check(request, now) if path == _CHECK else _asset(request, *_ASSETS[path])
    except PageError as error:
        return error.answer()
    except Exception:  # whatever it is, it may hold a token: it is neither kept nor repeated
        return PageError(500, "Something went wrong in the validator.").answer()


def _asset(request: PageRequest, name: str, media_type: str) -> PageResponse:
    if request.method not in ("GET", "HEAD"):
        raise not_allowed(request.method, "GET, HEAD")
    content = _content(name)
    length = ("Content-Length", str(len(content)))
    return PageResponse.of(200, media_type, b"" if request.method == "HEAD" else content, length)


def _check(request: PageRequest, now: Callable[[], float]) -> PageResponse:
    if request.method != "POST":
        raise not_allowed(request.method, "POST")
    check_origin(request)
    if (request.header("Content-Type") or "").partition(";")[0].strip() != "application/json":
        raise PageError(415, "The form is sent as application/json.")
    if len(request.body) > _LONGEST_FORM:
        raise PageError(413, f"That is longer than {_LONGEST_FORM // 1024} KiB; no identity token is.")
    return PageResponse.json(200, check_form(request.body, now()))


@cache
def _content(name: str) -> bytes:
    return (files("conformance.validator_page") / "assets" / name).read_bytes()
