"""Tools of the group import."""

from __future__ import annotations

from .. import auth
from ..answer import Answer
from ..bodies import fields
from ..registry import Call, tool
from ..request import Request
from ..shapes import SHAPES
from ..values import UNSET, Unset


@tool("xml_put", {"matrix": "matrix", "label": "label", "id": "id", "tags": "tags"})
async def xml_put(
    call: Call,
    *,
    matrix: list[str],
    label: list[str],
    id: int | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
) -> Answer:
    """PUT /xml/{matrix}/{label}"""
    request = Request("PUT", "api", accept="text/html, */*;q=0.1")
    request.text("/xml/")
    request.path("matrix", matrix, style="matrix", explode=True)
    request.text("/")
    request.path("label", label, style="label")
    request.xml(fields({"id": id, "tags": tags}), SHAPES["xml_put"], required=True)
    return await call.send(request, security=auth.BASIC_OR_OAUTH)
