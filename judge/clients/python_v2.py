"""The official Python SDK, second line. python_v2.py auto|legacy|2026-07-28 http URL | … stdio COMMAND ARGS…"""
import asyncio
import sys

from mcp import Client, StdioServerParameters

from visit import visit

mode, how, target, *rest = sys.argv[1:]
server = target if how == "http" else StdioServerParameters(command=target, args=rest)


async def main():
    async with Client(server, mode=mode) as client:
        async def tools():
            return (await client.list_tools()).tools
        await visit(tools, client.call_tool, lambda result: result.structured_content, lambda result: result.is_error)


asyncio.run(main())
