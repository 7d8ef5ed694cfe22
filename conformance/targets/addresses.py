"""Addresses in a target file: of the target, of a proxy, of pages, of hosts that may see a session token."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, Field

from conformance.targets.env_values import ResolvedValue, TextOrEnv
from conformance.targets.faults import FieldError

_HOST = re.compile(r"(?:\[[0-9a-f:.]+\]|[^\s/?#@:\[\]\\]+)(?::[0-9]{1,5})?")
_FORBIDDEN = re.compile(r"[\s\\\x00-\x1f\x7f]")


def web_address(text: str) -> SplitResult:
    """Return the parts of an `http` or `https` URL; raises FieldError, which never quotes it, for any other."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise FieldError('should be an address such as "https://layer.example.com"') from None
    if parts.scheme not in ("http", "https"):
        raise FieldError('should begin with "https://" or "http://"')
    if not parts.hostname or port == 0 or _FORBIDDEN.search(text):
        raise FieldError('should name a host, as "https://layer.example.com" does')
    return parts


def target_url(text: str) -> str:
    """Return the URL without a slash at its end; raises FieldError for more than scheme, host and path."""
    parts = web_address(text)
    if parts.username is not None or parts.password is not None:
        raise FieldError(
            "should have no user name or password in it: Basic authentication needs the header Authorization, which "
            "carries Layer's sessions; the suite should reach the target behind what asks for it"
        )
    if "?" in text or "#" in text:
        raise FieldError("should end with the path: no query and no fragment")
    return text.rstrip("/")


def endpoint_url(text: str, default_path: str) -> str:
    """Return the URL of one endpoint, with `default_path` where it has no path, not even `/`; raises FieldError."""
    parts = web_address(text)
    if parts.username is not None or parts.password is not None:
        raise FieldError("should have no user name or password in it; use request.headers for credentials")
    if "#" in text or "{" in text or "}" in text:
        raise FieldError("should have no fragment and no placeholder; request.fields is the place for what varies")
    return parts._replace(path=default_path).geturl() if not parts.path else text


def link(text: str) -> str:
    """Return the URL of a page that people can open; raises FieldError for anything else."""
    web_address(text)
    return text


def protected_url(text: str) -> str:
    """Return a path on the target, or an absolute URL; raises FieldError for anything else."""
    if _FORBIDDEN.search(text) or "#" in text or text.startswith("//"):
        raise FieldError('should be a path such as "/conversations", or a URL')
    if not text.startswith("/"):
        target_url(text.partition("?")[0])
    return text


def proxy_url(proxy: ResolvedValue) -> ResolvedValue:
    """Return the proxy's address; raises FieldError, which does not quote it, for anything else."""
    try:
        parts = web_address(proxy.text)
    except FieldError:
        parts = None
    if parts is None or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise FieldError('should be the address of a proxy such as "http://127.0.0.1:3128"')
    return proxy


def host(text: str) -> str:
    """Return `host`, or `host:port` where a URL would name the port; raises FieldError for anything else."""
    if not _HOST.fullmatch(text.lower()):
        raise FieldError('should be a host such as "content.example.com", without "https://" and without a path')
    return text.lower()


Url = Annotated[str, AfterValidator(target_url), Field(examples=["https://layer.example.com"])]
Link = Annotated[str, AfterValidator(link)]
ProtectedUrl = Annotated[str, AfterValidator(protected_url), Field(examples=["/conversations"])]
Host = Annotated[str, AfterValidator(host), Field(examples=["content.example.com"])]
Proxy = Annotated[TextOrEnv, AfterValidator(proxy_url)]
