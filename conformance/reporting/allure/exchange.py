"""An exchange in Allure's own form, `application/vnd.allure.http+json`, which Allure 3 renders."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

MEDIA_TYPE = "application/vnd.allure.http+json"
EXTENSION = "httpexchange"

Json = Mapping[str, Any]


def title_of(exchange: Json) -> str:
    """Return the name of the attachment, such as ``POST /sessions → 201``."""
    request, response = exchange["request"], exchange["response"]
    _, _, path = request["url"].partition("://")[2].partition("/")
    return f"{request['method']} /{path} → {response['status'] if response else 'no answer'}"


def allure_exchange(exchange: Json) -> dict[str, Any]:
    """Return an exchange of a transcript in the form of schema version 1."""
    start = datetime.fromisoformat(exchange["started"]).timestamp()
    content: dict[str, Any] = {
        "schemaVersion": 1,
        "start": int(start * 1000),
        "stop": int((start + exchange["duration_s"]) * 1000),
        "request": _request(exchange["request"]),
    }
    if exchange["response"]:
        content["response"] = _response(exchange["response"])
    if exchange["fault"]:
        content["error"] = {"name": "no answer", "message": exchange["fault"]}
    return content


def _request(request: Json) -> dict[str, Any]:
    content = {"method": request["method"], "url": request["url"], "headers": request["headers"]}
    return content | _body(request)


def _response(response: Json) -> dict[str, Any]:
    content = {"status": response["status"], "statusText": response["reason"], "headers": response["headers"]}
    return content | _body(response)


def _body(message: Json) -> dict[str, Any]:
    body = message["body"]
    if body is None or not body["size"]:
        return {}
    headers = message["headers"]
    labels = (header["value"] for header in headers if header["name"].lower() == "content-type")
    return {
        "body": {
            "contentType": next(labels, "application/octet-stream"),
            "encoding": body["encoding"],
            "value": body["value"],
            "size": body["size"],
            "truncated": body["truncated"],
        }
    }
