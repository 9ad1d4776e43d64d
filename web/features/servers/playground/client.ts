// An MCP client in the browser, of both eras: it speaks to a server as any client does, and keeps every message for people to see.

import { type Action, events, type Id, type Json, type Logged, McpError, type Message, type Question, type Reply } from './message';

export type Era = 'modern' | 'legacy';

export const REVISIONS: Record<Era, string> = { modern: '2026-07-28', legacy: '2025-11-25' };
const CLIENT = { name: 'mcphub-playground', title: 'MCP Hub playground', version: '1' };
const CAPABILITIES = { elicitation: {} };
/** Pages of a list, and rounds of questions to one call, before it goes on for ever. */
const MOST = 100;

interface Given {
  url: string;
  era: Era;
  /** What stands behind `Bearer`; nothing where the server is open. */
  token: () => Promise<string | undefined>;
  onMessage: (logged: Omit<Logged, 'id'>) => void;
  onQuestion: (question: Question) => Promise<Reply>;
}

export interface About {
  name: string;
  title?: string;
  version: string;
  revision: string;
  instructions: string;
  capabilities: Record<string, Json>;
}

/** A header's value: what is no plain text is encoded, as the specification has it. */
function header(value: string): string {
  if (/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(value) && !value.startsWith('=?')) return value;
  return `=?base64?${btoa(String.fromCharCode(...new TextEncoder().encode(value)))}?=`;
}

export class McpClient {
  private next = 1;
  private revision: string | undefined;

  constructor(private readonly given: Given) {}

  /** Says who it is, or asks who the server is. */
  async connect(): Promise<About> {
    if (this.given.era === 'modern') {
      const found = await this.request('server/discover', {});
      const who = ((found._meta as Record<string, Json> | undefined)?.['io.modelcontextprotocol/serverInfo'] ?? {}) as { name?: string; title?: string; version?: string };
      return { name: who.name ?? '', ...(who.title ? { title: who.title } : {}), version: who.version ?? '', revision: REVISIONS.modern, instructions: String(found.instructions ?? ''), capabilities: (found.capabilities ?? {}) as Record<string, Json> };
    }
    const begun = await this.request('initialize', { protocolVersion: REVISIONS.legacy, capabilities: CAPABILITIES, clientInfo: CLIENT });
    this.revision = String(begun.protocolVersion ?? REVISIONS.legacy);
    await this.post({ jsonrpc: '2.0', method: 'notifications/initialized' }, {});
    const who = (begun.serverInfo ?? {}) as { name?: string; title?: string; version?: string };
    return { name: who.name ?? '', ...(who.title ? { title: who.title } : {}), version: who.version ?? '', revision: this.revision, instructions: String(begun.instructions ?? ''), capabilities: (begun.capabilities ?? {}) as Record<string, Json> };
  }

  /** All items of a list. */
  async list<One>(method: string, key: string): Promise<One[]> {
    const all: One[] = [];
    let cursor: Json;
    for (let page = 0; page < MOST; page += 1) {
      const found = await this.request(method, cursor ? { cursor } : {});
      all.push(...((found[key] ?? []) as One[]));
      cursor = found.nextCursor;
      if (!cursor) break;
    }
    return all;
  }

  /** Asks, and answers the server's questions on the way, until there is a result. */
  async ask(method: string, params: Record<string, Json>, headers: Record<string, string> = {}): Promise<Record<string, Json>> {
    let more: Record<string, Json> = {};
    for (let round = 0; round < MOST; round += 1) {
      const result = await this.request(method, { ...params, ...more }, headers);
      if (result.resultType !== 'input_required') return result;
      const responses: Record<string, Json> = {};
      for (const [key, question] of Object.entries((result.inputRequests ?? {}) as Record<string, Message>)) responses[key] = await this.put(question);
      more = { inputResponses: responses, ...(result.requestState === undefined ? {} : { requestState: result.requestState }) };
    }
    throw new McpError('the server asks without end');
  }

  /** Puts a question of the server before the person. */
  private async put({ method, params = {} }: Message): Promise<Reply> {
    if (method !== 'elicitation/create') return { action: 'decline' as Action };
    return this.given.onQuestion({ message: String(params.message ?? ''), schema: (params.requestedSchema ?? { type: 'object', properties: {} }) as Record<string, Json> });
  }

  private async request(method: string, params: Record<string, Json>, headers: Record<string, string> = {}): Promise<Record<string, Json>> {
    const id = this.next;
    this.next += 1;
    const isModern = this.given.era === 'modern';
    const meta = { 'io.modelcontextprotocol/protocolVersion': REVISIONS.modern, 'io.modelcontextprotocol/clientCapabilities': CAPABILITIES, 'io.modelcontextprotocol/clientInfo': CLIENT };
    const named = params.name ?? params.uri;
    const mirrored = isModern ? { 'mcp-method': method, ...(typeof named === 'string' ? { 'mcp-name': header(named) } : {}), ...headers } : {};
    const answer = await this.post({ jsonrpc: '2.0', id, method, params: isModern ? { ...params, _meta: meta } : params }, mirrored, id);
    if (answer?.error) throw new McpError(answer.error.message, answer.error.code);
    if (!answer?.result) throw new McpError('the server answered with nothing');
    return answer.result;
  }

  /** Sends a message. Answers what answers it, where it has an identifier. */
  private async post(message: Message, headers: Record<string, string>, id?: Id): Promise<Message | undefined> {
    const token = await this.given.token();
    const began = performance.now();
    this.given.onMessage({ at: Date.now(), way: 'out', message });
    const response = await fetch(this.given.url, {
      method: 'POST', body: JSON.stringify(message), credentials: 'omit',
      headers: {
        'content-type': 'application/json', accept: 'application/json, text/event-stream', ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(this.given.era === 'modern' ? { 'mcp-protocol-version': REVISIONS.modern } : this.revision ? { 'mcp-protocol-version': this.revision } : {}), ...headers,
      },
    }).catch(() => { throw new McpError('the server does not answer; check your connection, or try again in a moment'); });
    const hear = (heard: Message | string) => this.given.onMessage({ at: Date.now(), way: 'in', message: heard, status: response.status, millis: performance.now() - began });
    const type = response.headers.get('content-type') ?? '';
    if (type.includes('text/event-stream') && response.body) {
      for await (const heard of events(response.body)) {
        hear(heard);
        if (heard.id === id && (heard.result ?? heard.error)) return heard;
        // A question of the server's, in the older era: its answer goes in a message of its own.
        if (heard.method && heard.id !== undefined) void this.put(heard).then((result) => this.post({ jsonrpc: '2.0', id: heard.id!, result: { ...result } }, {}));
      }
      throw new McpError('the connection ended before the answer came');
    }
    const text = await response.text();
    if (!text) {
      if (!response.ok) { hear(''); throw new McpError(`the server answered ${response.status}`, undefined, response.status); }
      return undefined;
    }
    const body = parsed(text);
    hear(body ?? text);
    if (body?.jsonrpc) return body;
    const detail = (body as { detail?: string } | undefined)?.detail;
    throw new McpError(detail ?? `the server answered ${response.status} with something that is no MCP`, undefined, response.status);
  }
}

function parsed(text: string): Message | undefined {
  try {
    return JSON.parse(text) as Message;
  } catch {
    return undefined;
  }
}

/** Headers that repeat arguments of a tool, where its schema asks for that. */
export function mirrored(schema: { properties?: Record<string, unknown> }, values: Record<string, Json>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const called = (property as { 'x-mcp-header'?: unknown })['x-mcp-header'];
    const value = values[name];
    if (typeof called === 'string' && value !== undefined && value !== null) headers[`mcp-param-${called.toLowerCase()}`] = header(typeof value === 'string' ? value : JSON.stringify(value));
  }
  return headers;
}
