// Passes what an MCP client says on standard input on to a server on the network, and its answers back.
//
// MCP_URL: the server's address (streamable HTTP). MCP_KEY: what it is shown as a bearer token; none where it wants none.
// Messages are JSON-RPC, one in a line. Standard output has nothing but messages; what there is to say beside goes to standard error.

'use strict';

const { createInterface } = require('node:readline');

const { MCP_URL: url, MCP_KEY: key } = process.env;
/** How long answers are waited for when the client has gone, in milliseconds. */
const PATIENCE = 5000;
/** What JSON-RPC leaves to servers. */
const FAILED = -32000;
const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;

/** What is said on each request from the client's first answer on: the session, where there is one, and the version agreed on. */
const agreed = {};
/** Requests that are not answered yet, by their identifiers. */
const waiting = new Map();

function tell(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

function fail(id, code, message) {
  tell({ jsonrpc: '2.0', id, error: { code, message } });
}

/** Header values are ASCII; others are sent as the protocol says. */
function plain(text) {
  return /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text) && !text.startsWith('=?base64?') ? text : `=?base64?${Buffer.from(text).toString('base64')}?=`;
}

/** The headers of a message. From 2026-07-28 on they repeat what it is about. */
function headersOf({ method, params }) {
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...agreed };
  if (key) headers.authorization = `Bearer ${key}`;
  const version = params?._meta?.['io.modelcontextprotocol/protocolVersion'];
  if (version) {
    headers['mcp-protocol-version'] = version;
    if (method) headers['mcp-method'] = method;
    const name = params.name ?? params.uri;
    if (typeof name === 'string') headers['mcp-name'] = plain(name);
  }
  return headers;
}

/** Messages of a stream of events (`text/event-stream`), as they come. */
async function* events(body) {
  const decoder = new TextDecoder();
  let text = '';
  let data = [];
  for await (const bytes of body) {
    text += decoder.decode(bytes, { stream: true });
    const lines = text.split(/\r\n|\n|\r(?!$)/);
    text = lines.pop();
    for (const line of lines) {
      if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
      if (line === '' && data.length > 0) {
        yield JSON.parse(data.join('\n'));
        data = [];
      }
    }
  }
}

/** Messages of an answer. */
async function* answers(response) {
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('text/event-stream')) {
    yield* events(response.body);
    return;
  }
  const text = await response.text();
  if (text.trim() !== '') yield JSON.parse(text);
}

/** Why a server refuses, in its own words where it has some. */
async function refusal(response) {
  let said;
  try {
    said = JSON.parse(await response.text());
  } catch {
    // A page of a proxy in between: its status says enough.
  }
  if (said?.jsonrpc === '2.0') return { said };
  const why = said?.detail ?? said?.error_description ?? said?.message ?? response.statusText;
  return { why: `the server at ${url} answered ${response.status}${why ? `: ${why}` : ''}` };
}

/** Sends a message, and passes its answers on. */
async function send(message, signal) {
  const isRequest = message.method !== undefined && message.id !== undefined;
  // The key is for this address: it goes nowhere else, also not by redirect.
  const response = await fetch(url, { method: 'POST', headers: headersOf(message), body: JSON.stringify(message), redirect: 'error', signal });
  if (!response.ok) {
    const { said, why } = await refusal(response);
    if (!isRequest) console.error(why ?? JSON.stringify(said));
    else if (said) tell(said.id === null ? { ...said, id: message.id } : said);
    else fail(message.id, FAILED, why);
    return;
  }
  const session = response.headers.get('mcp-session-id');
  if (session) agreed['mcp-session-id'] = session;
  let isAnswered = false;
  for await (const answer of answers(response)) {
    const isOwn = isRequest && answer.id === message.id && answer.method === undefined;
    if (isOwn && message.method === 'initialize' && answer.result) agreed['mcp-protocol-version'] = answer.result.protocolVersion;
    isAnswered ||= isOwn;
    tell(answer);
  }
  if (isRequest && !isAnswered) fail(message.id, FAILED, `the server at ${url} ended without an answer`);
}

/** Takes a message of the client's. Whoever waits for it to be taken keeps the messages in their order. */
async function take(message) {
  const controller = new AbortController();
  const { id, method, params } = message;
  if (method === 'notifications/cancelled' && waiting.has(params?.requestId)) {
    // Who is not listened to any more stops.
    waiting.get(params.requestId).abort();
    waiting.delete(params.requestId);
    return;
  }
  if (method !== undefined && id !== undefined) waiting.set(id, controller);
  try {
    await send(message, controller.signal);
  } catch (error) {
    const why = `the server at ${url} cannot be reached: ${error.cause?.message ?? error.message}`;
    if (controller.signal.aborted) return;
    if (waiting.has(id)) fail(id, FAILED, why);
    else console.error(why);
  } finally {
    if (waiting.get(id) === controller) waiting.delete(id);
  }
}

async function main() {
  if (!url) throw new Error('MCP_URL says where the server is; set it');
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (line.trim() === '') continue;
    let message;
    try {
      message = JSON.parse(line);
    } catch {
      fail(null, PARSE_ERROR, 'a line is no JSON');
      continue;
    }
    if (typeof message !== 'object' || message === null) {
      fail(null, INVALID_REQUEST, 'a line is no message');
      continue;
    }
    const taken = take(message);
    // What follows a notification, or the first request, relies on it.
    if (message.id === undefined || message.method === 'initialize') await taken;
  }
  // The client has gone. What it asked for is answered if that does not take long; subscriptions would never end.
  setTimeout(() => { for (const controller of waiting.values()) controller.abort(); }, PATIENCE).unref();
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
