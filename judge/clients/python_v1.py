"""The official Python SDK, first line. python_v1.py http URL | stdio COMMAND ARGS…"""
import asyncio
import sys
from contextlib import AsyncExitStack

from mcp import ClientSession, StdioServerParameters, types
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client

from visit import HEADERS, USER, visit

how, target, *rest = sys.argv[1:]


async def answer(_context, _params):
    return types.ElicitResult(action=USER, content={})


async def main():
    async with AsyncExitStack() as stack:
        if how == "http":
            transport = streamable_http_client(target, http_client=await stack.enter_async_context(create_mcp_http_client(headers=HEADERS)))
        else:
            transport = stdio_client(StdioServerParameters(command=target, args=rest))
        read, write, *_ = await stack.enter_async_context(transport)
        session = await stack.enter_async_context(ClientSession(read, write, elicitation_callback=answer if USER else None))
        await session.initialize()

        async def tools():
            return (await session.list_tools()).tools
        await visit(tools, session.call_tool, lambda result: result.structuredContent, lambda result: result.isError)


asyncio.run(main())
