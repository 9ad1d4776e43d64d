// What every JavaScript client does: lists the tools of the petstore, and calls one that works and one that cannot.

import assert from 'node:assert/strict';
import { visitHub } from './visit_hub.mjs';

/** What a client says on each request beside its own: a key, where the server wants one. */
export const requestInit = process.env.MCP_BEARER ? { headers: { authorization: `Bearer ${process.env.MCP_BEARER}` } } : {};

/** What the client's user does when they are asked: `accept`, `decline`; nothing where the client has no user. */
export const user = process.env.MCP_USER;

export async function visit(client) {
  return process.env.MCP_VISIT === 'hub' ? visitHub(client, user) : visitPetstore(client);
}

async function visitPetstore({ list, call }) {
  const tools = await list();
  assert.equal(tools.length, 6, `6 tools, not ${tools.length}`);
  const named = (part) => tools.find((tool) => tool.name.replaceAll('_', '').toLowerCase() === part)?.name;
  const found = await call(named('listpets'), { search: 'marma' });
  assert.ok(!found.isError, JSON.stringify(found));
  assert.equal(found.structuredContent?.items?.[0]?.name, 'Marmaduke', JSON.stringify(found));
  assert.match(found.content[0].text, /Marmaduke/);
  const missing = await call(named('getpet'), { id: 4711 });
  assert.equal(missing.isError, true);
  assert.match(missing.content[0].text, /404/);
}
