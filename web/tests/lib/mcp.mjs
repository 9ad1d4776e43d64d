// An MCP client that is not ours: the official SDK's, told what the connect page said.

import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

/** Address and header of `claude mcp add --transport http NAME URL --header 'NAME: VALUE'`. */
export function ofCommand(command) {
  const url = /\shttps?:\/\/\S+/.exec(command)?.[0].trim();
  const [, name, value] = /--header '([^:]+): ([^']+)'/.exec(command) ?? [];
  if (!url) throw new Error(`there is no address in ${command}`);
  return { url, headers: name ? { [name]: value } : {} };
}

/** Connects, does something, and leaves. Those of the older era say only at first who they are, and the hub remembers nobody. */
export async function visit({ url, headers }, body, era = 'modern') {
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
  const mode = era === 'modern' ? { pin: '2026-07-28' } : 'legacy';
  const client = new Client({ name: 'a-real-client', version: '1.2.3' }, { versionNegotiation: { mode } });
  await client.connect(transport);
  try {
    return await body(client);
  } finally {
    await client.close();
  }
}
