// Calls of tools in the protocol's stateless form: single ones, and a load of them whose every call can be found among the records.

import { Agent, request } from 'node:http';
import { request as requestByTls } from 'node:https';
import { counted, recordedCalls } from './calls.mjs';

const VERSION = '2026-07-28';
/** How a call fails that nobody answers. */
const PATIENCE = 90_000;

/** One request of a key's owner, or of nobody. `client`: what the caller calls itself, which records tell. */
export function ask(url, key, method, params = {}, { client = 'judge/1', agent, timeout = PATIENCE } = {}) {
  const [name, version] = client.split('/');
  const _meta = { 'io.modelcontextprotocol/protocolVersion': VERSION, 'io.modelcontextprotocol/clientCapabilities': {}, 'io.modelcontextprotocol/clientInfo': { name, version } };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), accept: 'application/json, text/event-stream', ...(key ? { authorization: `Bearer ${key}` } : {}), 'mcp-protocol-version': VERSION, 'mcp-method': method, ...(params.name ? { 'mcp-name': params.name } : {}) };
  const began = performance.now();
  return new Promise((answered, failed) => {
    const asked = (url.startsWith('https:') ? requestByTls : request)(url, { method: 'POST', headers, agent, timeout }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => { text += part; });
      response.once('error', failed);
      response.on('end', () => answered({ status: response.statusCode, ...read(text), millis: performance.now() - began }));
    });
    asked.once('timeout', () => asked.destroy(new Error(`no answer within ${timeout / 1000} s`)));
    asked.once('error', failed);
    asked.end(body);
  });
}

/** An answer is one JSON text, or the last event of a stream when there was progress to tell of. */
function read(text) {
  const last = text.startsWith('{') ? text : text.split(/\r?\n/).findLast((line) => line.startsWith('data:'))?.slice(5) ?? '';
  try {
    const { result, error } = JSON.parse(last);
    const words = result?.content?.map((part) => part.text ?? part.resource?.text ?? '').join('\n');
    return { text, result, error, words };
  } catch {
    return { text };
  }
}

export function call(url, key, name, args = {}, options = {}) {
  return ask(url, key, 'tools/call', { name, arguments: args }, options);
}

/** Callers that call until they are told to end. Each call has a number of its own. */
export class Load {
  /**
   * `target(number)`: `{ url, key, tool, args }` of a call; `width`: callers; `pause`: milliseconds between two calls of one; `isWell`:
   * whether an answer is as it should be.
   */
  constructor(target, { name = 'load', width = 4, pause = 10, isWell = (answer) => answer.result?.isError === false } = {}) {
    Object.assign(this, { target, name, width, pause, isWell, next: 0, answered: [], at: new Map(), failures: [], isOver: false, slowest: 0 });
    this.agent = new Agent({ keepAlive: true, maxSockets: width });
  }

  start() {
    this.running = Array.from({ length: this.width }, () => this.run());
    return this;
  }

  async run() {
    while (!this.isOver) {
      const number = this.next;
      this.next += 1;
      const { url, key, tool, args } = this.target(number);
      try {
        const answer = await call(url, key, tool, args, { client: `${this.name}/${number}`, agent: this.agent });
        this.slowest = Math.max(this.slowest, answer.millis);
        if (answer.status === 200 && this.isWell(answer)) {
          this.answered.push(number);
          this.at.set(number, Date.now());
        } else this.failures.push(`${number}: ${answer.status} ${answer.text.slice(0, 200)}`);
      } catch (error) {
        this.failures.push(`${number}: ${error.code ?? error.message}`);
      }
      await new Promise((resolve) => { setTimeout(resolve, this.pause); });
    }
  }

  /** Ends it, once every call is answered. */
  async end() {
    this.isOver = true;
    await Promise.all(this.running);
    this.agent.destroy();
    return this;
  }

  /** Calls that were answered and of which the database has no record, or several. */
  async unrecorded(database) {
    const kept = (await recordedCalls(database)).filter(({ client }) => client.startsWith(`${this.name}/`));
    const counts = counted(kept.map(({ client }) => Number(client.split('/')[1])));
    return this.answered.filter((number) => counts.get(number) !== 1).map((number) => [number, counts.get(number) ?? 0]);
  }
}
