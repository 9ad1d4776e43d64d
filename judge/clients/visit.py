"""What every Python client does: lists the tools of the petstore, and calls one that works and one that cannot."""
import os

from visit_hub import visit_hub

# What a client says on each request beside its own: a key, where the server wants one.
HEADERS = {"Authorization": f"Bearer {os.environ['MCP_BEARER']}"} if "MCP_BEARER" in os.environ else {}


# What the client's user does when they are asked: `accept`, `decline`; nothing where the client has no user.
USER = os.environ.get("MCP_USER")


async def visit(tools, call, structured, failed):
    if os.environ.get("MCP_VISIT") == "hub":
        return await visit_hub(tools, call, structured, failed, USER)
    listed = await tools()
    assert len(listed) == 6, f"6 tools, not {len(listed)}"
    names = {tool.name.replace("_", "").lower(): tool.name for tool in listed}
    found = await call(names["listpets"], {"search": "marma"})
    assert not failed(found), found
    assert structured(found)["items"][0]["name"] == "Marmaduke", found
    assert "Marmaduke" in found.content[0].text
    missing = await call(names["getpet"], {"id": 4711})
    assert failed(missing) and "404" in missing.content[0].text, missing
