"""FastMCP's client. fastmcp_client.py auto|legacy|2026-07-28 http URL | … stdio COMMAND ARGS…"""
import asyncio
import sys

from fastmcp import Client
from fastmcp.client.elicitation import ElicitResult
from fastmcp.client.transports import StdioTransport, StreamableHttpTransport

from visit import HEADERS, USER, visit

mode, how, target, *rest = sys.argv[1:]
transport = StreamableHttpTransport(target, headers=HEADERS) if how == "http" else StdioTransport(command=target, args=rest, keep_alive=False)


async def answer(_message, _kind, _params, _context):
    return ElicitResult(action=USER, content={} if USER == "accept" else None)


async def main():
    async with Client(transport, mode=mode, elicitation_handler=answer if USER else None) as client:
        async def call(name, arguments):
            return await client.call_tool(name, arguments, raise_on_error=False)
        await visit(client.list_tools, call, lambda result: result.structured_content, lambda result: result.is_error)


asyncio.run(main())
