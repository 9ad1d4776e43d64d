// The program of a bundle against servers that are small and strange: what it sends, what it makes of answers, and how it ends.

import { createServer } from 'node:http';

import { expect, until } from '../lib/steps.mjs';
import { Program } from './program.mjs';

const INITIALIZE = { id: 0, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'judge', version: '1' } } };

/** A server that keeps what it is asked; `answer(request, message, response)` answers. */
async function listen(answer) {
  const asked = [];
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const text = Buffer.concat(parts).toString('utf8');
    const one = { headers: request.headers, path: request.url, message: text === '' ? undefined : JSON.parse(text), isGone: false, isDone: false };
    one.follows = asked.every((before) => before.isDone);
    response.once('close', () => { one.isGone = !response.writableEnded; });
    response.once('finish', () => { one.isDone = true; });
    asked.push(one);
    answer(one, response);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { asked, url: `http://127.0.0.1:${server.address().port}/mcp`, stop: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }) };
}

function json(response, status, value, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(value === undefined ? '' : JSON.stringify(value));
}

const result = (message, value = {}) => ({ jsonrpc: '2.0', id: message.id, result: value });

/** Everything that a usual server does, by method. */
function usual({ message }, response) {
  if (message.method === 'initialize') return json(response, 200, result(message, { protocolVersion: '2025-06-18' }), { 'mcp-session-id': 's-1' });
  if (message.id === undefined || message.method === undefined) return setTimeout(() => response.writeHead(202).end(), 100);
  if (message.method === 'stream') {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    const events = [': nothing', 'event: message\r\nid: 1\r\ndata: {"jsonrpc":"2.0","method":"notifications/progress",\r\ndata: "params":{"words":"größer"}}', `data:${JSON.stringify(result(message, { done: true }))}`];
    // Cut anywhere, also within a letter and within a line's end.
    const bytes = Buffer.from(events.map((event) => `${event}\r\n\r\n`).join(''));
    let at = 0;
    const next = () => {
      if (at >= bytes.length) return response.end();
      response.write(bytes.subarray(at, at + 1));
      at += 1;
      setTimeout(next, 1);
      return undefined;
    };
    return next();
  }
  if (message.method === 'never') return response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': waiting\n\n');
  if (message.method === 'slow') return setTimeout(() => json(response, 200, result(message, { slow: true })), 400);
  if (message.method === 'silent') return response.writeHead(200, { 'content-type': 'text/event-stream' }).end(': bye\n\n');
  if (message.method === 'page') return response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
  if (message.method === 'problem') return json(response, 429, { title: 'Too many', detail: 'wait a moment' });
  if (message.method === 'refused') return json(response, 400, { jsonrpc: '2.0', id: null, error: { code: -32020, message: 'the header says otherwise' } });
  return json(response, 200, result(message, { method: message.method }));
}

export async function bridge({ steps, file }) {
  const server = await listen(usual);
  const program = new Program(file, { MCP_URL: server.url, MCP_KEY: 'a-key' });
  const last = () => server.asked.at(-1);

  await steps.step('what is agreed on is said from then on: session, version, key', async () => {
    await program.ask(INITIALIZE);
    expect(last().headers.authorization === 'Bearer a-key' && !last().headers['mcp-protocol-version'], 'the first request', last().headers);
    program.say({ jsonrpc: '2.0', method: 'notifications/initialized' });
    await program.ask({ id: 1, method: 'tools/list' });
    const { headers } = last();
    expect(headers['mcp-session-id'] === 's-1' && headers['mcp-protocol-version'] === '2025-06-18', 'the third request', headers);
    expect(/application\/json/.test(headers.accept) && /text\/event-stream/.test(headers.accept), 'what it accepts', headers.accept);
    expect(server.asked[1].message.method === 'notifications/initialized', 'the order', server.asked.map(({ message }) => message.method));
    expect(last().follows, 'a request was sent before the notification was taken');
  });
  await steps.step('requests of 2026-07-28 repeat in headers what they are about', async () => {
    const _meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {} };
    await program.ask({ id: 2, method: 'tools/call', params: { name: 'grüße', arguments: {}, _meta } });
    const { headers } = last();
    const name = Buffer.from(headers['mcp-name'].replace(/^=\?base64\?|\?=$/g, ''), 'base64').toString('utf8');
    expect(headers['mcp-protocol-version'] === '2026-07-28' && headers['mcp-method'] === 'tools/call' && name === 'grüße', 'the headers', headers);
    await program.ask({ id: 3, method: 'resources/read', params: { uri: 'docs://pets', _meta } });
    expect(last().headers['mcp-name'] === 'docs://pets', 'the headers', last().headers);
  });
  await steps.step('streams are passed on event by event, however they are cut', async () => {
    const answer = await program.ask({ id: 4, method: 'stream' });
    expect(answer.result.done === true, 'the answer', answer);
    const progress = await program.hear((heard) => heard.method === 'notifications/progress');
    expect(progress.params.words === 'größer', 'what came before it', progress);
  });
  await steps.step('what goes wrong is an error of the request', async () => {
    const cases = { silent: 'without an answer', page: 'answered 502: Bad Gateway', problem: 'answered 429: wait a moment', refused: 'the header says otherwise' };
    for (const [method, words] of Object.entries(cases)) {
      const { error } = await program.ask({ id: method, method });
      expect(error?.message.includes(words), method, error);
    }
    program.say('no json');
    expect((await program.hear((heard) => heard.error?.code === -32700)).id === null, 'what is no JSON');
    program.say('null');
    expect((await program.hear((heard) => heard.error?.code === -32600)).id === null, 'what is no message');
  });
  await steps.step('a request that is cancelled is given up, and not answered', async () => {
    program.say({ jsonrpc: '2.0', id: 'n', method: 'never' });
    const asked = await until(10, 'the request arrives', () => server.asked.find(({ message }) => message.method === 'never'));
    program.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'n' } });
    await until(10, 'the server hears that nobody listens', () => asked.isGone);
    await program.ask({ id: 5, method: 'ping' });
    expect(!program.heard.some(({ id }) => id === 'n'), 'it was answered', program.heard);
  });
  await steps.step('it ends with its client, and answers before that what was asked', async () => {
    program.say({ jsonrpc: '2.0', id: 6, method: 'slow' });
    program.say({ jsonrpc: '2.0', id: 7, method: 'never' });
    const code = await program.leave();
    expect(code === 0 && program.heard.some(({ id, result: is }) => id === 6 && is.slow), `it ended with ${code}`, program.heard.slice(-3));
    expect(program.complaints === '', 'it complained', program.complaints);
  });
  await server.stop();
  await nowhere({ steps, file });
}

async function nowhere({ steps, file }) {
  await steps.step('the key goes nowhere else, also not by redirect', async () => {
    const other = await listen(usual);
    const server = await listen((_, response) => response.writeHead(307, { location: other.url }).end());
    const program = new Program(file, { MCP_URL: server.url, MCP_KEY: 'a-key' });
    const { error } = await program.ask(INITIALIZE);
    expect(error?.message.includes('cannot be reached') && other.asked.length === 0, 'it was redirected', other.asked);
    await program.leave();
    await Promise.all([other.stop(), server.stop()]);
  });
  await steps.step('a server that is not there is said to be', async () => {
    const server = await listen(usual);
    await server.stop();
    const program = new Program(file, { MCP_URL: server.url });
    const { error } = await program.ask(INITIALIZE);
    expect(error?.message.includes('cannot be reached') && error.message.includes(server.url), 'the error', error);
    program.say({ jsonrpc: '2.0', method: 'notifications/initialized' });
    expect((await program.leave()) === 0 && program.complaints.includes('cannot be reached'), 'of a notification', program.complaints);
    const lost = new Program(file, {});
    expect((await lost.leave()) === 1 && lost.complaints.includes('MCP_URL'), 'without an address', lost.complaints);
  });
}
