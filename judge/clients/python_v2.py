"""The official Python SDK, second line. python_v2.py auto|legacy|2026-07-28 http URL | … stdio COMMAND ARGS…"""
import asyncio
import sys

from mcp import Client, StdioServerParameters, types
from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client

from visit import HEADERS, USER, visit

mode, how, target, *rest = sys.argv[1:]
server = streamable_http_client(target, http_client=create_mcp_http_client(headers=HEADERS)) if how == "http" else StdioServerParameters(command=target, args=rest)


async def answer(_context, _params):
    return types.ElicitResult(action=USER, content={})


async def main():
    async with Client(server, mode=mode, elicitation_callback=answer if USER else None) as client:
        async def tools():
            return (await client.list_tools()).tools
        await visit(tools, client.call_tool, lambda result: result.structured_content, lambda result: result.is_error)


asyncio.run(main())
