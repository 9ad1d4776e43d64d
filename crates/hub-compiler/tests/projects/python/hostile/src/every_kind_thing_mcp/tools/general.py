"""Tools without a group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import auth
from ..answer import Answer
from ..bodies import fields, whole
from ..registry import Call, tool
from ..request import Request
from ..values import UNSET, Unset


@tool("text", {"body": "body"})
async def text(call: Call, *, body: str | Unset = UNSET) -> Answer:
    """POST /text"""
    request = Request("POST", "api", accept="text/plain, */*;q=0.1")
    request.text("/text")
    request.text_body(body)
    return await call.send(request, security=auth.DIGEST_AND_K_EY)


@tool("bin", {"file": "file", "content_type": "content_type"})
async def bin(call: Call, *, file: dict[str, Any] | Unset = UNSET, content_type: str | Unset = UNSET) -> Answer:
    """POST /bin"""
    request = Request("POST", "api", accept="application/json, */*;q=0.5")
    request.text("/bin")
    request.named_type(content_type, argument="content_type")
    request.binary(file, argument="file", media_type="application/octet-stream")
    return await call.send(request, security=auth.COOKIE_OR_QUERY)


@tool("lines", {"body": "body"})
async def lines(call: Call, *, body: list[dict[str, Any]] | Unset = UNSET) -> Answer:
    """POST /lines"""
    request = Request("POST", "api", accept="application/json, */*;q=0.5")
    request.text("/lines")
    request.json_lines(body)
    return await call.send(request, security=auth.K_EY)


@tool("json", {"name": "name", "a_b_c": "a_b_c", "nul": "nul"}, others=True)
async def json(
    call: Call,
    *,
    name: str,
    a_b_c: dict[str, Any] | Unset = UNSET,
    nul: str | Unset | None = UNSET,
    others: Mapping[str, Any],
) -> Answer:
    """PATCH /json"""
    request = Request("PATCH", "api", accept="application/json, */*;q=0.1")
    request.text("/json")
    request.rename({"we_ird": "we ird/$"})
    request.json(
        fields({"name": name, "a b$c": a_b_c, "nul": nul}, others),
        required=True,
        media_type="application/merge-patch+json",
    )
    return await call.send(request, security=auth.K_EY)


@tool("whole", {"body": "body"})
async def whole_(call: Call, *, body: list[str] | Unset = UNSET) -> Answer:
    """POST /whole"""
    request = Request("POST", "api", accept="application/json, */*;q=0.1")
    request.text("/whole")
    request.json(whole(body))
    return await call.send(request, security=auth.K_EY)
