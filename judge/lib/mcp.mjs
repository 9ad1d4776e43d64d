// A small MCP client over streamable HTTP (2025-06-18), and a way to start `mcphub run`.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export class Client {
  constructor(url) {
    this.url = url;
    this.next = 1;
    this.headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  }

  async post(message) {
    const response = await fetch(this.url, {
      method: 'POST', headers: this.headers, body: JSON.stringify(message), signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    if (!('id' in message)) return null;
    const session = response.headers.get('mcp-session-id');
    if (session) this.headers['mcp-session-id'] = session;
    const stream = (response.headers.get('content-type') ?? '').startsWith('text/event-stream');
    const replies = stream
      ? text.split(/\r?\n\r?\n/).map((event) => event.split(/\r?\n/).filter((line) => line.startsWith('data:')).map((line) => line.slice(5)).join('\n')).filter(Boolean)
      : [text];
    for (const reply of replies) {
      const parsed = JSON.parse(reply);
      if (parsed.id === message.id) {
        if (parsed.error) throw new Error(`${parsed.error.code} ${parsed.error.message}`);
        return parsed.result;
      }
    }
    throw new Error(`HTTP ${response.status}: ${text.slice(0, 300)}`);
  }

  ask(method, params = {}) {
    return this.post({ jsonrpc: '2.0', id: this.next++, method, params });
  }

  async open() {
    const result = await this.ask('initialize', {
      protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'mcphub-judge', version: '1' },
    });
    this.headers['mcp-protocol-version'] = result.protocolVersion;
    await this.post({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return result;
  }

  async tools() {
    const all = [];
    let cursor;
    do {
      const page = await this.ask('tools/list', cursor ? { cursor } : {});
      all.push(...page.tools);
      cursor = page.nextCursor;
    } while (cursor);
    return all;
  }

  call(name, args) {
    return this.ask('tools/call', { name, arguments: args });
  }
}

/** Starts the binary and waits until it listens. */
export async function serve(binary, args, limit = 60_000) {
  const child = spawn(binary, ['run', ...args, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  const url = await new Promise((resolve, reject) => {
    const late = setTimeout(() => { child.kill('SIGKILL'); reject(new Error(`not listening after ${limit} ms: ${said}`)); }, limit);
    createInterface({ input: child.stderr }).on('line', (line) => {
      said = `${said}${line}\n`.slice(-2000);
      const found = /listening on (http:\/\/\S+)/.exec(line);
      if (found) { clearTimeout(late); resolve(found[1]); }
    });
    child.once('exit', (code) => { clearTimeout(late); reject(new Error(`exit ${code}: ${said}`)); });
  });
  return {
    url,
    said: () => said,
    stop: () => new Promise((resolve) => {
      if (child.exitCode !== null) return resolve(child.exitCode);
      const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
      child.once('exit', (code) => { clearTimeout(late); resolve(code); });
      child.kill('SIGTERM');
    }),
  };
}
