"""Tools of the group class."""

from __future__ import annotations

from typing import Any, Literal

from .. import auth
from ..answer import Answer
from ..bodies import fields
from ..multipart import Part
from ..registry import Call, tool
from ..request import Request
from ..values import UNSET, Unset


@tool(
    "class",
    {
        "2fa": "value_2fa",
        "filter": "filter",
        "q_u_o": "q_u_o",
        "deep": "deep",
        "obj": "obj",
        "X-Trace": "x_trace",
        "sess_ion": "sess_ion",
        "import": "import_",
        "argument_rk9n5d": "argument_rk9n5d",
        "res": "res",
        "fields": "fields_",
        "self": "self_",
    },
)
async def class_(
    call: Call,
    *,
    value_2fa: str,
    filter: str | Unset = UNSET,
    q_u_o: list[int] | Unset = UNSET,
    deep: dict[str, Any] | Unset = UNSET,
    obj: dict[str, Any] | Unset = UNSET,
    x_trace: str | Unset = UNSET,
    sess_ion: str | Unset = UNSET,
    import_: bool | Unset = UNSET,
    argument_rk9n5d: Literal["a'b", 'c"d', "${e}", "{{f}}"] | Unset = UNSET,
    res: str | Unset = UNSET,
    fields_: str | Unset = UNSET,
    self_: list[str] | Unset = UNSET,
) -> Answer:
    """It's ''' a * / test // [= 7*7 =] ${x} 'y' /

    POST /form/{2fa}/x
    """
    request = Request("POST", "api", accept="application/json, */*;q=0.1")
    request.text("/form/")
    request.path("2fa", value_2fa)
    request.text("/x")
    request.query("$filter", filter)
    request.query("q'u\"o", q_u_o, style="pipeDelimited", explode=False)
    request.query("deep", deep, style="deepObject")
    request.query("obj", obj, content="application/json")
    request.query("import", import_)
    request.query("日本", argument_rk9n5d)
    request.query("res", res, reserved=True)
    request.header("X-Trace", x_trace)
    request.cookie("sess ion", sess_ion)
    request.form(
        fields({"fields": fields_, "self": self_}),
        formats={"self": ("spaceDelimited", False, False, None)},
        required=True,
    )
    return await call.send(request, security=auth.K_EY)


@tool("import", {"file": "file", "meta": "meta", "na_me": "na_me"})
async def import_(
    call: Call,
    *,
    file: dict[str, Any] | Unset = UNSET,
    meta: dict[str, Any] | Unset = UNSET,
    na_me: str | Unset = UNSET,
) -> Answer:
    """POST /multi"""
    request = Request("POST", "api", accept="application/json, */*;q=0.5")
    request.text("/multi")
    request.multipart(fields({"file": file, "meta": meta, 'na"me': na_me}), parts={"file": Part(file=True)})
    return await call.send(request, security=auth.K_EY)
