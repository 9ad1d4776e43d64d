// The second line of the official TypeScript SDK, @modelcontextprotocol/client.
// typescript_v2.mjs legacy|modern http URL | legacy|modern stdio COMMAND ARGS…

import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { requestInit, user, visit } from './visit.mjs';

const [era, how, target, ...rest] = process.argv.slice(2);
const transport = how === 'http' ? new StreamableHTTPClientTransport(new URL(target), { requestInit }) : new StdioClientTransport({ command: target, args: rest });
const mode = era === 'modern' ? { pin: '2026-07-28' } : 'legacy';
const client = new Client({ name: 'judge', version: '1' }, { versionNegotiation: { mode }, capabilities: user ? { elicitation: {} } : {} });
if (user) client.setRequestHandler('elicitation/create', async () => ({ action: user, content: {} }));
await client.connect(transport);
await visit({
  list: async () => (await client.listTools()).tools,
  call: (name, args) => client.callTool({ name, arguments: args }),
});
await client.close();
process.exit(0);
