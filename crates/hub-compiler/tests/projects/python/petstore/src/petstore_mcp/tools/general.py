"""Tools without a group."""

from __future__ import annotations

from ..answer import Answer
from ..registry import Call, tool
from ..request import Request


@tool("get_health")
async def get_health(call: Call) -> Answer:
    """Say whether the shop is open

    GET /health
    """
    request = Request("GET", "api", accept="application/json, */*;q=0.1")
    request.text("/health")
    return await call.send(request)
