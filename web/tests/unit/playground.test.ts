// What the playground's client does that needs no server: streams cut anywhere, and headers that repeat arguments.

import { expect, test } from 'vitest';
import { mirrored } from '@/features/servers/playground/client';
import { events } from '@/features/servers/playground/message';

async function heard(...chunks: string[]) {
  const bytes = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({ start(controller) { for (const chunk of chunks) controller.enqueue(bytes.encode(chunk)); controller.close(); } });
  const all = [];
  for await (const message of events(body)) all.push(message);
  return all;
}

test('messages are found wherever a stream is cut', async () => {
  expect(await heard(': alive\n\nevent: message\nda', 'ta: {"jsonrpc":"2.0",', '"id":1}\n', '\ndata: {"jsonrpc":"2.0","id":2}\r\n\r\n')).toEqual([{ jsonrpc: '2.0', id: 1 }, { jsonrpc: '2.0', id: 2 }]);
  expect(await heard('data: {"jsonrpc":"2.0",\ndata: "id":3}\n\n')).toEqual([{ jsonrpc: '2.0', id: 3 }]);
});

test('arguments are repeated in headers where the schema says so, encoded where they are no plain text', () => {
  const schema = { properties: { region: { 'x-mcp-header': 'Region' }, name: { 'x-mcp-header': 'Name' }, other: {} } };
  expect(mirrored(schema, { region: 'eu', name: 'Zoë', other: 'x' })).toEqual({ 'mcp-param-region': 'eu', 'mcp-param-name': `=?base64?${Buffer.from('Zoë').toString('base64')}?=` });
  expect(mirrored(schema, { region: 3, name: null })).toEqual({ 'mcp-param-region': '3' });
});
