"""Tools of the group rpc."""

from __future__ import annotations

from typing import Any

from .. import auth
from ..answer import Answer
from ..registry import Call, tool
from ..soap import Envelope


@tool("func", {"class": "class_", "self": "self_"})
async def func(call: Call, *, class_: str, self_: dict[str, Any]) -> Answer:
    """}} * /

    rpc.func
    """
    request = Envelope(
        "api-2",
        "api",
        action="func",
        wrapper=("func", 'urn:r"'),
        answer=[("return", 1), ("def", 5)],
        answer_wrapped=True,
    )
    request.rename({"import": "@import", "type": "@type", "uenicoede": "ünïcödé"})
    request.body("class", 1, whole=class_, required=True)
    request.body("self", 9, whole=self_, required=True)
    return await call.send(request, security=auth.BASIC_OR_WS_SECURITY_OR_WS_SECURITY_DIGEST)
