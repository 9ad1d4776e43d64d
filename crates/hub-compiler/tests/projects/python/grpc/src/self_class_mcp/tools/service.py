"""Tools of the group Service."""

from __future__ import annotations

from typing import Any, Literal

from .. import auth
from ..answer import Answer
from ..grpc_request import Invocation
from ..registry import Call, tool
from ..values import UNSET, Unset


@tool(
    "class",
    {
        "a_b_c_d_e_f": "a_b_c_d_e_f",
        "def": "def_",
        "fn": "fn",
        "self": "self_",
        "type": "type_",
        "go": "go",
        "yield": "yield_",
        "lambda": "lambda_",
        "argument_pydy9s": "argument_pydy9s",
        "ue_7j7q3s": "ue_7j7q3s",
    },
)
async def class_(
    call: Call,
    *,
    a_b_c_d_e_f: str | Unset = UNSET,
    def_: str | Unset = UNSET,
    fn: dict[str, Any] | Unset = UNSET,
    self_: str | Unset = UNSET,
    type_: str | Unset = UNSET,
    go: str | Unset = UNSET,
    yield_: str | Unset = UNSET,
    lambda_: list[Literal["None", "class_", "fn_", "True"]] | Unset = UNSET,
    argument_pydy9s: float | Unset = UNSET,
    ue_7j7q3s: str | Unset = UNSET,
) -> Answer:
    """'''; import os; os.system('x') # /

    self.class.Service/Class
    """
    request = Invocation("api", "api", "/self.class.Service/Class", takes="self.class.def", gives="self.class.def")
    request.rename({"argument_8exqrv": "'''", "argument_dsec26": ""})
    request.fields(
        {
            "a\"b'c`d${e}{{f}}": a_b_c_d_e_f,
            "def": def_,
            "fn": fn,
            "self": self_,
            "type": type_,
            "go": go,
            "yield": yield_,
            "lambda": lambda_,
            "*/": argument_pydy9s,
            "ü中": ue_7j7q3s,
        },
    )
    return await call.invoke(request, security=auth.TOKEN)


@tool(
    "func",
    {"Self": "self_", "argument_8exqrv": "argument_8exqrv", "return": "return_", "argument_dsec26": "argument_dsec26"},
)
async def func(
    call: Call,
    *,
    self_: dict[str, Any] | Unset = UNSET,
    argument_8exqrv: int | Unset = UNSET,
    return_: float | Unset = UNSET,
    argument_dsec26: str | Unset = UNSET,
) -> Answer:
    """'); panic(1); // ${x}

    self.class.Service/func
    """
    request = Invocation(
        "api",
        "api",
        "/self.class.Service/func",
        takes="self.class.Type",
        gives="self.class.Type",
        streams=True,
    )
    request.fields({"Self": self_, "'''": argument_8exqrv, "return": return_, "": argument_dsec26})
    return await call.invoke(request, security=auth.TOKEN)


@tool("await", {"messages": "messages"})
async def await_(call: Call, *, messages: list[dict[str, Any]]) -> Answer:
    """self.class.Service/await"""
    request = Invocation("api", "api", "/self.class.Service/await", takes="self.class.Type", gives="self.class.Else")
    request.rename({"argument_8exqrv": "'''", "argument_dsec26": ""})
    request.stream(messages, argument="messages")
    return await call.invoke(request, security=auth.TOKEN)


@tool("import", {"value": "value"})
async def import_(call: Call, *, value: dict[str, Any]) -> Answer:
    """self.class.Service/import"""
    request = Invocation(
        "api",
        "api",
        "/self.class.Service/import",
        takes="google.protobuf.Struct",
        gives="google.protobuf.Value",
    )
    request.whole(value, argument="value")
    return await call.invoke(request, security=auth.TOKEN)


@tool("self", {"self": "self_", "Self": "self_2", "Init": "init"})
async def self_(
    call: Call,
    *,
    self_: dict[str, Any] | Unset = UNSET,
    self_2: str | Unset = UNSET,
    init: bool | Unset = UNSET,
) -> Answer:
    """self.class.Service/Self"""
    request = Invocation("api", "api", "/self.class.Service/Self", takes="self.class.Self", gives="self.class.Self")
    request.fields({"self": self_, "Self": self_2, "Init": init})
    return await call.invoke(request, security=auth.TOKEN)
