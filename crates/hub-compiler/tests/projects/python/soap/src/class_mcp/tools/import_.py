"""Tools of the group import."""

from __future__ import annotations

from typing import Any

from .. import auth
from ..answer import Answer
from ..registry import Call, tool
from ..soap import Envelope
from ..values import UNSET, Unset


@tool("class", {"header.class": "header_class", "yield": "yield_", "None": "none_"})
async def class_(
    call: Call,
    *,
    header_class: str | Unset = UNSET,
    yield_: dict[str, Any],
    none_: list[float] | Unset = UNSET,
) -> Answer:
    """'); panic(1); // ${x} 'y' {{z}}

    import.class
    """
    request = Envelope("api", "api", action="urn:a\"b'c/{{d}}", answer=[("return", 10)])
    request.rename({"import": "@import", "type": "@type", "uenicoede": "ünïcödé"})
    request.header("header.class", 1, namespace="urn:a\"b'c{{d}}${e}", whole=header_class)
    request.body("await", 2, namespace="urn:a\"b'c{{d}}${e}", fields={"yield": yield_, "None": none_}, required=True)
    return await call.send(request, security=auth.BASIC_OR_WS_SECURITY_OR_WS_SECURITY_DIGEST)


@tool("fn_x_y", {"yield": "yield_", "None": "none_"})
async def fn_x_y(call: Call, *, yield_: dict[str, Any], none_: list[float] | Unset = UNSET) -> Answer:
    """import.fn.x-y"""
    request = Envelope("api", "api", one_way=True)
    request.rename({"import": "@import", "type": "@type", "uenicoede": "ünïcödé"})
    request.body("await", 2, namespace="urn:a\"b'c{{d}}${e}", fields={"yield": yield_, "None": none_}, required=True)
    return await call.send(request, security=auth.BASIC_OR_WS_SECURITY_OR_WS_SECURITY_DIGEST)
