"""Tools of the group mutations."""

from __future__ import annotations

from typing import Any

from .. import auth
from ..answer import Answer
from ..graphql import Operation
from ..registry import Call, tool
from ..values import UNSET, Unset


@tool("await", {"yield": "yield_", "go": "go", "match": "match_", "fields": "fields_"})
async def await_(
    call: Call,
    *,
    yield_: dict[str, Any],
    go: Any = UNSET,
    match_: dict[str, Any] | Unset = UNSET,
    fields_: str | Unset = UNSET,
) -> Answer:
    """Deletes 'everything'; drop table 'x'; --

    mutation await
    """
    request = Operation(
        "api",
        head="mutation await($yield: lambda!, $go: JSON, $match: Upload) { await(yield: $yield, go: $go, match: $match) ",
        selection="{ class fn }",
        tail=" }",
        field="await",
    )
    request.select(fields_, argument="fields")
    request.variable("yield", yield_)
    request.variable("go", go)
    request.variable("match", match_, uploads=[[]])
    return await call.send(request, security=auth.TOKEN)


@tool("self")
async def self_(call: Call) -> Answer:
    """mutation self"""
    request = Operation("api", head="mutation self { self", tail=" }", field="self")
    return await call.send(request, security=auth.TOKEN)


@tool("self_s38pwh")
async def self_s38pwh(call: Call) -> Answer:
    """mutation Self"""
    request = Operation("api", head="mutation Self { Self", tail=" }", field="Self")
    return await call.send(request, security=auth.TOKEN)


@tool("self_qv6xe6")
async def self_qv6xe6(call: Call) -> Answer:
    """mutation SELF"""
    request = Operation("api", head="mutation SELF { SELF", tail=" }", field="SELF")
    return await call.send(request, security=auth.TOKEN)
