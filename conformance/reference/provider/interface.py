"""How the provider is asked, and where its answer has the token: what a target file of it says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from conformance.reference.messages import Json, Request
from conformance.reference.server.reading import json_object

#: The fields of the documents' sample service, and the password that every real one has to ask for.
_FIELDS = {"app_id": "{app_id}", "user_id": "{user}", "password": "{password}", "nonce": "{nonce}"}


@dataclass(frozen=True)
class ProviderInterface:
    """The form of a request and of its answer; the defaults are those of the documents' sample service.

    `encoding` is ``json``, ``form`` or ``query``. A field is a placeholder such as ``{nonce}``; a header may
    have text around it. `token` is a dotted path into the JSON of the answer; empty for the bare body.
    """

    encoding: str = "json"
    headers: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=lambda: dict(_FIELDS))
    token: str = "identity_token"  # noqa: S105 - the name of a member

    def fields_of(self, request: Request) -> Mapping[str, Json]:
        """Return the fields of a request by name; an empty mapping where they cannot be read."""
        if self.encoding == "json":
            return json_object(request.body, errors="strict") or {}
        query = urlsplit(request.path).query if self.encoding == "query" else request.body.decode("utf-8", "replace")
        return dict(parse_qsl(query, keep_blank_values=True))

    def value_of(self, placeholder: str, request: Request, fields: Mapping[str, Json]) -> Json:
        """Return what stands in place of a placeholder, or None where it is missing."""
        marker = f"{{{placeholder}}}"
        for name, template in self.fields.items():
            if template == marker:
                return fields.get(name)
        for name, template in self.headers.items():
            if marker in template:
                before, _, after = template.partition(marker)
                form = re.compile(f"{re.escape(before)}(.*){re.escape(after)}")
                match = form.fullmatch(request.header(name) or "")
                return match.group(1) if match else None
        return None

    def content_of(self, token: str) -> Json:
        """Return the content of an answer with `token` in its place."""
        content: Json = token
        for member in reversed(self.token.split(".")):
            content = {member: content}
        return content
