"""Tools of the group pets."""

from __future__ import annotations

from typing import Literal

from .. import auth
from ..answer import Answer
from ..bodies import fields
from ..registry import Call, tool
from ..request import Request
from ..values import UNSET, Unset


@tool("list_pets", {"kind": "kind", "search": "search", "limit": "limit"})
async def list_pets(
    call: Call,
    *,
    kind: list[Literal["dog", "cat", "bird"]] | Unset = UNSET,
    search: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> Answer:
    """List pets.

    GET /v1/pets
    """
    request = Request("GET", "api", accept="application/json, */*;q=0.1")
    request.text("/v1/pets")
    request.query("kind", kind)
    request.query("search", search)
    request.query("limit", limit)
    return await call.send(request, security=auth.API_KEY)


@tool("create_pet", {"name": "name", "kind": "kind", "born": "born", "tags": "tags"})
async def create_pet(
    call: Call,
    *,
    name: str,
    kind: Literal["dog", "cat", "bird"],
    born: str | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
) -> Answer:
    """Add a pet

    POST /v1/pets
    """
    request = Request("POST", "api", accept="application/json, */*;q=0.1")
    request.text("/v1/pets")
    request.json(fields({"name": name, "kind": kind, "born": born, "tags": tags}), required=True)
    return await call.send(request, security=auth.API_KEY)


@tool("get_pet", {"id": "id"})
async def get_pet(call: Call, *, id: int) -> Answer:
    """Get one pet

    GET /v1/pets/{id}
    """
    request = Request("GET", "api", accept="application/json, */*;q=0.1")
    request.text("/v1/pets/")
    request.path("id", id)
    return await call.send(request, security=auth.API_KEY)


@tool("change_pet", {"id": "id", "name": "name", "kind": "kind", "born": "born", "tags": "tags"})
async def change_pet(
    call: Call,
    *,
    id: int,
    name: str | Unset = UNSET,
    kind: Literal["dog", "cat", "bird"] | Unset = UNSET,
    born: str | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
) -> Answer:
    """Change a pet.

    PATCH /v1/pets/{id}
    """
    request = Request("PATCH", "api", accept="application/json, */*;q=0.1")
    request.text("/v1/pets/")
    request.path("id", id)
    request.json(fields({"name": name, "kind": kind, "born": born, "tags": tags}), required=True)
    return await call.send(request, security=auth.API_KEY)


@tool("remove_pet", {"id": "id"})
async def remove_pet(call: Call, *, id: int) -> Answer:
    """Remove a pet.

    DELETE /v1/pets/{id}
    """
    request = Request("DELETE", "api", accept="application/json, */*;q=0.5")
    request.text("/v1/pets/")
    request.path("id", id)
    return await call.send(request, security=auth.API_KEY)
