// The first line of the official TypeScript SDK, @modelcontextprotocol/sdk. typescript_v1.mjs http URL | stdio COMMAND ARGS…

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { requestInit, user, visit } from './visit.mjs';

const [how, target, ...rest] = process.argv.slice(2);
const transport = how === 'http' ? new StreamableHTTPClientTransport(new URL(target), { requestInit }) : new StdioClientTransport({ command: target, args: rest });
const client = new Client({ name: 'judge', version: '1' }, { capabilities: user ? { elicitation: {} } : {} });
if (user) client.setRequestHandler(ElicitRequestSchema, async () => ({ action: user, content: {} }));
await client.connect(transport);
await visit({
  list: async () => (await client.listTools()).tools,
  call: (name, args) => client.callTool({ name, arguments: args }),
});
await client.close();
process.exit(0);
