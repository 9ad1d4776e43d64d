"""Tools of the group queries."""

from __future__ import annotations

from typing import Any, Literal

from .. import auth
from ..answer import Answer
from ..graphql import Operation
from ..registry import Call, tool
from ..values import UNSET, Unset


@tool(
    "type",
    {"class": "class_", "self": "self_", "func": "func", "None": "none_", "__init": "init", "fields": "fields_"},
)
async def type_(
    call: Call,
    *,
    class_: str | Unset = UNSET,
    self_: int | Unset = UNSET,
    func: list[Literal["def", "class", "None_", "_"]] | Unset = UNSET,
    none_: dict[str, Any] | Unset = UNSET,
    init: str | Unset = UNSET,
    fields_: str | Unset = UNSET,
) -> Answer:
    """'''; import os; os.system('x') #

    query type
    """
    request = Operation(
        "api",
        head="query type($class: String, $self: Int, $func: [fn!], $None: true_, $__init: ID) { type(class: $class, self: $self, func: $func, None: $None, __init: $__init) ",
        selection="{ class fn }",
        tail=" }",
        field="type",
        query=True,
    )
    request.select(fields_, argument="fields")
    request.variable("class", class_)
    request.variable("self", self_)
    request.variable("func", func)
    request.variable("None", none_)
    request.variable("__init", init)
    return await call.send(request, security=auth.TOKEN)


@tool("import", {"first": "first", "after": "after", "return": "return_", "fields": "fields_"})
async def import_(
    call: Call,
    *,
    first: int | Unset = UNSET,
    after: str | Unset = UNSET,
    return_: list[list[bool]] | Unset = UNSET,
    fields_: str | Unset = UNSET,
) -> Answer:
    """'backticks' ${template}

    query import
    """
    request = Operation(
        "api",
        head="query import($first: Int, $after: String, $return: [[Boolean!]!]) { import(first: $first, after: $after, return: $return) ",
        selection="{ _ String type { class fn } _1 { __typename ... on def { class fn } ... on async { self Self SELF } } }",
        tail=" }",
        field="import",
        query=True,
    )
    request.select(fields_, argument="fields")
    request.variable("first", first)
    request.variable("after", after)
    request.variable("return", return_)
    return await call.send(request, security=auth.TOKEN)


@tool("def")
async def def_(call: Call) -> Answer:
    """query def"""
    request = Operation("api", head="query def { def", tail=" }", field="def", query=True)
    return await call.send(request, security=auth.TOKEN)


@tool("query_root")
async def query_root(call: Call) -> Answer:
    """query _"""
    request = Operation("api", head="query _ { _", tail=" }", field="_", query=True)
    return await call.send(request, security=auth.TOKEN)


@tool("query_1", {"fields": "fields_"})
async def query_1(call: Call, *, fields_: str | Unset = UNSET) -> Answer:
    """query _1"""
    request = Operation(
        "api",
        head="query _1 { _1 ",
        selection="{ __typename ... on def { class fn } ... on async { self Self SELF } }",
        tail=" }",
        field="_1",
        query=True,
    )
    request.select(fields_, argument="fields")
    return await call.send(request, security=auth.TOKEN)


@tool("string")
async def string(call: Call) -> Answer:
    """query String"""
    request = Operation("api", head="query String { String", tail=" }", field="String", query=True)
    return await call.send(request, security=auth.TOKEN)
